using ContactSync.Config;
using ContactSync.Reporting;
using ContactSync.Runs;

namespace ContactSync.Sync.Tests.Reporting;

public sealed class RunScreenTests
{
    private static readonly ProfileOptions Profile = new(
        "own",
        new("Contact", "Changed__c"),
        new(OnMany.Review) { Pull = [new(KeyKind.Id), new(KeyKind.Exact, "email")], Push = [new(KeyKind.Id)] },
        new(ConflictRule.Newest, BlankRule.Clear, WriteRule.Always, WriteRule.Always, DeletedRule.Detach));

    [Fact]
    public void A_run_shows_both_sides_books_as_equations()
    {
        Assert.Equal(
            """
            sandbox org      http://127.0.0.1:7070
            profile          own   pull by id → email · push by id · newest wins · never deletes
            extract          12,000 local   10,000 Salesforce   everything                                 1.1 s
            match            0 by id   8,000 by e-mail   31 to review                                      0.9 s
            plan             to Salesforce: create 1,700, update 2,000, link 0   to local: create 0, update 5, link 8,000  0.5 s
            check local      12,000 = 3,700 planned + 7,853 unchanged + 416 skipped (no last name 416) + 31 review (even 31)   ok
            check org        10,000 = 5 planned + 9,995 unchanged   ok
            load org         1 job · 3,700 planned = 3,690 ok + 8 failed + 2 moved since, left for the next run   ok  1.5 s
            load local       8,005 planned = 8,005 ok   ok
            snapshot         data/runs/run=x   (8 tables, 3.4 MB)                                          4.0 s
            next             contact-sync query "from errors limit 20"     which rows failed, and why
                             contact-sync review list                      who waits for a person to decide
                             contact-sync query "from changes limit 20"    what changed, field by field
                             contact-sync explain <e-mail or Contact Id>   why a record was matched, sent or skipped

            """,
            Text(Report(RunState.Committed, loaded: true)));
    }

    [Fact]
    public void A_plan_says_how_to_load_it_and_shows_no_load()
    {
        var text = Text(Report(RunState.Planned, loaded: false));

        Assert.Contains("contact-sync apply 20261122t020000z-0001", text, StringComparison.Ordinal);
        Assert.DoesNotContain("load org", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(12_000, null)]
    [InlineData(90_000, "\ncost             100.0 B allocated a row, extract to plan\n")]
    public void What_a_row_costs_is_shown_where_there_are_rows_enough(long local, string? line)
    {
        var report = Report(RunState.Committed, loaded: true);
        report.Books = report.Books! with { Local = report.Books.Local with { Extracted = local } };
        report.PlanAllocated = 100 * (local + 10_000);

        var text = Text(report);

        Assert.Equal(line is not null, text.Contains(line ?? "\ncost", StringComparison.Ordinal));
    }

    [Fact]
    public void What_another_process_planned_has_no_time_and_no_cost_here()
    {
        var report = Report(RunState.Committed, loaded: true);
        report.PlanAllocated = null;

        var text = Text(report);

        Assert.Contains("\nextract          12,000 local   10,000 Salesforce   everything\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("cost", text, StringComparison.Ordinal);
        Assert.Contains(" ok  1.5 s\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Dates_that_were_left_out_are_counted_by_field_and_can_be_looked_at()
    {
        var report = Report(RunState.Committed, loaded: true);
        report.Unusable = [new("birthdate", 1_033), new("joined", 2)];

        var text = Text(report);

        Assert.Contains("\nunusable         1,035 dates left out: not yyyy-MM-dd or out of range (birthdate 1,033, joined 2)\n", text, StringComparison.Ordinal);
        Assert.Contains("contact-sync query \"from unusable limit 20\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Books_that_do_not_balance_say_by_how_much() => Assert.Equal(
        "10 = 4 planned + 3 unchanged   OFF BY 3",
        Equations.Of(new SideBooks("local", 10, 0, 0, 0, 4, 3, [], [])));

    private static string Text(RunReport report)
    {
        using var text = new StringWriter { NewLine = "\n" };
        RunScreen.Write(report, Profile, text);
        return text.ToString();
    }

    private static RunReport Report(RunState state, bool loaded) => new()
    {
        Run = "20261122t020000z-0001",
        Profile = "own",
        Org = new("http://127.0.0.1:7070/services"),
        IsSandbox = true,
        State = state,
        Kind = RunKind.Full,
        ReadEverything = true,
        StageElapsed = TimeSpan.FromSeconds(1.1),
        MatchElapsed = TimeSpan.FromSeconds(0.9),
        ReconcileElapsed = TimeSpan.FromSeconds(0.5),
        LoadElapsed = TimeSpan.FromSeconds(1.5),
        Elapsed = TimeSpan.FromSeconds(4),
        MatchedByEmail = 8000,
        LoadJobs = 1,
        Folder = "data/runs/run=x",
        Tables = 8,
        FolderBytes = 3_400_000,
        PlanAllocated = 825_000,
        Books = new(
            new("local", 12_000, 0, 416, 31, 3_700, 7_853, [new("no last name", 416)], [new("even", 31)]),
            new("org", 10_000, 0, 0, 0, 5, 9_995, [], []),
            new("local", 8_005, 0, 0, 5, 8_000, 8_005, 0, 0, 0, 0, loaded),
            new("org", 3_700, 0, 1_700, 2_000, 0, 3_690, 8, 0, 2, 0, loaded)),
    };
}
