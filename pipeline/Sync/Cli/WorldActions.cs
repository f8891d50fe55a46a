using ContactSync.Generate;
using ContactSync.Sandbox;

namespace ContactSync.Cli;

/// <summary>What generate and sandbox serve do.</summary>
internal static class WorldActions
{
    public static async Task<ExitCode> GenerateAsync(GenerateRequest request, VerbCall call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        World.Generate(request.Seed, request.Local, request.Org, request.Slips is { } slips ? Read(slips) : null).WriteTo(request.Out);
        foreach (var file in new DirectoryInfo(request.Out).EnumerateFiles("*.csv"))
        {
            await call.Out.WriteLineAsync($"{file.FullName}  {file.Length:N0} bytes");
        }

        return ExitCode.Done;
    }

    private static Slips Read(string file)
    {
        try
        {
            return Slips.Parse(File.ReadAllText(file));
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            throw new UserException(e.Message, file, "It is a JSON object with \"local\" and \"org\"; docs/matching.md lists what each takes.", ExitCode.Configuration, e);
        }
    }

    public static async Task<ExitCode> ServeAsync(SandboxRequest request, VerbCall call, CancellationToken cancellationToken)
    {
        var jwtKey = request.JwtKey is { } file ? JwtKeyFile.Read(file) : null;
        string? contacts = null;
        if (request.Contacts > 0)
        {
            contacts = Path.Combine(Path.GetTempPath(), $"contact-sync-{Environment.ProcessId}-contacts.csv");
            await using var stream = new FileStream(contacts, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20);
            World.Generate(request.Seed, request.Contacts, request.Contacts).WriteContacts(stream);
        }

        try
        {
            var options = new SandboxOptions
            {
                DataDirectory = request.Data,
                Port = request.Port,
                Token = request.Token,
                SchemaFile = request.Schema,
                Seed = request.Seed,
                JwtPublicKeyPem = jwtKey,
            };
            await SandboxHost.RunAsync(options, call.Out, cancellationToken, contacts);
            return ExitCode.Done;
        }
        finally
        {
            if (contacts is not null)
            {
                File.Delete(contacts);
            }
        }
    }
}
