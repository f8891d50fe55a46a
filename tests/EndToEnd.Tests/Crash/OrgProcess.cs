using System.Diagnostics;
using ContactSync.EndToEnd.Tests.Harness;

namespace ContactSync.EndToEnd.Tests.Crash;

/// <summary>The sandbox as <c>sandbox serve</c> runs it, in a process of its own that outlives every engine killed beside it.</summary>
internal sealed class OrgProcess : IAsyncDisposable
{
    private const string Token = "00D000000000001EAA!crash-tests-administrator";

    private readonly Process _process;

    private OrgProcess(Process process, Uri address, string controlToken)
    {
        _process = process;
        Address = address;
        View = new OrgView(address, Token, controlToken);
    }

    public Uri Address { get; }

    /// <summary>The org as its administrator sees it.</summary>
    public OrgView View { get; }

    /// <summary>Serves a data folder on a free port; returns once requests are answered.</summary>
    public static async Task<OrgProcess> StartAsync(string data)
    {
        var process = Harness.Cli.Start(["sandbox", "serve", "--port", "0", "--data", data, "--token", Token], Path.GetDirectoryName(data)!);
        try
        {
            var words = (await process.StandardOutput.ReadLineAsync() ?? "").Split(' ');
            Assert.True(words is ["url", _, "org", _, "client", _, "control-token", _], string.Join(' ', words) + (words.Length < 2 ? await process.StandardError.ReadToEndAsync() : ""));
            return new OrgProcess(process, new Uri(words[1]), await File.ReadAllTextAsync(words[7]));
        }
        catch
        {
            process.Kill();
            process.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        View.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
