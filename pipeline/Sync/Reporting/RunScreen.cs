using ContactSync.Config;
using ContactSync.Guard;
using ContactSync.Runs;

namespace ContactSync.Reporting;

/// <summary>The screen of a run, the only thing a run writes to standard output: what was found, what was done, whether the books balance, what next.</summary>
public static class RunScreen
{
    private const string Gap = "   ";

    /// <param name="profile">The profile the run used.</param>
    public static void Write(RunReport report, ProfileOptions profile, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(profile);
        var screen = Screen.On(output);
        screen.Line(report.IsSandbox ? "sandbox org" : "salesforce org", report.Org.GetLeftPart(UriPartial.Authority));
        screen.Line("profile", $"{profile.Name}{Gap}pull by {Keys(profile.Identify.Pull)} · push by {Keys(profile.Identify.Push)} · {Wins(profile.Govern.Conflict)} · never deletes");
        if (report.Books is { } books)
        {
            Found(screen, report, books);
            Loaded(screen, report, books);
        }

        Weighed(screen, report);
        if (report.PlanCopy is { } copy)
        {
            screen.Line("plan copy", $"{Near(copy.Path)}{Gap}{Plain.Size(copy.Bytes)}{Gap}SHA-256 {copy.Sha256}");
        }

        if (report.Folder is { } folder)
        {
            screen.Line("snapshot", $"{Near(folder)}{Gap}({report.Tables} tables, {Plain.Size(report.FolderBytes)})", report.Elapsed);
        }

        Next(screen, report);
    }

    private static void Found(Screen screen, RunReport report, RunBooks books)
    {
        screen.Line(
            "extract",
            $"{Plain.Count(books.Local.Extracted)} local{Gap}{Plain.Count(books.Org.Extracted)} Salesforce{Gap}{(report.ReadEverything ? "everything" : "changes")}",
            Here(report, report.StageElapsed));
        if (report.Unusable.Count > 0)
        {
            var dates = report.Unusable.Sum(u => u.Records);
            var fields = string.Join(", ", report.Unusable.Select(u => $"{u.Reason} {Plain.Count(u.Records)}"));
            screen.Line("unusable", $"{Plain.Count(dates)} {(dates == 1 ? "date" : "dates")} left out: not yyyy-MM-dd or out of range ({fields})");
        }

        screen.Line(
            "match",
            $"{Plain.Count(report.MatchedById)} by id{Gap}{Plain.Count(report.MatchedByEmail)} by e-mail{Gap}{(report.MatchedByRules == 0 ? "" : $"{Plain.Count(report.MatchedByRules)} by rules{Gap}")}{(report.MatchedByWeights == 0 ? "" : $"{Plain.Count(report.MatchedByWeights)} by weights{Gap}")}{Plain.Count(books.Local.Review + books.Org.Review)} to review",
            Here(report, report.MatchElapsed));
        screen.Line("plan", report.Changes == 0 ? "0 changes" : $"to Salesforce: {Rows(books.ToOrg)}{Gap}to local: {Rows(books.ToLocal)}", Here(report, report.ReconcileElapsed));
        if (report.AllocatedPerRow is { } allocated)
        {
            screen.Line("cost", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{allocated:#,0.0} B allocated a row, extract to plan"));
        }

        screen.Line("check local", Equations.Of(books.Local));
        screen.Line("check org", Equations.Of(books.Org));
    }

    /// <summary>The time a leg took; null where another process went through it.</summary>
    private static TimeSpan? Here(RunReport report, TimeSpan took) => report.PlanAllocated is null ? null : took;

    /// <summary>What the load will take, before it is done, and why it was not.</summary>
    private static void Weighed(Screen screen, RunReport report)
    {
        if (report.Drift.Count > 0)
        {
            screen.Lines("drift", report.Drift.Select(d => $"{Plain.Count(d.Records)}{Gap}{d.Reason}"));
        }

        if (report.State != RunState.Committed && report.Estimate is { Jobs: > 0 } e)
        {
            screen.Line("estimate", $"{Plain.Count(e.Jobs)} {(e.Jobs == 1 ? "job" : "jobs")}{Gap}{Plain.Count(e.Calls)} calls{Share(e.Calls, report.DailyCalls)}{Gap}{Plain.Size(e.Bytes)}{Gap}{Minutes(e)}");
        }

        foreach (var g in report.Guard)
        {
            var much = g.Of == 0 ? $"{Plain.Count(g.Rows)} {g.What}" : $"{Plain.Count(g.Rows)} {g.What}, {g.Percent} % of {Plain.Count(g.Of)}; {g.Limit} % go unasked";
            screen.Line(report.IsHeld ? "held by guard" : "guard", $"{g.Guard}: {much}");
        }
    }

    private static string Share(long calls, long? daily) =>
        daily is > 0 ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $" ({100.0 * calls / daily.Value:0.##} % of the day's {daily.Value:N0})") : "";

    private static string Minutes(PlanEstimate e) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"about {Math.Max(1, Math.Ceiling(e.Rows / e.RowsPerSecond / 60)):N0} min at {e.RowsPerSecond:N0} rows/s{(e.IsPaceKnown ? ", as the last runs" : ", until a run has shown its own pace")}");

    private static void Loaded(Screen screen, RunReport report, RunBooks books)
    {
        if (report.Resumption is { } resumed && (resumed.Adopted.Count > 0 || resumed.SettledSlices > 0))
        {
            screen.Lines(
                "resumed",
                [
                    $"{Plain.Count(resumed.SettledSlices)} {(resumed.SettledSlices == 1 ? "slice" : "slices")} settled before{Gap}{Plain.Count(resumed.RowsSkipped)} rows not sent again{Gap}{Plain.Count(report.RowsSentAgain)} sent again",
                    .. resumed.Adopted.Select(j => $"adopted job {j.Job}{Gap}slice {j.Slice}, attempt {j.Attempt}{Gap}{j.State?.ToString() ?? "gone"}"),
                ]);
        }

        if (books.ToOrg.Loaded)
        {
            screen.Line("load org", $"{Plain.Count(report.LoadJobs)} {(report.LoadJobs == 1 ? "job" : "jobs")} · {Equations.Of(books.ToOrg)}", report.LoadElapsed);
        }

        if (books.ToOrg is { Loaded: true, Linked: > 0 } or { Loaded: true, Failed: > 0 } && report.PredictedScored > 0)
        {
            screen.Line("duplicates", $"{Plain.Count(report.PredictedDuplicates)} of {Plain.Count(books.ToOrg.Creates)} creates foretold to be refused{Gap}forecast right for {Plain.Count(report.PredictedRight)} of {Plain.Count(report.PredictedScored)}");
        }

        if (books.ToLocal.Loaded)
        {
            screen.Line("load local", Equations.Of(books.ToLocal));
        }
    }

    private static void Next(Screen screen, RunReport report)
    {
        List<(string Command, string Why)> steps = report.State switch
        {
            RunState.Planned when report.IsHeld =>
            [
                ("contact-sync query \"from changes where run = '" + report.Run + "' limit 20\"", "look at what it would do"),
                ($"contact-sync apply {report.Run} {string.Join(' ', report.Guard.Select(g => "--allow " + g.Guard))}", "load exactly this plan all the same"),
            ],
            RunState.Planned => [($"contact-sync apply {(report.PlanCopy is { } copy ? Near(copy.Path) : report.Run)}", "load exactly this plan")],
            RunState.Interrupted => [("contact-sync resume", "go on where it stopped")],
            _ => [],
        };
        if (report.Books is { } books && books.ToOrg.Failed + books.ToLocal.Failed > 0)
        {
            steps.Add(("contact-sync query \"from errors limit 20\"", "which rows failed, and why"));
        }

        if (report.Unusable.Count > 0)
        {
            steps.Add(("contact-sync query \"from unusable limit 20\"", "which dates were left out, and why"));
        }

        if (report.Books is { } found && found.Local.Review + found.Org.Review > 0)
        {
            steps.Add(("contact-sync review list", "who waits for a person to decide"));
        }

        steps.Add(("contact-sync query \"from changes limit 20\"", "what changed, field by field"));
        steps.Add(("contact-sync explain <e-mail or Contact Id>", "why a record was matched, sent or skipped"));
        var width = steps.Max(s => s.Command.Length);
        screen.Lines("next", steps.Select(s => s.Command.PadRight(width) + Gap + s.Why));
    }

    private static string Rows(TargetBooks books) =>
        $"create {Plain.Count(books.Creates)}, update {Plain.Count(books.Updates)}, link {Plain.Count(books.Links)}";

    private static string Keys(IReadOnlyList<IdentifyKey> keys) => string.Join(" → ", keys.Select(k => k.Key switch { KeyKind.Id => "id", KeyKind.Rules => "rules", KeyKind.Weights => "weights", _ => k.Field }));

    private static string Wins(ConflictRule rule) => rule switch
    {
        ConflictRule.Newest => "newest wins",
        ConflictRule.Local => "local wins",
        _ => "Salesforce wins",
    };

    /// <summary>A path as people would type it here: relative where it is below the current folder.</summary>
    private static string Near(string path) =>
        Path.GetRelativePath(Environment.CurrentDirectory, path) is var relative && !relative.StartsWith("..", StringComparison.Ordinal) ? relative : path;
}
