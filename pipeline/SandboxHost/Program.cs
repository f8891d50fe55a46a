using System.Globalization;
using System.Runtime.InteropServices;
using ContactSync.Sandbox;
using ContactSync.SandboxHost;

const int Refused = 5;
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
    var asked = Arguments.Parse(args);
    switch (asked.Verb)
    {
        case "serve":
            await SandboxHost.RunAsync(await OptionsAsync(asked), Console.Out, stop.Token, asked["--contacts-csv"]);
            return 0;
        case "seed":
            await SandboxSeed.RunAsync(await OptionsAsync(asked), asked.Needed("--object"), asked.Needed("--csv"), Console.Out, stop.Token);
            return 0;
        case "schema":
            await SandboxSchema.RunAsync(asked["--schema"], asked["--object"], Console.Out);
            return 0;
        default:
            await SandboxFaults.RunAsync(asked.Needed("--data"), asked["--plan"], asked.Has("--clear"), Console.Out, stop.Token);
            return 0;
    }
}
catch (Exception e) when (e is SandboxSetupException or FormatException or IOException or UnauthorizedAccessException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return Refused;
}

static async Task<SandboxOptions> OptionsAsync(Arguments asked) => new()
{
    DataDirectory = asked.Needed("--data"),
    Port = int.Parse(asked["--port"] ?? "0", CultureInfo.InvariantCulture),
    Token = asked["--token"],
    SchemaFile = asked["--schema"],
    Seed = asked["--seed"] is { } seed ? int.Parse(seed, CultureInfo.InvariantCulture) : null,
    JwtPublicKeyPem = asked["--jwt-key"] is { } key ? await File.ReadAllTextAsync(key) : null,
};
