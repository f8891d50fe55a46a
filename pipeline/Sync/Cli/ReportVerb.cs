using System.CommandLine;
using ContactSync.Config;

namespace ContactSync.Cli;

/// <summary>What <c>report</c> was asked for: the run (the newest when null) and the absolute path of the page.</summary>
public sealed record ReportRequest(SyncConfig Config, string? Run, string? Out);

/// <summary><c>report</c>: one run as an HTML page of its own.</summary>
public static class ReportVerb
{
    public static Command Create(RootOptions root, Func<ReportRequest, VerbCall, CancellationToken, Task<ExitCode>> report)
    {
        var run = new Argument<string?>("run") { Description = "The run's id; the newest when left out.", Arity = ArgumentArity.ZeroOrOne };
        var file = new Option<string>("--out") { Description = "Where the page goes. Default: report-<run>.html in this folder.", HelpName = "FILE" };
        return Verb.Create(
            root, "report", "Writes one run as an HTML page that needs no other file: books, changes, errors with remedies, nodes over time.", "contact-sync report --out tonight.html", [run, file],
            (call, cancellationToken) => report(
                new(call.Config, call.Parsed.GetValue(run), call.Parsed.GetValue(file) is { } path ? Path.GetFullPath(path) : null), call, cancellationToken));
    }
}
