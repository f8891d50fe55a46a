using System.Text.Json;
using ContactSync.Doctor;
using ContactSync.Reporting;

namespace ContactSync.Cli;

/// <summary>What doctor does: examine, print, and end with exit code 5 when something must be mended.</summary>
internal static class DoctorActions
{
    public static async Task<ExitCode> CheckAsync(DoctorRequest request, VerbCall call, CancellationToken cancellationToken)
    {
        await using var parts = await Composition.OpenAsync(request.Config, TimeProvider.System, Random.Shared, cancellationToken);
        var findings = await new Examination(parts).RunAsync(request.Rules, cancellationToken);
        if (request.Json)
        {
            foreach (var finding in findings)
            {
                await call.Out.WriteLineAsync(JsonSerializer.Serialize(new { state = Word(finding.State), check = finding.Check, found = finding.Found, steps = finding.Steps }));
            }
        }
        else
        {
            var screen = Screen.On(call.Out);
            foreach (var finding in findings)
            {
                screen.Line(Word(finding.State), $"{finding.Check}: {finding.Found}");
                screen.Lines("", finding.Steps.Select((step, i) => $"  {i + 1}. {step}"));
            }
        }

        return findings.Any(f => f.State == FindingState.Problem) ? ExitCode.Configuration : ExitCode.Done;
    }

    private static string Word(FindingState state) => state switch
    {
        FindingState.Ok => "ok",
        FindingState.Note => "note",
        _ => "problem",
    };
}
