using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace ContactSync.Sandbox.Tests.Store;

/// <summary>The sandbox's own executable as a process, so that it can be killed.</summary>
internal sealed class ServedSandbox : IDisposable
{
    private readonly Process _process;
    private readonly HttpClient _client;

    private ServedSandbox(Process process, Uri address)
    {
        _process = process;
        _client = new HttpClient { BaseAddress = address };
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "00D000000000001!test");
    }

    public static async Task<ServedSandbox> StartAsync(string folder)
    {
        var host = Path.Combine(AppContext.BaseDirectory, "contact-sync-sandbox.dll");
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var process = Process.Start(new ProcessStartInfo(dotnet, [host, "serve", "--data", folder, "--token", "00D000000000001!test"]) { RedirectStandardOutput = true })!;
        var line = await process.StandardOutput.ReadLineAsync();
        Assert.NotNull(line);
        return new ServedSandbox(process, new Uri(line.Split(' ')[1]));
    }

    public async Task<JsonElement> SendAsync(HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, TestOrg.Data + path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        using var reply = await _client.SendAsync(request);
        var text = await reply.Content.ReadAsStringAsync();
        Assert.True(reply.IsSuccessStatusCode, text);
        return JsonElement.Parse(text);
    }

    public async Task UploadAsync(string id, string csv)
    {
        using var content = new StringContent(csv, Encoding.UTF8, "text/csv");
        using var reply = await _client.PutAsync(new Uri($"{TestOrg.Data}/jobs/ingest/{id}/batches", UriKind.Relative), content);
        Assert.True(reply.IsSuccessStatusCode);
    }

    public Task<string> TextAsync(string path) => _client.GetStringAsync(new Uri(TestOrg.Data + path, UriKind.Relative));

    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }
        _process.Dispose();
        _client.Dispose();
    }
}
