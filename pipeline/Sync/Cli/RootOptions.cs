using System.CommandLine;
using ContactSync.Config;

namespace ContactSync.Cli;

/// <summary>The options every verb has, and what a verb's action is handed.</summary>
public sealed class RootOptions
{
    public Option<string> Config { get; } = new("--config")
    {
        Description = "The configuration file.",
        HelpName = "FILE",
        DefaultValueFactory = _ => "pipeline.json",
        Recursive = true,
    };

    public Option<string[]> Set { get; } = new("--set")
    {
        Description = "Set one key over file and environment, such as load.jobsInFlight=4. May be repeated.",
        HelpName = "KEY=VALUE",
        DefaultValueFactory = _ => [],
        Recursive = true,
    };

    /// <summary>Whether standard output is read by people; a test or a pipe says no.</summary>
    public bool Terminal { get; init; } = !Console.IsOutputRedirected;

    /// <summary>Reads the configuration as the command line names it. Throws <see cref="ConfigException"/>.</summary>
    public SyncConfig Load(ParseResult parsed)
    {
        ArgumentNullException.ThrowIfNull(parsed);
        return ConfigLoader.Load(parsed.GetRequiredValue(Config), parsed.GetRequiredValue(Set), ConfigLoader.ProcessEnvironment());
    }
}
