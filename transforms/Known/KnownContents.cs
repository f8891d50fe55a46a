using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using ContactSync.Transforms.Candidates;
using ContactSync.Transforms.Match;

namespace ContactSync.Transforms.Known;

/// <summary>The counters of a field: where they stand, their sum, their checksum. An offset of 0 means that no record has a value.</summary>
internal readonly record struct KnownCounters(long Offset, long Total, uint Checksum);

/// <summary>A pass: the cap that its groups were held to, pairs by size of group (<see cref="CandidateUnit.PairsBySize"/>), and its groups by level.</summary>
internal sealed record KnownPass(int Cap, ImmutableArray<long> PairsBySize, ImmutableArray<GroupIndexPlace> Levels);

/// <summary>What there is and where: read as a whole when what is known is opened, and covered by a checksum.</summary>
internal sealed record KnownContents
{
    /// <summary>What the whole was made with: model, lists, meaning of fields. Text that whoever opens it must give again.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Records, those of the left side first.</summary>
    public required int Rows { get; init; }

    /// <summary>Records of the left side.</summary>
    public required int LeftRows { get; init; }

    /// <summary>Comparisons a pass may always have.</summary>
    public required long AllowancePass { get; init; }

    /// <summary>The place of the first of <see cref="Rows"/> + 1 starts, each a quarter of 32 bits.</summary>
    public required long Starts { get; init; }

    /// <summary>The place and length of the records.</summary>
    public required (long Offset, long Bytes) Records { get; init; }

    /// <summary>Records by their ids.</summary>
    public required GroupIndexPlace Ids { get; init; }

    /// <summary>By <see cref="CountedField"/>.</summary>
    public required ImmutableArray<KnownCounters> Counters { get; init; }

    /// <summary>By the model's keys.</summary>
    public required ImmutableArray<KnownPass> Passes { get; init; }

    /// <summary>Every pair across the sides that a key brings together and that weighs this much is kept, in hundredths of a bit.</summary>
    public required int KeptFrom { get; init; }

    /// <summary>The pairs kept.</summary>
    public required (long Offset, int Count, uint Checksum) Pairs { get; init; }

    /// <summary>As bytes: whole numbers of 64 bits, then the fingerprint.</summary>
    public byte[] ToBytes()
    {
        List<long> all = [KnownFormat.Version, Rows, LeftRows, AllowancePass, Starts, Records.Offset, Records.Bytes, KeptFrom, Pairs.Offset, Pairs.Count, Pairs.Checksum];
        Add(all, Ids);
        all.Add(Counters.Length);
        foreach (var counters in Counters)
        {
            all.AddRange(counters.Offset, counters.Total, counters.Checksum);
        }

        all.Add(Passes.Length);
        foreach (var pass in Passes)
        {
            all.AddRange(pass.Cap, pass.PairsBySize.Length);
            all.AddRange(pass.PairsBySize);
            all.Add(pass.Levels.Length);
            foreach (var level in pass.Levels)
            {
                Add(all, level);
            }
        }

        return [.. MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(all)), .. Encoding.UTF8.GetBytes(Fingerprint)];
    }

    /// <summary>The contents of bytes whose checksum is right.</summary>
    /// <exception cref="KnownFormatException">They are of another version, or lie outside <paramref name="length"/> bytes.</exception>
    public static KnownContents Of(ReadOnlySpan<byte> bytes, long length)
    {
        var read = new Reader(bytes, length);
        var version = read.Next();
        if (version != KnownFormat.Version)
        {
            throw new KnownFormatException($"it is of version {version}, and this program reads version {KnownFormat.Version}.");
        }

        var (rows, leftRows, allowance, starts) = (read.Count(), read.Count(), read.Next(), read.Next());
        var records = (read.Next(), read.Next());
        var (keptFrom, pairs) = ((int)read.Next(), (read.Next(), read.Count(), (uint)read.Next()));
        read.Inside(starts, (rows + 1L) * sizeof(uint));
        read.Inside(records.Item1, records.Item2);
        read.Inside(pairs.Item1, (long)pairs.Item2 * Marshal.SizeOf<ScoredPair>());
        var ids = read.Index();
        var counters = ImmutableArray.CreateBuilder<KnownCounters>();
        for (var left = read.Count(); left > 0; left--)
        {
            counters.Add(new KnownCounters(read.Next(), read.Next(), (uint)read.Next()));
            read.Inside(counters[^1].Offset, ValueCounts.Slots * sizeof(uint));
        }

        var passes = ImmutableArray.CreateBuilder<KnownPass>();
        for (var left = read.Count(); left > 0; left--)
        {
            passes.Add(Pass(ref read));
        }

        return new KnownContents
        {
            Fingerprint = Encoding.UTF8.GetString(read.Rest),
            Rows = rows,
            LeftRows = leftRows,
            AllowancePass = allowance,
            Starts = starts,
            Records = records,
            Ids = ids,
            Counters = counters.ToImmutable(),
            Passes = passes.ToImmutable(),
            KeptFrom = keptFrom,
            Pairs = pairs,
        };
    }

    private static KnownPass Pass(ref Reader read)
    {
        var cap = read.Count();
        var sizes = ImmutableArray.CreateBuilder<long>();
        for (var left = read.Count(); left > 0; left--)
        {
            sizes.Add(read.Next());
        }

        var levels = ImmutableArray.CreateBuilder<GroupIndexPlace>();
        for (var left = read.Count(); left > 0; left--)
        {
            levels.Add(read.Index());
        }

        return new KnownPass(cap, sizes.ToImmutable(), levels.ToImmutable());
    }

    private static void Add(List<long> all, GroupIndexPlace place) => all.AddRange(place.Offset, place.Bits, place.Groups, place.Rows);

    /// <summary>Numbers one after the other, each place held against the length of all.</summary>
    private ref struct Reader(ReadOnlySpan<byte> bytes, long length)
    {
        private ReadOnlySpan<byte> _rest = bytes;

        public readonly ReadOnlySpan<byte> Rest => _rest;

        public long Next()
        {
            if (_rest.Length < sizeof(long))
            {
                throw new KnownFormatException("its contents end too soon.");
            }

            var number = MemoryMarshal.Read<long>(_rest);
            _rest = _rest[sizeof(long)..];
            return number;
        }

        public int Count() => Next() is >= 0 and <= int.MaxValue and var count ? (int)count : throw new KnownFormatException("its contents hold a count that is none.");

        public readonly void Inside(long offset, long bytes)
        {
            if (offset < 0 || bytes < 0 || offset > length - bytes)
            {
                throw new KnownFormatException("its contents name a place outside of it.");
            }
        }

        public GroupIndexPlace Index()
        {
            var place = new GroupIndexPlace(Next(), Count(), Count(), Count());
            if (place.Bits is < 1 or > 28)
            {
                throw new KnownFormatException("its contents hold an index that is none.");
            }

            Inside(place.Offset, place.Bytes);
            return place;
        }
    }
}
