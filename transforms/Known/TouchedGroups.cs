using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ContactSync.Transforms.Candidates;
using ContactSync.Transforms.People;

namespace ContactSync.Transforms.Known;

/// <summary>
/// The groups of one pass whose members are others than were written, level by level, and the rows that belong to another group for it. Built by one thread, then read by any number.
/// </summary>
internal sealed class TouchedGroups(KnownChanges changes, int pass, KeyChain chain)
{
    private readonly KnownPass _written = changes.Known.Contents.Passes[pass];
    private readonly Level[] _levels = [.. Enumerable.Range(0, chain.Last + 1).Select(_ => new Level())];

    /// <summary>Rows that hold as before, and yet are compared with others than before.</summary>
    public List<int> Moved { get; } = [];

    /// <summary>Finds the groups; returns null, or why those that are written do not serve.</summary>
    public string? Build(long allowance)
    {
        for (var row = changes.Known.Count; row < changes.Rows; row++)
        {
            Start(row, comes: true);
        }

        foreach (var row in changes.Gone)
        {
            Start(row, comes: false);
        }

        for (var level = 0; level <= chain.Last; level++)
        {
            Settle(level);
            if (level == 0 && NewCap(allowance) is var cap && cap != _written.Cap)
            {
                return $"groups of at most {cap} records are compared now where it was {_written.Cap}";
            }

            foreach (ref readonly var group in CollectionsMarshal.AsSpan(_levels[level].Groups))
            {
                if (Pass(level, group) is { } reason)
                {
                    return reason;
                }
            }
        }

        return null;
    }

    /// <summary>Adds every row that this pass compares with that one, it alone excepted and in no meaningful order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddMembers(int row, Person person, List<int> members)
    {
        var (key, isTold) = (chain.Start(person), true);
        for (var level = 0; key != 0 && level <= chain.Last; level++)
        {
            ref readonly var touched = ref _levels[level].Find(key);
            var isTouched = !Unsafe.IsNullRef(in touched);
            var written = isTouched ? touched.Written : changes.Known.Groups(pass, level).Find(key);
            if (chain.Holds(level, isTold, isTouched ? touched.Records : written.Count, _written.Cap))
            {
                AddWritten(row, level, written, members);
                for (var link = isTouched ? touched.Come : 0; link != 0; link = _levels[level].Links[link - 1].Next)
                {
                    Add(row, _levels[level].Links[link - 1].Row, members);
                }

                return;
            }

            (key, isTold) = level < chain.Last ? chain.Next(key, person, level) : (0, false);
        }
    }

    private void AddWritten(int row, int level, KnownGroup written, List<int> members)
    {
        if (written.Count == 1)
        {
            Add(row, (int)written.Start, members);
        }
        else if (written.Count > 1)
        {
            foreach (var member in changes.Known.Groups(pass, level).Rows(written))
            {
                Add(row, (int)member, members);
            }
        }
    }

    private void Add(int row, int member, List<int> members)
    {
        if (member != row && !changes.IsGone(member))
        {
            members.Add(member);
        }
    }

    private void Start(int row, bool comes)
    {
        var record = changes[row];
        if (record.TakesPart && chain.Start(record.Person) is not 0 and var key)
        {
            _levels[0].Touch(key, isTold: true, row, comes);
        }
    }

    /// <summary>Looks up what was written of the groups touched.</summary>
    private void Settle(int level)
    {
        var index = changes.Known.Groups(pass, level);
        foreach (ref var group in CollectionsMarshal.AsSpan(_levels[level].Groups))
        {
            var written = index.Find(group.Key);
            group = group with { Written = written, Records = written.Count + group.Records };
        }
    }

    private int NewCap(long allowance)
    {
        var sizes = _written.PairsBySize.ToArray();
        foreach (ref readonly var group in CollectionsMarshal.AsSpan(_levels[0].Groups))
        {
            // Those of one record, which most are, have no pairs.
            if (Math.Max(group.Written.Count, group.Records) > 1)
            {
                sizes[CandidateUnit.PlaceOf(group.Written.Count)] -= CandidateUnit.PairsOf(group.Written.Count);
                sizes[CandidateUnit.PlaceOf(group.Records)] += CandidateUnit.PairsOf(group.Records);
            }
        }

        return CandidatePlan.Cap(sizes, allowance);
    }

    /// <summary>Sends on what is told apart further: those that come and go where the group was and is too large, all of it where it has become so.</summary>
    private string? Pass(int level, in Touched group)
    {
        var held = chain.Holds(level, group.IsTold, group.Written.Count, _written.Cap);
        var holds = chain.Holds(level, group.IsTold, group.Records, _written.Cap);
        if (held != holds && !group.Written.HasRows)
        {
            return $"a group of {group.Written.Count} records has become one of {group.Records}";
        }

        if (held != holds)
        {
            var stay = new List<int>();
            AddWritten(-1, level, group.Written, stay);
            Moved.AddRange(stay);
            foreach (var row in stay)
            {
                SendOn(level, group.Key, row, comes: true, isOpen: !holds);
            }
        }

        for (var link = group.Come; link != 0; link = _levels[level].Links[link - 1].Next)
        {
            SendOn(level, group.Key, _levels[level].Links[link - 1].Row, comes: true, isOpen: !holds);
        }

        for (var link = group.Go; link != 0; link = _levels[level].Links[link - 1].Next)
        {
            SendOn(level, group.Key, _levels[level].Links[link - 1].Row, comes: false, isOpen: !held && !holds);
        }

        return null;
    }

    private void SendOn(int level, ulong key, int row, bool comes, bool isOpen)
    {
        if (isOpen && level < chain.Last)
        {
            var (next, isTold) = chain.Next(key, changes[row].Person, level);
            _levels[level + 1].Touch(next, isTold, row, comes);
        }
    }

    /// <summary>A group: what was written, how many it has now, the first link of those that come and of those that go (1 and up).</summary>
    private record struct Touched(ulong Key, bool IsTold, KnownGroup Written, int Records, int Come, int Go);

    private sealed class Level
    {
        private readonly Dictionary<ulong, int> _places = [];

        public List<Touched> Groups { get; } = [];

        public List<(int Row, int Next)> Links { get; } = [];

        /// <summary>The group of a key, or a null reference where nothing has touched it.</summary>
        public ref readonly Touched Find(ulong key)
        {
            if (_places.TryGetValue(key, out var place))
            {
                return ref CollectionsMarshal.AsSpan(Groups)[place];
            }

            return ref Unsafe.NullRef<Touched>();
        }

        public void Touch(ulong key, bool isTold, int row, bool comes)
        {
            ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(_places, key, out var isThere);
            if (!isThere)
            {
                place = Groups.Count;
                Groups.Add(new Touched(key, isTold, default, 0, 0, 0));
            }

            ref var group = ref CollectionsMarshal.AsSpan(Groups)[place];
            Links.Add((row, comes ? group.Come : group.Go));
            group.Records += comes ? 1 : -1;
            (group.Come, group.Go) = comes ? (Links.Count, group.Go) : (group.Come, Links.Count);
        }
    }
}
