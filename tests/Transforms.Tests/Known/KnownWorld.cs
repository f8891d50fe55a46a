using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using ContactSync.Transforms.Candidates;
using ContactSync.Transforms.Cluster;
using ContactSync.Transforms.Known;
using ContactSync.Transforms.Match;
using ContactSync.Transforms.People;
using ContactSync.Transforms.Tests.People;

namespace ContactSync.Transforms.Tests.Known;

/// <summary>A record of the tests: who it is, on which side, whether it is paired, what it holds.</summary>
internal sealed record Somebody(bool IsLeft, string Id, bool TakesPart, string?[] Values);

/// <summary>People written, changed and matched both ways: against what is known, and everybody anew.</summary>
internal static class KnownWorld
{
    public const string Fingerprint = "tests";

    /// <summary>Keys that bring many together, and are told apart by several fields of which some are often missing.</summary>
    public static MatchModel Model { get; } = Folk.Model with
    {
        Keys =
        [
            new CandidateKey("email", [KeyPart.EmailLocal], [KeyPart.Email, KeyPart.LastSound, KeyPart.FirstInitial]),
            new CandidateKey("names", [KeyPart.Names], [KeyPart.BirthYear, KeyPart.Postcode, KeyPart.City]),
            new CandidateKey("birth", [KeyPart.Birth], [KeyPart.FirstInitial, KeyPart.LastSound]),
            new CandidateKey("postcode", [KeyPart.Postcode], []),
            new CandidateKey("sound", [KeyPart.LastSound], [KeyPart.FirstInitial, KeyPart.BirthYear, KeyPart.PostcodeArea, KeyPart.City, KeyPart.FirstSound]),
        ],
    };

    /// <summary>Somebody, out of names and places so few that many share them.</summary>
    public static Somebody Make(Random dice, int number)
    {
        string? Maybe(string value, int of) => dice.Next(of) == 0 ? null : value;
        string[] first = ["anna", "alex", "alexander", "bert", "carla", "dora", "liz", "elizabeth"];
        string[] last = ["smith", "smyth", "jones", "miller", "de jong", "lee", "leigh", "brown", "braun"];
        var (given, family) = (first[dice.Next(first.Length)], last[dice.Next(last.Length)]);
        return new Somebody(dice.Next(2) == 0, $"id{number}", dice.Next(8) > 0,
        [
            Maybe(given, 12), Maybe(family, 15), Maybe(string.Create(CultureInfo.InvariantCulture, $"19{50 + dice.Next(30)}-0{1 + dice.Next(3)}-1{dice.Next(3)}"), 3),
            Maybe($"{given}{dice.Next(20)}@example{dice.Next(3)}.org", 3), Maybe($"+49 30 55512{dice.Next(40):00}", 3), Maybe($"{1 + dice.Next(20)} long street", 3),
            Maybe($"town{dice.Next(6)}", 4), Maybe($"1{dice.Next(3)}{dice.Next(9)}07", 4),
        ]);
    }

    /// <summary>A table of them in their order, the left first, with ids.</summary>
    public static (PersonTable People, KnownTable Table) Table(IReadOnlyList<Somebody> all)
    {
        var people = Folk.Table(all.Where(s => s.IsLeft).Select(s => s.Values), all.Where(s => !s.IsLeft).Select(s => s.Values));
        var table = new KnownTable(people);
        foreach (var somebody in all.OrderBy(s => !s.IsLeft))
        {
            table.Add(somebody.IsLeft, Encoding.UTF8.GetBytes(somebody.Id), somebody.TakesPart);
        }

        return (people, table);
    }

    /// <summary>What a writer writes.</summary>
    public static byte[] Write(IKnownRecords records, IReadOnlyList<ScoredPair> pairs, int keptFrom, long allowance)
    {
        var bytes = new List<byte>();
        new KnownWriter(records, new KeyMaker(Folk.Lists.Nicknames), new KnownOptions(Fingerprint, Model.Keys, keptFrom, allowance)).Write(pairs, b => bytes.AddRange(b));
        return [.. bytes];
    }

    /// <summary>Everybody matched anew, pairs across the sides from so far under the review line.</summary>
    public static (List<ScoredPair> Pairs, ClusterOptions Lines, Clusters Clusters) Anew(PersonTable people, KnownTable table, UniqueSide unique, int slack, long allowance)
    {
        using var index = new CandidateIndex(people, Model.Keys, new KeyMaker(Folk.Lists.Nicknames), row => table[row].TakesPart);
        index.MakeKeys(0, people.Count);
        var plan = new CandidatePlan(index, allowance);
        foreach (var unit in plan.Units)
        {
            unit.Collect();
        }

        plan.ChooseCaps();
        var comparer = Folk.Comparer(people, Model);
        using var traits = Folk.Traits(people, comparer);
        var lines = MatchLines.Of(Model, people, unique);
        var finder = new PairFinder(index, comparer, traits, new PairScope(false, false), lines.Review - slack);
        var pairs = new List<ScoredPair>();
        foreach (var unit in plan.Units)
        {
            unit.Refine(plan.CapOf(unit.Pass));
        }

        foreach (var unit in plan.Units)
        {
            finder.Compare(unit, 0, unit.Ends.Length, pairs);
        }

        pairs.Sort((x, y) => (x.Left, x.Right).CompareTo((y.Left, y.Right)));
        return (pairs, lines, new Clusterer(people, comparer, lines).Apply(pairs));
    }

    /// <summary>Matches changes; null with the reason where everything is to be matched anew.</summary>
    public static (KnownMatch? Match, string? Reason) Match(KnownChanges changes, UniqueSide unique, int slack, int pieces = 3)
    {
        var match = new KnownMatch(changes, new KnownMatchOptions(Model, Folk.Lists.Nicknames, unique, slack));
        for (var step = match.Steps - 1; step >= 0; step--)
        {
            match.Prepare(step);
        }

        if (match.Settle() is { } reason)
        {
            return (null, reason);
        }

        var found = new List<ScoredPair>();
        for (var piece = pieces - 1; piece >= 0; piece--)
        {
            match.Compare(match.Work * piece / pieces, match.Work * (piece + 1) / pieces, found);
        }

        match.Weigh(match.Kept / 2, match.Kept, found);
        match.Weigh(0, match.Kept / 2, found);
        match.Complete(found);
        return (match, null);
    }
}

/// <summary>Bytes held where the garbage collector leaves them, at a multiple of 64.</summary>
internal sealed class Held
{
    private readonly byte[] _pinned;
    private readonly int _start;

    public Held(ReadOnlySpan<byte> bytes)
    {
        Length = bytes.Length;
        _pinned = GC.AllocateArray<byte>(bytes.Length + 64, pinned: true);
        _start = (int)(-Marshal.UnsafeAddrOfPinnedArrayElement(_pinned, 0) & 63);
        bytes.CopyTo(Bytes);
    }

    public long Length { get; }

    public Span<byte> Bytes => _pinned.AsSpan(_start, (int)Length);

    /// <summary>What is known, of all bytes or the first ones; good while this is.</summary>
    public KnownImage Open(string fingerprint = KnownWorld.Fingerprint, long? length = null) =>
        KnownImage.Open(Marshal.UnsafeAddrOfPinnedArrayElement(_pinned, _start), length ?? Length, fingerprint);
}
