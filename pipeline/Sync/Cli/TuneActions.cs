using System.Globalization;
using ContactSync.Reporting;
using ContactSync.Tune;

namespace ContactSync.Cli;

/// <summary>What <c>tune</c> does: trials on a sandbox of its own, a table, a suggestion file.</summary>
internal static class TuneActions
{
    public static async Task<ExitCode> TuneAsync(TuneRequest request, VerbCall call, CancellationToken cancellationToken)
    {
        RequirePlace(request.Out);
        var clock = TimeProvider.System;
        using var world = await TuneWorld.CreateAsync(request.Config, request.Rows, request.Pace, cancellationToken);
        var values = TuneKnobs.Values(key => request.Config.Entries.Single(e => e.Path == key).Value, Environment.ProcessorCount);
        var outcome = await TuneSweep.RunAsync(
            values,
            (value, token) => world.TryAsync(value is null ? [] : value.Keys.Select(key => $"{key}={value.Value}"), token),
            request.Time, clock, cancellationToken);
        var how = string.Create(
            CultureInfo.InvariantCulture,
            $"{request.Rows:N0} supporters, {request.Rows / 3:N0} Contacts, {Environment.ProcessorCount} processors, jobs {(request.Pace == 0 ? "as fast as the sandbox can" : $"of {request.Pace:N0} rows a second")}, {request.Time.TotalMinutes:0} min");
        await call.Out.WriteLineAsync($"{how}\n{TuneReport.Table(outcome)}{TuneReport.Verdict(outcome)}");
        await File.WriteAllTextAsync(request.Out, TuneReport.Suggestion(outcome, how), cancellationToken);
        await call.Out.WriteLineAsync($"{"written",-12} {request.Out}   {Plain.Size(new FileInfo(request.Out).Length)}");
        return ExitCode.Done;
    }

    /// <summary>Minutes of trials must not end at a file that cannot be written.</summary>
    private static void RequirePlace(string file)
    {
        try
        {
            var isNew = !File.Exists(file);
            using (new FileStream(file, FileMode.OpenOrCreate, FileAccess.Write))
            {
            }

            if (isNew)
            {
                File.Delete(file);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"The suggestion cannot be written: {e.Message}", file, "Name a file in a folder that is there and may be written: --out FILE.", ExitCode.Configuration, e);
        }
    }
}
