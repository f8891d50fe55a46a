using System.Diagnostics;
using ContactSync.EndToEnd.Tests.Harness;

namespace ContactSync.EndToEnd.Tests.Clients;

/// <summary>Unmodified clients from npm on a run folder and on the sandbox; tests/Clients/run says what they do.</summary>
public sealed class NpmClientsTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    [Fact(Explicit = true)]
    public async Task Stock_DuckDB_hyparquet_and_jsforce_read_and_write_what_they_should()
    {
        Assert.SkipUnless(IsThere("npm") && IsThere("node") && IsThere("bash"), "npm, node or bash is not installed");
        var start = new ProcessStartInfo("bash", [Path.Combine(Repository.Root, "tests", "Clients", "run"), "history", "jsforce"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["CONTACT_SYNC_DLL"] = Path.Combine(AppContext.BaseDirectory, "contact-sync.dll");
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"tests/Clients/run did not end within {Limit.TotalMinutes:F0} minutes; it printed:\n{await output}\n{await error}");
        }

        var printed = await output;
        Assert.True(process.ExitCode == 0, printed + await error);
        Assert.Matches(@"\n[1-9]\d* passed, 0 failed\n$", printed);
    }

    private static bool IsThere(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
