using System.Text;
using ContactSync.Transforms.Candidates;
using FsCheck;
using FsCheck.Fluent;

namespace ContactSync.Transforms.Tests.Candidates;

public class KeyIndexTests
{
    [Fact]
    public void Every_row_of_a_key_is_found_and_no_other()
    {
        var keys = Gen.Elements("", "a", "b", "ab", "ba", "müller@example.org", "a key of more than eight bytes", "a key of more than eight byteS");
        Prop.ForAll(Arb.From(keys.ArrayOf()), rows =>
        {
            var index = new KeyIndex(Column(rows));
            return rows.Append("missing").Distinct().All(key => Matches(index, key).SequenceEqual(Expected(rows, key)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(0xFFFF_FFFF_0000_0000UL)]
    [InlineData(0x1UL)]
    public void Keys_of_equal_hash_are_told_apart_by_their_bytes(ulong hashMask)
    {
        var rows = Enumerable.Range(0, 200).Select(i => $"key{i % 60}").ToArray();

        var index = new KeyIndex(Column(rows), hashMask: hashMask);

        Assert.All(rows, key => Assert.Equal(Expected(rows, key), Matches(index, key)));
        Assert.Equal(KeyIndex.None, index.Find("key60"u8));
    }

    [Fact]
    public void A_blank_key_is_never_indexed()
    {
        var index = new KeyIndex(Column(["", "", "a"]));

        Assert.Equal(KeyIndex.None, index.Find([]));
        Assert.Equal(2, index.Find("a"u8));
    }

    [Fact]
    public void A_million_blanks_cost_no_probing()
    {
        var keys = new KeyColumn();
        for (var i = 0; i < 1_000_000; i++)
        {
            keys.Append(i % 1000 == 0 ? Encoding.ASCII.GetBytes($"k{i}") : []);
        }

        var index = new KeyIndex(keys);

        Assert.Equal(999_000, index.Find("k999000"u8));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(20_000)]
    [InlineData(1_000_000)]
    public void A_column_holds_what_came_whatever_it_was_told_to_expect(int expected)
    {
        var keys = new KeyColumn(expected);
        for (var i = 0; i < 20_000; i++)
        {
            keys.Append(Encoding.ASCII.GetBytes(new string('k', i % 40) + i));
        }

        Assert.All(Enumerable.Range(0, 20_000), i => Assert.Equal(new string('k', i % 40) + i, Encoding.ASCII.GetString(keys[i])));
    }

    [Fact]
    public void A_column_that_knows_how_many_come_allocates_little_more_than_it_holds()
    {
        var value = Encoding.ASCII.GetBytes("someone@example.org");
        var before = GC.GetAllocatedBytesForCurrentThread();
        var keys = new KeyColumn(200_000);
        for (var i = 0; i < 200_000; i++)
        {
            keys.Append(value);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 200_000 * 23, 200_000 * 25);
    }

    [Fact]
    public void An_empty_index_finds_nothing() => Assert.Equal(KeyIndex.None, new KeyIndex(new KeyColumn()).Find("a"u8));

    private static KeyColumn Column(IEnumerable<string> rows)
    {
        var keys = new KeyColumn();
        foreach (var row in rows)
        {
            keys.Append(Encoding.UTF8.GetBytes(row));
        }

        return keys;
    }

    private static int[] Expected(string[] rows, string key) => key.Length == 0 ? [] : [.. Enumerable.Range(0, rows.Length).Where(i => rows[i] == key)];

    private static int[] Matches(KeyIndex index, string key)
    {
        var found = new List<int>();
        for (var row = index.Find(Encoding.UTF8.GetBytes(key)); row != KeyIndex.None; row = index.Next(row))
        {
            found.Add(row);
        }

        found.Sort();
        return [.. found];
    }
}
