using System.Collections.Immutable;
using System.Runtime.InteropServices;
using ContactSync.Transforms.Candidates;
using ContactSync.Transforms.Match;
using ContactSync.Transforms.Model;
using ContactSync.Transforms.People;

namespace ContactSync.Transforms.Known;

/// <summary>A source of records for <see cref="KnownWriter"/>: those of the left side first.</summary>
public interface IKnownRecords
{
    /// <summary>Records.</summary>
    int Count { get; }

    /// <summary>Records of the left side.</summary>
    int LeftCount { get; }

    /// <summary>The record at that place.</summary>
    KnownRecord this[int row] { get; }
}

/// <summary>What known people are written with.</summary>
/// <param name="Fingerprint">What they were made with; see <see cref="KnownImage.Open"/>.</param>
/// <param name="Keys">The candidate keys, one a pass.</param>
/// <param name="KeptFrom">The pairs hold every pair across the sides that weighs this much, in hundredths of a bit.</param>
/// <param name="AllowancePass">Comparisons a pass may always have.</param>
public sealed record KnownOptions(string Fingerprint, ImmutableArray<CandidateKey> Keys, int KeptFrom, long AllowancePass = CandidatePlan.AllowancePass);

/// <summary>
/// Writes people, their candidate keys, the counts of their values and the pairs found among them, so that later changes are matched against them without reading them again. The same
/// records in the same order give the same bytes.
/// </summary>
public sealed class KnownWriter(IKnownRecords records, KeyMaker maker, KnownOptions options)
{
    /// <summary>Writes everything. <paramref name="pairs"/> name rows of the records.</summary>
    public unsafe void Write(IReadOnlyList<ScoredPair> pairs, KnownSink sink)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        var sections = new KnownSections(sink);
        var counts = new ValueCounts();
        var starts = new LargeArray<uint>(records.Count + 1L);
        var heap = WriteRecords(sections, starts, counts);
        var startsAt = sections.Begin();
        for (var row = 0L; row <= records.Count; row += 1 << 20)
        {
            sections.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<uint>(starts.Pointer + row, (int)Math.Min(1 << 20, records.Count + 1 - row))));
        }

        starts.Dispose();
        ScoredPair[] sorted = [.. pairs.OrderBy(p => p.Left).ThenBy(p => p.Right)];
        var pairBytes = MemoryMarshal.AsBytes(sorted.AsSpan());
        var pairsAt = sections.Begin();
        sections.Write(pairBytes);
        End(sections, new KnownContents
        {
            Fingerprint = options.Fingerprint,
            Rows = records.Count,
            LeftRows = records.LeftCount,
            AllowancePass = options.AllowancePass,
            Starts = startsAt,
            Records = heap,
            Ids = WriteIds(sections),
            Counters = [.. Enum.GetValues<CountedField>().Select(f => WriteCounters(sections, counts, f))],
            Passes = [.. options.Keys.Select(k => WritePass(sections, k))],
            KeptFrom = options.KeptFrom,
            Pairs = (pairsAt, sorted.Length, KnownFormat.Sum(0, pairBytes)),
        });
    }

    private (long, long) WriteRecords(KnownSections sections, LargeArray<uint> starts, ValueCounts counts)
    {
        var offset = sections.Begin();
        Span<byte> buffer = new byte[(1 << 20) + KnownFormat.RecordHead + Person.TextsAt + (Person.TextCount * Person.MaxTextBytes) + ushort.MaxValue + KnownFormat.RecordAlign];
        var used = 0;
        for (var row = 0; row < records.Count; row++)
        {
            var record = records[row];
            starts[row] = checked((uint)((sections.Length + used - offset) / KnownFormat.RecordAlign));
            counts.Add(record.Person);
            used += record.Write(buffer[used..], row);
            if (used >= 1 << 20)
            {
                sections.Write(buffer[..used]);
                used = 0;
            }
        }

        sections.Write(buffer[..used]);
        starts[records.Count] = checked((uint)((sections.Length - offset) / KnownFormat.RecordAlign));
        return (offset, sections.Length - offset);
    }

    private GroupIndexPlace WriteIds(KnownSections sections)
    {
        var keys = new ulong[records.Count];
        for (var row = 0; row < keys.Length; row++)
        {
            var record = records[row];
            keys[row] = KnownRecord.IdKey(record.IsLeft, record.Id);
        }

        using var builder = new GroupIndexBuilder(keys, [.. Enumerable.Range(0, keys.Length)]);
        builder.Build((_, _) => true);
        return builder.Write(sections);
    }

    private static unsafe KnownCounters WriteCounters(KnownSections sections, ValueCounts counts, CountedField field)
    {
        if (counts.Counters(field) is not { } counters)
        {
            return default;
        }

        var offset = sections.Begin();
        var bytes = MemoryMarshal.AsBytes(new ReadOnlySpan<uint>(counters.Pointer, ValueCounts.Slots));
        sections.Write(bytes);
        return new KnownCounters(offset, counts.Total(field), KnownFormat.Sum(0, bytes));
    }

    private KnownPass WritePass(KnownSections sections, CandidateKey key)
    {
        var chain = new KeyChain(key, maker);
        var level = new KeyLevel(records, chain);
        var sizes = level.Start();
        var cap = CandidatePlan.Cap(sizes, CandidatePlan.Allowance(records.Count, options.AllowancePass));
        var levels = ImmutableArray.CreateBuilder<GroupIndexPlace>();
        for (var at = 0; at <= chain.Last; at++)
        {
            levels.Add(level.Write(sections, at, cap));
        }

        return new KnownPass(cap, [.. sizes], levels.ToImmutable());
    }

    private static void End(KnownSections sections, KnownContents contents)
    {
        var bytes = contents.ToBytes();
        var at = sections.Begin();
        sections.Write(bytes);
        var length = (sections.Length + KnownFormat.TailBytes + KnownFormat.Align - 1) & -KnownFormat.Align;
        sections.Write(new byte[length - sections.Length - KnownFormat.TailBytes]);
        ulong[] tail = [KnownFormat.Magic, (ulong)at, (uint)bytes.Length | ((ulong)KnownFormat.Sum(0, bytes) << 32), (ulong)length];
        sections.Write(MemoryMarshal.AsBytes(tail.AsSpan()));
    }
}
