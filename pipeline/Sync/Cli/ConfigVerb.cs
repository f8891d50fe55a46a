using System.CommandLine;
using System.Text.Json;
using ContactSync.Config;
using ContactSync.Reporting;

namespace ContactSync.Cli;

/// <summary><c>config show</c> and <c>config check</c>.</summary>
public static class ConfigVerb
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static Command Create(RootOptions root) =>
        Verb.Group("config", "Shows and checks the configuration.", "contact-sync config show", Show(root), Check(root));

    private static Command Show(RootOptions root)
    {
        var json = Verb.Json();
        var docs = new Option<bool>("--docs") { Description = "Print each key's meaning and range too." };
        return Verb.Create(
            root, "show", "Prints every effective value and where it comes from; secrets are masked.", "contact-sync config show --set load.jobsInFlight=4", [json, docs], async (call, _) =>
            {
                var config = call.Config;
                await call.Out.WriteLineAsync(call.Parsed.GetValue(json)
                    ? JsonSerializer.Serialize(config.Entries, Indented)
                    : Text(config, call.Parsed.GetValue(docs)));
                return ExitCode.Done;
            });
    }

    private static Command Check(RootOptions root) => Verb.Create(
        root, "check", "Checks pipeline.json, the profile, the environment and --set; touches nothing else.", "contact-sync config check --config pipeline.json", [], async (call, _) =>
        {
            var config = call.Config;
            await call.Out.WriteLineAsync($"ok  {config.File} with profile {config.Profile.Name}, {config.Entries.Count} values, sha256 {config.Sha256[..12]}");
            return ExitCode.Done;
        });

    private static string Text(SyncConfig config, bool docs)
    {
        var path = config.Entries.Max(e => e.Path.Length);
        var value = config.Entries.Max(e => e.Value.Length);
        return string.Join('\n', config.Entries.Select(e =>
            Plain.Clean($"{e.Path.PadRight(path)}  {e.Value.PadRight(value)}  {e.Source}")
            + (docs ? $"\n    {e.Doc}\n    {e.Allowed}" : "")));
    }
}
