namespace ContactSync.Sandbox;

/// <summary>Runs a sandbox alone until it is told to stop: what <c>contact-sync-sandbox serve</c> and <c>contact-sync sandbox serve</c> both do.</summary>
public static class SandboxHost
{
    /// <summary>
    /// Starts, loads <paramref name="contactsCsv"/> into an org that has no Contacts yet, prints one line, and serves until
    /// <paramref name="cancellationToken"/>. The line is written only once requests are answered.
    /// </summary>
    public static async Task RunAsync(SandboxOptions options, TextWriter output, CancellationToken cancellationToken, string? contactsCsv = null)
    {
        await using var server = await SandboxServer.StartAsync(options, cancellationToken);
        if (contactsCsv is not null && await server.CountAsync("Contact") == 0)
        {
            await using var csv = File.OpenRead(contactsCsv);
            await server.SeedAsync("Contact", csv, cancellationToken);
        }
        var token = Path.Combine(Path.GetFullPath(options.DataDirectory), "control-token");
        await output.WriteLineAsync($"url {server.BaseAddress} org {server.OrgId} client {options.ClientId} control-token {token}");
        await output.FlushAsync(cancellationToken);
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, options.TimeProvider, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Being told to stop is how serving ends.
        }
    }
}
