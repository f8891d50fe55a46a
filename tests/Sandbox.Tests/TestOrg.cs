using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace ContactSync.Sandbox.Tests;

/// <summary>A sandbox in a folder of its own, with plain HTTP clients for its users.</summary>
internal sealed class TestOrg : IAsyncDisposable
{
    public const string Data = "/services/data/v66.0";

    private TestOrg(SandboxServer server, SandboxOptions options)
    {
        Server = server;
        Options = options;
        Anonymous = new HttpClient { BaseAddress = server.BaseAddress };
        Admin = Client(server.AccessToken);
    }

    public SandboxServer Server { get; private set; }

    public SandboxOptions Options { get; }

    public HttpClient Anonymous { get; private set; }

    public HttpClient Admin { get; private set; }

    public HttpClient User { get; private set; } = null!;

    public static async Task<TestOrg> StartAsync(Func<SandboxOptions, SandboxOptions>? change = null)
    {
        var folder = Directory.CreateTempSubdirectory("sandbox-test-").FullName;
        var options = (change ?? (o => o))(new SandboxOptions { DataDirectory = folder, Seed = 7 });
        var org = new TestOrg(await SandboxServer.StartAsync(options, CancellationToken.None), options);
        await org.LoginAsync();
        return org;
    }

    /// <summary>Ends the server and opens the same folder again.</summary>
    public async Task RestartAsync(Func<SandboxOptions, SandboxOptions>? change = null)
    {
        await Server.DisposeAsync();
        Server = await SandboxServer.StartAsync((change ?? (o => o))(Options), CancellationToken.None);
        Anonymous = new HttpClient { BaseAddress = Server.BaseAddress };
        Admin = Client(Server.AccessToken);
        await LoginAsync();
    }

    public async Task LoginAsync()
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = Options.ClientId,
            ["client_secret"] = Options.ClientSecret,
        });
        var reply = await Anonymous.PostAsync("/services/oauth2/token", form);
        using var body = JsonDocument.Parse(await reply.Content.ReadAsStringAsync());
        User = Client(body.RootElement.GetProperty("access_token").GetString()!);
    }

    /// <summary>A client that is logged in as a user of the schema file.</summary>
    public async Task<HttpClient> ClientOfAsync(string clientId)
    {
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("grant_type", "client_credentials"), KeyValuePair.Create("client_id", clientId), KeyValuePair.Create("client_secret", clientId + "-secret")]);
        using var reply = await Anonymous.PostAsync("/services/oauth2/token", form);
        return Client(JsonElement.Parse(await reply.Content.ReadAsStringAsync()).GetProperty("access_token").GetString()!);
    }

    public async Task<JsonElement> SendAsync(HttpMethod method, string path, object? body = null, HttpStatusCode expected = HttpStatusCode.OK, HttpClient? client = null)
    {
        using var request = new HttpRequestMessage(method, path.StartsWith("/services", StringComparison.Ordinal) || path.StartsWith("/_", StringComparison.Ordinal) || path.StartsWith("/id", StringComparison.Ordinal) ? path : Data + path);
        if (body is not null)
        {
            request.Content = new StringContent(body as string ?? JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        }
        using var reply = await (client ?? User).SendAsync(request);
        var text = await reply.Content.ReadAsStringAsync();
        Assert.True(expected == reply.StatusCode, $"{method} {path}: {(int)reply.StatusCode} {text}");
        return text.Length == 0 ? default : JsonElement.Parse(text);
    }

    public Task<JsonElement> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<JsonElement> QueryAsync(string soql, bool all = false) => GetAsync($"/query{(all ? "All" : "")}?q={Uri.EscapeDataString(soql)}");

    public async Task<string> CreateAsync(object contact, HttpClient? client = null) =>
        (await SendAsync(HttpMethod.Post, "/sobjects/Contact", contact, HttpStatusCode.Created, client)).GetProperty("id").GetString()!;

    /// <summary>Sends a request that must fail with this code, and gives the error.</summary>
    public async Task<JsonElement> RefusedAsync(HttpMethod method, string path, object? body, HttpStatusCode status, string code)
    {
        var reply = await SendAsync(method, path, body, status);
        Assert.Equal(JsonValueKind.Array, reply.ValueKind);
        Assert.Equal(code, reply[0].GetProperty("errorCode").GetString());
        return reply[0];
    }

    public async Task<JsonElement> ControlAsync(HttpMethod method, string path, object? body = null)
    {
        using var client = new HttpClient { BaseAddress = Server.BaseAddress };
        client.DefaultRequestHeaders.Add("X-Sandbox-Token", Server.ControlToken);
        return await SendAsync(method, "/__control/" + path, body, method == HttpMethod.Delete ? HttpStatusCode.NoContent : HttpStatusCode.OK, client);
    }

    public Task FaultAsync(object match, string @do, string? when = null, int status = 503, long bytes = 0, double seconds = 0, bool keepLength = false) =>
        ControlAsync(HttpMethod.Post, "faults", new { seed = 1, rules = new[] { new { match, @do, when, status, bytes, seconds, keepLength } } });

    public async ValueTask DisposeAsync()
    {
        Anonymous.Dispose();
        Admin.Dispose();
        User?.Dispose();
        await Server.DisposeAsync();
        Directory.Delete(Options.DataDirectory, recursive: true);
    }

    private HttpClient Client(string token)
    {
        var client = new HttpClient { BaseAddress = Server.BaseAddress };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }
}
