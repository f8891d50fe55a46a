using ContactSync.Config;

namespace ContactSync.Sync.Tests.Reconcile;

/// <summary>The three-way merge, field by field.</summary>
public sealed class DecisionTests
{
    private static readonly Known Base = new("1", 1, "Ann", "Lee", "ann@x.org", "Rome", "003A");

    [Fact]
    public async Task Without_a_base_the_newer_record_wins_and_a_blank_never_overwrites()
    {
        using var world = await SmallWorld.FirstRunAsync(
            [new("1", 20, "Ann", "Lee", "ann@x.org", null), new("2", 5, "Bo", "Ray", "bo@x.org", "Oslo")],
            [new("003A", 10, "Anne", "Lee", "ann@x.org", "Rome"), new("003B", 10, "Bo", "Ray", "bo@x.org", "Bonn")]);

        Assert.Equal(["org update local:1 first_name:Anne>Ann", "local update local:1 city:->Rome", "local update local:2 city:Oslo>Bonn"], world.Plan);
    }

    [Fact]
    public async Task A_pair_that_agrees_is_only_linked()
    {
        using var world = await SmallWorld.FirstRunAsync([new("1", 20, "Ann", "Lee", "ann@x.org", "Rome")], [new("003A", 10, "Ann", "Lee", "ann@x.org", "Rome")]);

        Assert.Equal(["local link local:1"], world.Plan);
    }

    [Fact]
    public async Task Each_side_alone_is_created_on_the_other()
    {
        using var world = await SmallWorld.FirstRunAsync([new("1", 20, "Ann", "Lee", "ann@x.org", null)], [new("003B", 10, "Bo", "Ray", "bo@x.org", null)]);

        Assert.Equal(["org create local:1 first_name:->Ann last_name:->Lee email:->ann@x.org", "local create org:003B first_name:->Bo last_name:->Ray email:->bo@x.org"], world.Plan);
    }

    [Theory]
    [InlineData("Rome", "Rome", "")]
    [InlineData("Bari", "Rome", "org update local:1 city:Rome>Bari")]
    [InlineData("Rome", "Pisa", "local update local:1 city:Rome>Pisa")]
    [InlineData("Bari", "Bari", "")]
    [InlineData(null, "Rome", "org update local:1 city:Rome>-")]
    [InlineData("Rome", null, "local update local:1 city:Rome>-")]
    [InlineData("Bari", "Pisa", "org update local:1 city:Pisa>Bari")]
    public async Task With_a_base_the_side_that_moved_wins_and_a_blank_clears(string? local, string? org, string expected)
    {
        using var world = await SmallWorld.LaterRunAsync([Base], [Base with { Day = 20, City = local }], [Base with { Key = "003A", Day = 10, City = org }]);

        Assert.Equal(expected.Length == 0 ? [] : [expected], world.Plan);
    }

    [Theory]
    [InlineData(ConflictRule.Local, "org update local:1 city:Pisa>Bari")]
    [InlineData(ConflictRule.Salesforce, "local update local:1 city:Bari>Pisa")]
    [InlineData(ConflictRule.Newest, "local update local:1 city:Bari>Pisa")]
    public async Task A_conflict_is_settled_by_policy(ConflictRule rule, string expected)
    {
        using var world = await SmallWorld.LaterRunAsync([Base], [Base with { Day = 10, City = "Bari" }], [Base with { Key = "003A", Day = 20, City = "Pisa" }], SmallWorld.Profile(rule));

        Assert.Equal([expected], world.Plan);
    }

    [Fact]
    public async Task A_blank_changes_nothing_where_policy_keeps()
    {
        using var world = await SmallWorld.LaterRunAsync([Base], [Base with { Day = 20, City = null }], [], SmallWorld.Profile(blank: BlankRule.Keep));

        Assert.Empty(world.Plan);
    }

    [Fact]
    public async Task A_side_that_was_not_extracted_stands_as_the_base()
    {
        using var world = await SmallWorld.LaterRunAsync([Base], [], [Base with { Key = "003A", Day = 20, Email = "new@x.org" }]);

        Assert.Equal(["local update local:1 email:ann@x.org>new@x.org"], world.Plan);
    }
}
