using ContactSync.Reconcile;

namespace ContactSync.Sync.Tests.Reconcile;

public sealed class SqlStepTests
{
    [Fact]
    public void Steps_come_in_the_order_of_their_numbers()
    {
        var names = SqlStep.Numbered(0, 99).Select(s => s.Name).ToList();

        Assert.Equal(names.Order(StringComparer.Ordinal), names);
        Assert.Equal("01-state", names[0]);
        Assert.Contains("17-held", names);
        Assert.Contains("33-links", names);
    }

    [Fact]
    public void Only_the_numbers_asked_for_are_given() =>
        Assert.All(SqlStep.Numbered(10, 19), s => Assert.InRange(int.Parse(s.Name[..2], System.Globalization.CultureInfo.InvariantCulture), 10, 19));

    [Fact]
    public void Every_step_says_what_it_does() => Assert.All(SqlStep.Numbered(0, 99), s => Assert.StartsWith("-- ", s.Sql, StringComparison.Ordinal));
}
