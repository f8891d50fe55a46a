using System.Net;
using System.Text;

namespace ContactSync.Sandbox;

/// <summary>Sets, clears or shows the fault plan of a sandbox that is being served: what <c>sandbox faults</c> does.</summary>
public static class SandboxFaults
{
    internal const string AddressFile = "url";

    private const string TokenFile = "control-token";

    /// <summary>
    /// Posts the plan of a file, or clears the plan, and prints how often each rule has struck. The data folder tells where the
    /// sandbox listens and its control token. Throws <see cref="SandboxSetupException"/> when none answers or the plan makes no sense.
    /// </summary>
    public static async Task RunAsync(string dataDirectory, string? planFile, bool clear, TextWriter output, CancellationToken cancellationToken)
    {
        if (!File.Exists(Path.Combine(dataDirectory, AddressFile)))
        {
            throw new SandboxSetupException($"No sandbox is served from {dataDirectory}. Start it with sandbox serve --data {dataDirectory}, then set its faults.");
        }

        using var http = new HttpClient { BaseAddress = new Uri(await ReadAsync(dataDirectory, AddressFile, cancellationToken)) };
        http.DefaultRequestHeaders.Add("X-Sandbox-Token", await ReadAsync(dataDirectory, TokenFile, cancellationToken));
        if (clear)
        {
            await SendAsync(http, HttpMethod.Delete, null, cancellationToken);
        }
        if (planFile is not null)
        {
            await SendAsync(http, HttpMethod.Post, await ReadAsync(Path.GetDirectoryName(Path.GetFullPath(planFile))!, Path.GetFileName(planFile), cancellationToken), cancellationToken);
        }
        await output.WriteLineAsync(await SendAsync(http, HttpMethod.Get, null, cancellationToken));
    }

    private static async Task<string> SendAsync(HttpClient http, HttpMethod method, string? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, "__control/faults");
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        try
        {
            using var reply = await http.SendAsync(request, cancellationToken);
            var text = await reply.Content.ReadAsStringAsync(cancellationToken);
            return reply.IsSuccessStatusCode ? text
                : throw new SandboxSetupException(reply.StatusCode == HttpStatusCode.BadRequest ? $"The fault plan is refused: {text}" : $"The sandbox at {http.BaseAddress} answers {(int)reply.StatusCode}: {text}");
        }
        catch (HttpRequestException e)
        {
            throw new SandboxSetupException($"No sandbox answers at {http.BaseAddress}: {e.Message} Start it with sandbox serve, on the same --data folder.", e);
        }
    }

    private static async Task<string> ReadAsync(string folder, string file, CancellationToken cancellationToken)
    {
        try
        {
            return (await File.ReadAllTextAsync(Path.Combine(folder, file), cancellationToken)).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SandboxSetupException($"{Path.Combine(folder, file)} cannot be read: {e.Message}", e);
        }
    }
}
