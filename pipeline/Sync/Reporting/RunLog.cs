using System.Text.Encodings.Web;
using System.Text.Json;

namespace ContactSync.Reporting;

/// <summary>
/// The log of events for programs: one JSON object a line, appended to a file, with instant (UTC), event and run. Counts, names of runs and guards, and messages; never a value of a
/// record. Without a path nothing is written.
/// </summary>
public sealed class RunLog(string? path, TimeProvider clock)
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Appends an event. A null value is left out.</summary>
    public void Write(string name, string run, params ReadOnlySpan<(string Key, object? Value)> facts)
    {
        if (path is null)
        {
            return;
        }

        var line = new Dictionary<string, object> { ["at"] = clock.GetUtcNow().UtcDateTime, ["event"] = name, ["run"] = run };
        foreach (var (key, value) in facts)
        {
            if (value is not null)
            {
                line[key] = value;
            }
        }

        if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
        }

        using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        file.Write([.. JsonSerializer.SerializeToUtf8Bytes(line, Plain), (byte)'\n']);
    }

    /// <summary>The books of a run as facts, where it has come that far.</summary>
    public void WriteEnd(RunReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var books = report.Books;
        Write(
            report.IsHeld ? "held" : "ended", report.Run,
            ("state", report.State.ToString().ToLowerInvariant()),
            ("extracted_local", books?.Local.Extracted), ("extracted_org", books?.Org.Extracted),
            ("creates", books?.ToOrg.Creates), ("updates", books?.ToOrg.Updates),
            ("local_creates", books?.ToLocal.Creates), ("local_updates", books?.ToLocal.Updates), ("links", books?.ToLocal.Links),
            ("failed", report.RowsFailed), ("linked", books?.ToOrg.Linked), ("drifted", report.Drift.Sum(d => d.Records)),
            ("guards", report.Guard.Count == 0 ? null : report.Guard.Select(g => g.Guard).ToArray()),
            ("balances", books?.Balance), ("jobs", report.LoadJobs), ("calls", report.ApiCalls), ("seconds", Math.Round(report.Elapsed.TotalSeconds, 3)));
    }
}
