namespace ContactSync.Sync.Tests.Reconcile;

/// <summary>A value that cannot be used is never written and clears nothing; the other side's value replaces it when it is newly there.</summary>
public sealed class UnusableTests
{
    private static readonly Known Base = new("1", 1, "Ann", "Lee", "ann@x.org", "Rome", "003A");
    private static readonly Known Supporter = Base with { Day = 20, City = null, Unusable = "?" };
    private static readonly Known Contact = Base with { Key = "003A", Day = 10 };

    [Fact]
    public async Task A_record_is_created_without_it()
    {
        using var world = await SmallWorld.FirstRunAsync([new("1", 20, "Ann", "Lee", "ann@x.org", null, Unusable: "?")], []);

        Assert.Equal(["org create local:1 first_name:->Ann last_name:->Lee email:->ann@x.org"], world.Plan);
        Assert.Equal(["local:1 planned"], world.Outcomes);
    }

    [Theory]
    [InlineData("Rome", "local update local:1 city:?>Rome")]
    [InlineData(null, "local link local:1")]
    public async Task A_pair_that_meets_takes_the_others_value_if_there_is_one(string? org, string expected)
    {
        using var world = await SmallWorld.FirstRunAsync(
            [new("1", 20, "Ann", "Lee", "ann@x.org", null, Unusable: "?")], [new("003A", 10, "Ann", "Lee", "ann@x.org", org)]);

        Assert.Equal([expected], world.Plan);
    }

    [Theory]
    [InlineData("Rome", "Rome", "", "Rome")]
    [InlineData("Rome", "Pisa", "local update local:1 city:?>Pisa", "Pisa")]
    [InlineData(null, "Pisa", "local update local:1 city:?>Pisa", "Pisa")]
    [InlineData("Rome", null, "", "-")]
    [InlineData(null, null, "", "-")]
    public async Task It_counts_as_untouched_so_that_only_what_the_other_side_did_moves(string? held, string? org, string expected, string known)
    {
        using var world = await SmallWorld.LaterRunAsync([Base with { City = held }], [Supporter], [Contact with { City = org }]);
        Assert.Equal(expected.Length == 0 ? [] : [expected], world.Plan);

        world.Settle("succeeded");

        Assert.Equal([$"local:1 1 003A linked city={known}"], world.Links);
    }

    [Fact]
    public async Task It_holds_nothing_else_back_and_the_base_stays_for_when_it_is_corrected()
    {
        using var world = await SmallWorld.LaterRunAsync([Base], [Supporter with { First = "Anna" }], []);
        Assert.Equal(["org update local:1 first_name:Ann>Anna"], world.Plan);

        world.Settle("succeeded");

        Assert.Equal(["local:1 1 003A linked city=Rome"], world.Links);
    }

    [Theory]
    [InlineData("Rome", "")]
    [InlineData("Bari", "org update local:1 city:?>Bari")]
    [InlineData(null, "")]
    public async Task On_the_orgs_side_it_is_treated_alike(string? local, string expected)
    {
        using var world = await SmallWorld.LaterRunAsync([Base], [Base with { Day = 20, City = local }], [Contact with { City = null, Unusable = "?" }]);

        Assert.Equal(expected.Length == 0 ? [] : [expected], world.Plan);
    }
}
