namespace ContactSync.Sync.Tests.Reconcile;

/// <summary>What is not written, and what is known afterwards.</summary>
public sealed class HeldTests
{
    private static readonly Known Base = new("1", 1, "Ann", "Lee", "ann@x.org", "Rome", "003A");

    [Fact]
    public async Task A_supporter_without_a_last_name_and_a_Contact_without_an_e_mail_are_skipped()
    {
        using var world = await SmallWorld.FirstRunAsync([new("1", 20, "Ann", null, "ann@x.org", null)], [new("003B", 10, "Bo", "Ray", null, null)]);

        Assert.Empty(world.Plan);
        Assert.Equal(["local:1 skipped no last name", "org:003B skipped no e-mail"], world.Outcomes);
    }

    [Fact]
    public async Task A_supporter_whom_people_said_to_be_two_Contacts_is_left_to_them_with_both()
    {
        using var world = await SmallWorld.FirstRunAsync(
            [new("1", 20, "Ann", "Lee", "ann@x.org", null)], [new("003A", 1, "Anna", "Lea", "a@y.org", null), new("003B", 1, "Nan", "Leigh", "n@z.org", null)], judged: [("1", "003A"), ("1", "003B")]);

        Assert.Empty(world.Plan);
        Assert.Equal(["local:1", "org:003A", "org:003B"], world.Outcomes.Where(o => o.EndsWith("review several Contacts match equally well", StringComparison.Ordinal)).Select(o => o.Split(' ')[0]));
    }

    [Theory]
    [InlineData(131_072, "local:1 planned")]
    [InlineData(131_073, "local:1 skipped too long for any org")]
    public async Task A_value_for_which_the_org_would_refuse_a_whole_job_is_kept_out_of_it(int length, string outcome)
    {
        using var world = await SmallWorld.FirstRunAsync([new("1", 20, "Ann", "Lee", "ann@x.org", new string('x', length))], []);

        Assert.Equal([outcome], world.Outcomes);
    }

    [Fact]
    public async Task Contacts_that_match_equally_well_go_to_review_and_the_better_one_wins_otherwise()
    {
        using var even = await SmallWorld.FirstRunAsync(
            [new("1", 20, "Ann", "Lee", "ann@x.org", null)], [new("003A", 1, "Ann", "Lee", "ann@x.org", null), new("003B", 1, "Ann", "Lee", "ann@x.org", null)]);
        using var better = await SmallWorld.FirstRunAsync(
            [new("1", 20, "Ann", "Lee", "ann@x.org", null)], [new("003A", 1, "Zoe", "Lee", "ann@x.org", null), new("003B", 1, "Ann", "Lee", "ann@x.org", null)]);

        Assert.Empty(even.Plan);
        Assert.Contains("local:1 review several Contacts match equally well", even.Outcomes);
        Assert.Equal(["local link local:1"], better.Plan);
        Assert.Contains("org:003A review e-mail belongs to another supporter", better.Outcomes);
    }

    [Fact]
    public async Task A_Contact_belongs_to_one_supporter()
    {
        using var world = await SmallWorld.FirstRunAsync(
            [new("1", 20, "Ann", "Lee", "ann@x.org", null, "003A"), new("2", 20, "Bo", "Ray", "bo@x.org", null, "003A")], [new("003A", 1, "Ann", "Lee", "ann@x.org", null)]);

        Assert.Contains("local:2 review Contact is linked to another supporter", world.Outcomes);
    }

    [Fact]
    public async Task An_e_mail_that_another_supporter_owns_is_never_taken()
    {
        using var world = await SmallWorld.LaterRunAsync(
            [Base, Base with { Key = "2", Email = "bo@x.org", Link = "003B" }], [], [Base with { Key = "003A", Day = 20, Email = "bo@x.org" }]);

        Assert.Empty(world.Plan);
        Assert.Equal(["org:003A review e-mail belongs to another supporter"], world.Outcomes);
    }

    [Fact]
    public async Task A_deleted_Contact_detaches_its_supporter()
    {
        using var world = await SmallWorld.LaterRunAsync([Base], [Base with { Day = 20, City = "Bari" }], [Base with { Key = "003A", Day = 20, Deleted = true }]);
        world.Settle("succeeded");

        Assert.Empty(world.Plan);
        Assert.Contains(world.Links, l => l.StartsWith("local:1 1 003A detached", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("succeeded", "local:1 1 003A linked city=Bari")]
    [InlineData("pending", "local:1 1 003A linked pending city=Rome")]
    [InlineData("moved", "local:1 1 003A linked pending city=Rome")]
    [InlineData("failed", "local:1 1 003A linked quarantined city=Rome")]
    public async Task The_base_moves_only_when_the_write_succeeded(string outcome, string expected)
    {
        using var world = await SmallWorld.LaterRunAsync([Base], [Base with { Day = 20, City = "Bari" }], []);

        world.Settle(outcome);

        Assert.Equal([expected], world.Links);
    }

    [Fact]
    public async Task A_record_written_on_both_sides_is_known_by_its_merged_values()
    {
        using var world = await SmallWorld.LaterRunAsync(
            [Base], [Base with { Day = 20, City = "Bari" }], [Base with { Key = "003A", Day = 10, First = "Anna" }]);

        Assert.Equal(["org update local:1 city:Rome>Bari", "local update local:1 first_name:Ann>Anna"], world.Plan);
        world.Settle("succeeded");
        Assert.Equal(["local:1 1 003A linked city=Bari"], world.Links);
    }
}
