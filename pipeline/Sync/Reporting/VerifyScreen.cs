using System.Globalization;
using ContactSync.DuckDb;
using ContactSync.Runs;

namespace ContactSync.Reporting;

/// <summary>What verify prints: a line a month, and how many records drifted for which likely cause.</summary>
internal static class VerifyScreen
{
    public static async Task WriteAsync(RunReport report, string runsRoot, bool json, TextWriter output, CancellationToken cancellationToken)
    {
        using var history = History.Open(runsRoot)!;
        var months = $"select side, month, records, known, hash, known_hash, drifted from verified where run = {DuckSql.Literal(report.Run)} order by side, month";
        if (json)
        {
            using var rows = history.Ask(months, asJson: true, cancellationToken);
            foreach (var row in rows.TextRows())
            {
                await output.WriteLineAsync(row[0]);
            }

            return;
        }

        var screen = Screen.On(output);
        using (var rows = history.Ask(months, asJson: false, cancellationToken))
        {
            foreach (var row in rows.TextRows())
            {
                var isHashed = !string.IsNullOrEmpty(row[4]) || !string.IsNullOrEmpty(row[5]);
                var state = row[6] != "0" ? $"{row[6]} drifted" : row[2] != row[3] || row[4] != row[5] ? "edited since the last run" : isHashed ? "equal" : "as many; no values known to compare";
                screen.Line($"{row[0]} {row[1]}", string.Create(CultureInfo.InvariantCulture, $"{row[2]} records, {row[3]} known   {(isHashed ? $"{row[4]} / {row[5]}   " : "")}{state}"));
            }
        }

        screen.Lines("drift", report.Drift.Count == 0 ? ["none"] : report.Drift.Select(d => $"{Plain.Count(d.Records)}   {d.Reason}"));
        if (report.Drift.Count > 0)
        {
            screen.Line("next", "contact-sync run --full   mend it");
            screen.Line("", $"contact-sync query \"from drift where run = '{report.Run}' limit 20\"   which records");
        }
    }
}
