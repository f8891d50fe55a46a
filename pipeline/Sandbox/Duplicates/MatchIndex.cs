using System.Numerics;
using ContactSync.Sandbox.Store;

namespace ContactSync.Sandbox.Duplicates;

/// <summary>
/// The live records of an object by the match keys of one rule, as 12 bytes a key: only a key's hash is kept, so what is
/// found must still be compared. Not safe for use by two threads; the store's gate guards it.
/// </summary>
internal sealed class MatchIndex(OrgStore store, MatchingRule rule) : DerivedIndex
{
    private readonly MatchRecord _before = Reader(store, rule);
    private readonly MatchRecord _after = Reader(store, rule);
    private readonly MatchKeys _oldKeys = new(rule);
    private readonly MatchKeys _keys = new(rule);
    private int[] _buckets = new int[1024];
    private Entry[] _entries = new Entry[1024];
    private int _used = 1;
    private int _free;

    // Records of higher numbers are not in it yet.
    private int _filled;

    /// <summary>No record is found by any key, once all have been added.</summary>
    public bool IsEmpty => _used == 1;

    /// <summary>A reader of the records it finds.</summary>
    public static MatchRecord Reader(OrgStore store, MatchingRule rule) => new(store, rule.Type, rule, rule.Items.Select(i => i.Path));

    /// <summary>
    /// Adds up to <paramref name="most"/> of the records that were there when the org was opened; false when none are left. A million names take seconds, so that
    /// an org is opened before its match keys are made; who searches sooner makes the rest first.
    /// </summary>
    public bool Fill(int most = int.MaxValue)
    {
        if (_filled == int.MaxValue)
        {
            return false;
        }
        var table = store.Table(rule.Type);
        var last = (int)Math.Min(table.Last, _filled + (long)most);
        while (_filled < last)
        {
            _filled++;
            Update(_filled, default, table[_filled]);
        }
        if (_filled == table.Last)
        {
            _filled = int.MaxValue;
        }
        return _filled != int.MaxValue;
    }

    public override void Update(int number, ReadOnlyMemory<byte> before, ReadOnlyMemory<byte> after)
    {
        if (number > _filled)
        {
            return;
        }
        var was = _before.Load(number, before);
        var becomes = _after.Load(number, after);
        if (was && becomes && _before.SameAs(_after))
        {
            return;
        }
        var old = was ? _oldKeys.Stored(_before) : [];
        var now = becomes ? _keys.Stored(_after) : [];
        if (old.SequenceEqual(now))
        {
            return;
        }
        foreach (var key in old)
        {
            Remove(key, number);
        }
        foreach (var key in now)
        {
            Add(key, number);
        }
    }

    /// <summary>Adds the numbers found under a key, the newest first, until there are <paramref name="most"/>.</summary>
    public void Find(uint hash, int most, List<int> found)
    {
        for (var at = _buckets[hash & (uint)(_buckets.Length - 1)]; at != 0 && found.Count < most; at = _entries[at].Next)
        {
            if (_entries[at].Hash == hash)
            {
                found.Add(_entries[at].Number);
            }
        }
    }

    private void Add(uint hash, int number)
    {
        var at = _free != 0 ? _free : _used++;
        if (at == _entries.Length)
        {
            Grow();
        }
        if (at == _free)
        {
            _free = _entries[at].Next;
        }
        ref var bucket = ref _buckets[hash & (uint)(_buckets.Length - 1)];
        _entries[at] = new Entry(hash, number, bucket);
        bucket = at;
    }

    private void Remove(uint hash, int number)
    {
        ref var link = ref _buckets[hash & (uint)(_buckets.Length - 1)];
        while (link != 0 && (_entries[link].Hash != hash || _entries[link].Number != number))
        {
            link = ref _entries[link].Next;
        }
        // A key may be gone from where it was: a contact's account was renamed meanwhile.
        if (link != 0)
        {
            var at = link;
            link = _entries[at].Next;
            _entries[at] = new Entry(0, 0, _free);
            _free = at;
        }
    }

    private void Grow()
    {
        Array.Resize(ref _entries, _entries.Length * 2);
        if (_entries.Length <= _buckets.Length * 2)
        {
            return;
        }
        _buckets = new int[(int)BitOperations.RoundUpToPowerOf2((uint)_entries.Length)];
        for (var at = 1; at < _used - 1; at++)
        {
            if (_entries[at].Number != 0)
            {
                ref var bucket = ref _buckets[_entries[at].Hash & (uint)(_buckets.Length - 1)];
                _entries[at].Next = bucket;
                bucket = at;
            }
        }
    }

    private record struct Entry(uint Hash, int Number, int Next)
    {
        public int Next = Next;
    }
}
