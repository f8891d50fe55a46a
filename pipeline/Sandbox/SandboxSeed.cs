namespace ContactSync.Sandbox;

/// <summary>Fills an org that is not being served from a CSV: what <c>sandbox seed</c> does.</summary>
public static class SandboxSeed
{
    /// <summary>
    /// Loads a CSV of API names into an object, past the org's rules for callers, and prints one line. Throws
    /// <see cref="SandboxSetupException"/> when the folder is in use, the object is unknown or a row cannot be saved; rows before it are.
    /// </summary>
    public static async Task RunAsync(SandboxOptions options, string objectName, string csvFile, TextWriter output, CancellationToken cancellationToken)
    {
        await using var csv = Open(csvFile);
        await using var server = await SandboxServer.StartAsync(options with { Port = 0 }, cancellationToken);
        try
        {
            var loaded = await server.SeedAsync(objectName, csv, cancellationToken);
            await output.WriteLineAsync($"{objectName}  {loaded:N0} loaded, {await server.CountAsync(objectName):N0} in all");
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException)
        {
            throw new SandboxSetupException($"{csvFile}: {e.Message}", e);
        }
    }

    private static FileStream Open(string file)
    {
        try
        {
            return new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 20);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SandboxSetupException($"{file} cannot be read: {e.Message}", e);
        }
    }
}
