using System.Globalization;
using System.Runtime.InteropServices;
using ContactSync.Sandbox;

const string Usage = "usage: contact-sync-sandbox serve --data DIR [--port N] [--token T] [--schema F] [--contacts-csv FILE] [--seed N] [--jwt-key PEMFILE]";
var values = new Dictionary<string, string>(StringComparer.Ordinal);
var known = new[] { "--data", "--port", "--token", "--schema", "--contacts-csv", "--seed", "--jwt-key" };
for (var i = 1; i < args.Length; i += 2)
{
    if (!known.Contains(args[i]) || i + 1 == args.Length)
    {
        await Console.Error.WriteLineAsync($"{args[i]}: not an option, or its value is missing.\n{Usage}");
        return 5;
    }
    values[args[i]] = args[i + 1];
}
if (args is not ["serve", ..] || !values.TryGetValue("--data", out var data))
{
    await Console.Error.WriteLineAsync(Usage);
    return 5;
}
using var stop = new CancellationTokenSource();
void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
try
{
    var options = new SandboxOptions
    {
        DataDirectory = data,
        Port = int.Parse(values.GetValueOrDefault("--port", "0"), CultureInfo.InvariantCulture),
        Token = values.GetValueOrDefault("--token"),
        SchemaFile = values.GetValueOrDefault("--schema"),
        Seed = values.TryGetValue("--seed", out var seed) ? int.Parse(seed, CultureInfo.InvariantCulture) : null,
        JwtPublicKeyPem = values.TryGetValue("--jwt-key", out var key) ? await File.ReadAllTextAsync(key) : null,
    };
    await SandboxHost.RunAsync(options, Console.Out, stop.Token, values.GetValueOrDefault("--contacts-csv"));
    return 0;
}
catch (Exception e) when (e is SandboxSetupException or FormatException or IOException or UnauthorizedAccessException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 5;
}
