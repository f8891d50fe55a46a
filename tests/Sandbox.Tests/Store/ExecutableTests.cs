using System.Diagnostics;

namespace ContactSync.Sandbox.Tests.Store;

/// <summary>The sandbox's own executable, as a process.</summary>
public sealed class ExecutableTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sandbox-alone-").FullName;

    [Fact]
    public async Task It_seeds_an_org_serves_it_and_takes_faults()
    {
        var csv = Path.Combine(_folder, "accounts.csv");
        var plan = Path.Combine(_folder, "plan.json");
        await File.WriteAllTextAsync(csv, "Name\nAjax\n");
        await File.WriteAllTextAsync(plan, """{ "rules": [{ "match": { "path": "/limits$" }, "do": "skewDate", "seconds": 60 }] }""");
        var data = Path.Combine(_folder, "box");

        Assert.Equal((0, "Account  1 loaded, 1 in all"), await RunAsync("seed", "--data", data, "--object", "Account", "--csv", csv));
        using var served = await ServedSandbox.StartAsync(data);
        Assert.Equal((0, """{"struck":[0]}"""), await RunAsync("faults", "--data", data, "--plan", plan));
        await served.SendAsync(HttpMethod.Get, "/limits");
        Assert.Equal((0, """{"struck":[1]}"""), await RunAsync("faults", "--data", data));
        Assert.Equal((0, """{"struck":[]}"""), await RunAsync("faults", "--data", data, "--clear"));
        Assert.Equal("Ajax", (await served.SendAsync(HttpMethod.Get, "/query?q=SELECT+Name+FROM+Account")).GetProperty("records")[0].GetProperty("Name").GetString());
    }

    [Theory]
    [InlineData("usage")]
    [InlineData("usage", "dance")]
    [InlineData("--data", "serve")]
    [InlineData("--plan", "serve", "--plan", "x")]
    [InlineData("no object", "schema", "--object", "Contacts")]
    public async Task What_it_does_not_understand_is_5_with_a_reason(string says, params string[] args)
    {
        var (code, text) = await RunAsync(args);
        Assert.Equal(5, code);
        Assert.Contains(says, text, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Runs it to its end; gives the exit code and all it printed.</summary>
    private static async Task<(int Code, string Text)> RunAsync(params string[] args)
    {
        var host = Path.Combine(AppContext.BaseDirectory, "contact-sync-sandbox.dll");
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [host, .. args]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var err = process.StandardError.ReadToEndAsync();
        var text = await process.StandardOutput.ReadToEndAsync() + await err;
        await process.WaitForExitAsync();
        return (process.ExitCode, text.TrimEnd());
    }
}
