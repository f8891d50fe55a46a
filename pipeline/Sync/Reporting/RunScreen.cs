using ContactSync.Config;

namespace ContactSync.Reporting;

/// <summary>
/// The screen of a run: a label, a text, and at the right edge the seconds it took; printed line by line as the run goes. The only
/// thing a run writes to standard output.
/// </summary>
public sealed class RunScreen(TextWriter output)
{
    private const int LabelWidth = 17;
    private const int Width = 96;
    private const string Gap = "   ";

    public void Org(OrgKind kind, Uri address, string orgId, long? contacts) => Line(
        kind == OrgKind.Sandbox ? "sandbox org" : "salesforce org",
        $"{address.GetLeftPart(UriPartial.Authority)}{Gap}{orgId}{(contacts is { } n ? $"{Gap}{Plain.Count(n)} Contacts" : "")}");

    public void Store(string name, string path, long supporters) => Line("local store", $"{name}{Gap}{path}{Gap}{Plain.Count(supporters)} supporters");

    public void Profile(ProfileOptions profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        Line("profile", $"{profile.Name}{Gap}pull by {Keys(profile.Identify.Pull)} · push by {Keys(profile.Identify.Push)} · {Wins(profile.Govern.Conflict)} · never deletes");
    }

    public void Extract(long local, long org, string window, TimeSpan took) =>
        Line("extract", $"{Plain.Count(local)} local{Gap}{Plain.Count(org)} Salesforce{Gap}{window}", took);

    public void Match(MatchFacts match, TimeSpan took)
    {
        ArgumentNullException.ThrowIfNull(match);
        Line("match", $"{Plain.Count(match.ById)} by id{Gap}{Plain.Count(match.ByEmail)} by e-mail{Gap}{Plain.Count(match.Review)} to review", took);
    }

    /// <summary>A line a side; the first carries the seconds. Without any row: 0 changes.</summary>
    public void Plan(IReadOnlyList<PlanFacts> sides, TimeSpan took)
    {
        ArgumentNullException.ThrowIfNull(sides);
        if (sides.All(s => s.Create + s.Update + s.Link == 0))
        {
            Line("plan", "0 changes", took);
            return;
        }

        foreach (var (i, side) in sides.Index())
        {
            Line(
                i == 0 ? "plan" : "",
                $"{side.Side}: create {Plain.Count(side.Create)}{Gap}update {Plain.Count(side.Update)}{Gap}link {Plain.Count(side.Link)}",
                i == 0 ? took : null);
        }
    }

    public void Check(SideBooks books) => Line($"check {books?.Side}", $"{books}");

    public void Load(LoadFacts load, TimeSpan took)
    {
        ArgumentNullException.ThrowIfNull(load);
        List<string> parts = [$"{Plain.Count(load.Sent)} sent", $"{Plain.Count(load.Succeeded)} ok"];
        if (load.Jobs > 0)
        {
            parts.Insert(0, $"{Plain.Count(load.Jobs)} {(load.Jobs == 1 ? "job" : "jobs")}{(load.Adopted > 0 ? $" ({load.Adopted} adopted)" : "")}");
        }

        parts.AddRange(Present((load.Failed, "failed"), (load.Pending, "pending"), (load.Moved, "moved since the extract, left for the next run")));
        Line($"load {load.Side}", string.Join(" · ", parts), took);
    }

    public void Check(TargetBooks books) => Line($"check {books?.Target}", $"{books}");

    public void Snapshot(string path, int tables, long bytes) => Line("snapshot", $"{path}{Gap}({tables} tables, {Plain.Size(bytes)})");

    /// <summary>What to do now: commands, each with what it is for.</summary>
    public void Next(params ReadOnlySpan<(string Command, string Why)> steps)
    {
        var width = 0;
        foreach (var (command, _) in steps)
        {
            width = Math.Max(width, command.Length);
        }

        var label = "next";
        foreach (var (command, why) in steps)
        {
            Line(label, $"{command.PadRight(width)}{Gap}{why}".TrimEnd());
            label = "";
        }
    }

    /// <summary>A line of any kind: resume's adopted jobs, a run's end.</summary>
    public void Line(string label, string text, TimeSpan? took = null)
    {
        var line = Plain.Clean(label).PadRight(LabelWidth) + Plain.Clean(text);
        if (took is { } time)
        {
            var seconds = Plain.Seconds(time);
            line = line.PadRight(Math.Max(line.Length + 2, Width - seconds.Length)) + seconds;
        }

        output.WriteLine(line.TrimEnd());
    }

    private static IEnumerable<string> Present(params (long Count, string Name)[] counts) =>
        counts.Where(c => c.Count > 0).Select(c => $"{Plain.Count(c.Count)} {c.Name}");

    private static string Keys(IReadOnlyList<IdentifyKey> keys) => string.Join(" → ", keys.Select(k => k.Key == KeyKind.Id ? "id" : k.Field));

    private static string Wins(ConflictRule rule) => rule switch
    {
        ConflictRule.Newest => "newest wins",
        ConflictRule.Local => "local wins",
        _ => "Salesforce wins",
    };
}
