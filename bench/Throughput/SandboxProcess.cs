using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace ContactSync.Bench.Throughput;

/// <summary>A sandbox as a process of its own, so that its memory is not the run's.</summary>
internal sealed class SandboxProcess : IDisposable
{
    public const string AccessToken = "00D000000000001EAA!bench";

    private readonly string _data;

    private SandboxProcess(Child child, Uri address, string data) => (Child, Address, _data) = (child, address, data);

    public Child Child { get; }

    public Uri Address { get; }

    /// <summary>Starts one with so many Contacts of the generated world of seed 1; returns once it answers.</summary>
    public static async Task<SandboxProcess> StartAsync(string folder, int contacts, string? schema = null)
    {
        var data = Path.Combine(folder, "sandbox");
        var child = Child.Start(
            "dotnet",
            [
                "exec", Child.Product, "sandbox", "serve", "--port", "0", "--data", data, "--contacts", contacts.ToString(CultureInfo.InvariantCulture), "--seed", "1",
                "--token", AccessToken, .. schema is null ? (string[])[] : ["--schema", schema],
            ],
            folder);
        var line = await child.Out.ReadLineAsync() ?? throw new InvalidOperationException("the sandbox did not start");
        return new SandboxProcess(child, new Uri(line.Split(' ')[1]), data);
    }

    /// <summary>Holds every job to so many rows a second; 0 lets go.</summary>
    public async Task PaceAsync(int rowsPerSecond)
    {
        using var http = await ControlAsync();
        using var reply = await http.PostAsJsonAsync("__control/pace", new { rowsPerSecond });
        reply.EnsureSuccessStatusCode();
    }

    /// <summary>The rows all ingest jobs so far have worked on.</summary>
    public async Task<long> IngestedRowsAsync()
    {
        using var http = await ControlAsync();
        var state = await http.GetFromJsonAsync<JsonElement>("__control/state");
        return state.GetProperty("jobs").EnumerateArray().Where(j => j.GetProperty("operation").GetString() is not ("query" or "queryAll")).Sum(j => j.GetProperty("processed").GetInt64());
    }

    public void Dispose() => Child.Dispose();

    private async Task<HttpClient> ControlAsync()
    {
        var http = new HttpClient { BaseAddress = Address };
        http.DefaultRequestHeaders.Add("X-Sandbox-Token", (await File.ReadAllTextAsync(Path.Combine(_data, "control-token"))).Trim());
        return http;
    }
}
