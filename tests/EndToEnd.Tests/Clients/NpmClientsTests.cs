using System.Diagnostics;
using System.Runtime.InteropServices;
using ContactSync.EndToEnd.Tests.Harness;

namespace ContactSync.EndToEnd.Tests.Clients;

/// <summary>Unmodified clients from npm on a run folder and on the sandbox; tests/Clients/run says what they do, and that a registry out of reach fails them.</summary>
public sealed class NpmClientsTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(20);

    [Theory]
    [InlineData("history")]
    [InlineData("jsforce")]
    [InlineData("people")]
    [InlineData("sf")]
    public async Task What_a_run_seals_and_the_sandbox_serves_is_understood_by(string client)
    {
        Assert.SkipUnless(IsThere("npm") && IsThere("node") && IsThere("bash"), "npm, node or bash is not installed");
        Assert.SkipUnless(
            client != "sf" || (OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture == Architecture.X64), "the Salesforce CLI's Node comes from npm for Linux on x64");
        Assert.SkipUnless(client != "people" || Repository.Beside("labelled") is not null, "the labelled records are not here");
        var start = new ProcessStartInfo("bash", [Path.Combine(Repository.Root, "tests", "Clients", "run"), client])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["CONTACT_SYNC_DLL"] = Path.Combine(AppContext.BaseDirectory, "contact-sync.dll");
        start.Environment["CONTACT_SYNC_LABELLED"] = Repository.Beside("labelled");
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
            Assert.Fail($"tests/Clients/run {client} did not end within {Limit.TotalMinutes:F0} minutes; it printed:\n{await output}\n{await error}");
        }

        var printed = await output;
        Assert.True(process.ExitCode == 0, printed + await error);
        Assert.Matches(@"\n[1-9]\d* passed, 0 failed\n$", printed);
    }

    private static bool IsThere(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
