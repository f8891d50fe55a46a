using System.Buffers.Binary;
using System.Text;
using ContactSync.Transforms.Cluster;
using ContactSync.Transforms.Known;
using ContactSync.Transforms.Match;

namespace ContactSync.Transforms.Tests.Known;

/// <summary>What is known is used as it was written, or refused with what is wrong with it.</summary>
public sealed class KnownImageTests
{
    private static readonly IReadOnlyList<Somebody> People = [.. Enumerable.Range(0, 250).Select(n => KnownWorld.Make(new Random(n), n))];

    private static readonly byte[] Bytes = Written();

    private readonly Held _held = new(Bytes);

    [Fact]
    public void Every_record_is_found_by_its_id_and_holds_what_it_held()
    {
        var known = _held.Open();
        var (people, table) = KnownWorld.Table(People);
        using var _ = people;

        for (var row = 0; row < table.Count; row++)
        {
            var found = known.Find(table[row].IsLeft, table[row].Id);
            Assert.Equal(row, found);
            Assert.Equal(table[row].TakesPart, known[found].TakesPart);
            Assert.True(people[row].Memory.SequenceEqual(known[found].Person.Memory));
        }

        Assert.Equal(-1, known.Find(!table[0].IsLeft, table[0].Id));
        Assert.Equal(-1, known.Find(true, "nobody"u8));
    }

    [Fact]
    public void The_same_records_give_the_same_bytes() => Assert.True(Written().AsSpan().SequenceEqual(_held.Bytes));

    [Fact]
    public void What_was_made_with_something_else_is_refused() =>
        Assert.Contains("other weights", Assert.Throws<KnownFormatException>(() => _held.Open("another model")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(-1)]
    [InlineData(-64)]
    [InlineData(-100_000)]
    public void What_is_cut_short_is_refused(int length) =>
        Assert.Contains("cut short", Assert.Throws<KnownFormatException>(() => _held.Open(length: length >= 0 ? length : _held.Length + length)).Message, StringComparison.Ordinal);

    [Fact]
    public void Another_version_is_refused()
    {
        var tail = _held.Bytes[^KnownFormat.TailBytes..];
        var (at, length) = ((int)BinaryPrimitives.ReadInt64LittleEndian(tail[8..]), BinaryPrimitives.ReadInt32LittleEndian(tail[16..]));
        _held.Bytes[at]++;
        BinaryPrimitives.WriteUInt32LittleEndian(tail[20..], KnownFormat.Sum(0, _held.Bytes.Slice(at, length)));

        Assert.Contains("of version 2", Assert.Throws<KnownFormatException>(() => _held.Open()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_byte_that_differs_is_refused_by_whoever_reads_it_or_read_by_nobody()
    {
        var expected = Matched();
        var contents = _held.Open().Contents;
        var counters = contents.Counters.Where(c => c.Offset != 0).Select(c => c.Offset).Order().ToList();
        var dice = new Random(5);
        var refused = 0;
        for (var flip = 0; flip < 60; flip++)
        {
            // Most bytes are counters, all of one kind: a few of those, many of everything else.
            var after = counters[^1] + (ValueCounts.Slots * sizeof(uint));
            var at = flip < 4 ? dice.NextInt64(counters[0], after) : flip % 2 == 0 ? dice.NextInt64(counters[0]) : dice.NextInt64(after, _held.Length);
            var was = _held.Bytes[(int)at];
            _held.Bytes[(int)at] ^= (byte)(1 << dice.Next(8));
            try
            {
                Assert.Equal(expected, Matched());
            }
            catch (KnownFormatException e)
            {
                Assert.NotEmpty(e.Message);
                refused++;
            }

            _held.Bytes[(int)at] = was;
        }

        Assert.True(refused >= 20, $"{refused} of 60 were refused");
    }

    /// <summary>The pairs after some went and came.</summary>
    private List<ScoredPair> Matched()
    {
        var known = _held.Open();
        var (people, came) = KnownWorld.Table([.. Enumerable.Range(0, 60).Select(n => KnownWorld.Make(new Random(n * 31), 1000 + n))]);
        using var _ = people;
        var changes = new KnownChanges(known, came);
        foreach (var somebody in People.Where((_, n) => n % 12 == 0))
        {
            var row = known.Find(somebody.IsLeft, Encoding.UTF8.GetBytes(somebody.Id));
            Assert.True(row >= 0, "not found, and not refused");
            changes.Remove(row);
        }

        var (match, reason) = KnownWorld.Match(changes, UniqueSide.Both, 600);
        Assert.Null(reason);
        return [.. match!.Pairs];
    }

    private static byte[] Written()
    {
        var (people, table) = KnownWorld.Table(People);
        using var _ = people;
        var (pairs, lines, _) = KnownWorld.Anew(people, table, UniqueSide.None, 600, 5000);
        return KnownWorld.Write(table, pairs, lines.Review - 600, 5000);
    }
}
