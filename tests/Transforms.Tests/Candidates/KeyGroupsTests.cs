using ContactSync.Transforms.Candidates;

namespace ContactSync.Transforms.Tests.Candidates;

/// <summary>Rows of equal keys end up beside each other.</summary>
public sealed class KeyGroupsTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(1000, 1)]
    [InlineData(1000, 7)]
    [InlineData(5000, 100_000)]
    public void Groups_are_those_of_the_keys_in_the_order_they_occur(int count, int distinct)
    {
        var random = new Random(count + distinct);
        var keys = Enumerable.Range(0, count).Select(_ => (ulong)random.Next(distinct) << 50).ToArray();
        var rows = Enumerable.Range(0, count).Select(i => 3 * i).ToArray();
        var expected = rows.GroupBy(row => keys[row / 3]).ToList();
        var groups = new KeyGroups();

        // Used before: what a larger call left must not show.
        groups.Arrange(Enumerable.Range(0, 9000).Select(i => (ulong)i).ToArray(), new int[9000]);
        var found = groups.Arrange(keys, rows);

        Assert.Equal(expected.Count, found);
        for (int group = 0, start = 0; group < found; start = groups.EndOf(group++))
        {
            Assert.Equal(expected[group].Key, groups.KeyOf(group));
            Assert.Equal(expected[group], rows[start..groups.EndOf(group)]);
        }
    }
}
