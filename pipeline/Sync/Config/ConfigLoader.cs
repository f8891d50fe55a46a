using System.Text.Json;
using ContactSync.Cli;

namespace ContactSync.Config;

/// <summary>
/// Reads pipeline.json, its profile, the environment and <c>--set</c>. All errors of all of them come at once, as a
/// <see cref="ConfigException"/>; nothing but the two files is read.
/// </summary>
public static class ConfigLoader
{
    /// <param name="file">The path of pipeline.json.</param>
    /// <param name="sets">Settings <c>a.b=c</c>, strongest.</param>
    /// <param name="environment">The environment's variables.</param>
    public static SyncConfig Load(string file, IReadOnlyList<string> sets, IReadOnlyDictionary<string, string> environment)
    {
        var problems = new List<ConfigProblem>();
        var schema = PipelineSchema.Schema;
        var overrides = new ConfigOverrides(schema, problems);
        var main = Read(Path.GetFullPath(file), schema, problems);
        List<ConfigLayer> layers = [main, .. overrides.FromEnvironment(environment), .. overrides.FromSets(sets)];
        var settings = new ConfigStack(PipelineSchema.Own, layers.Select(WithoutOverride));
        problems.AddRange(settings.Missing().Select(k => new ConfigProblem(main.Source, null, k.Path, $"missing; {k.Rule.Allowed}")));
        if (settings.Find("profile") is not { } profile || problems.Any(p => p.Path == "profile"))
        {
            throw new ConfigException([.. problems]);
        }

        var root = Path.GetDirectoryName(Path.GetFullPath(file))!;
        var profileFile = ProfileFile(root, profile.Text);
        var chosen = new ConfigStack(ProfileSchema.Schema, [ReadProfile(profileFile, profile, problems), .. layers.Select(Override).OfType<ConfigLayer>()]);
        problems.AddRange(chosen.Missing().Select(k => new ConfigProblem(Path.GetFileName(profileFile), null, k.Path, $"missing; {k.Rule.Allowed}")));
        ThrowIf(problems);

        var pipeline = settings.Bind<PipelineOptions>(root);
        pipeline = pipeline with
        {
            Profile = profile.Text.EndsWith(".json", StringComparison.Ordinal) ? profileFile : profile.Text,
            Dataflow = pipeline.Dataflow with { Load = pipeline.Dataflow.Load with { Parallelism = pipeline.Load.JobsInFlight, Ordered = false } },
        };
        var options = chosen.Bind<ProfileOptions>(root);
        problems.AddRange(PipelineRules.Check(pipeline).Select(p => Place(p, settings, main.Source)));
        problems.AddRange(ProfileRules.Check(options).Select(p => Place(p, chosen, Path.GetFileName(profileFile))));
        ThrowIf(problems);
        options = pipeline.Store.IsReadOnly ? options.WithoutPull() : options;
        return new(root, Path.GetFullPath(file), profileFile, pipeline, options, [.. Entries(settings), .. Entries(chosen)]) { Reload = () => Load(file, sets, environment) };
    }

    /// <summary>The variables of this process.</summary>
    public static IReadOnlyDictionary<string, string> ProcessEnvironment() =>
        Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>().ToDictionary(e => (string)e.Key, e => (string?)e.Value ?? "");

    private static void ThrowIf(List<ConfigProblem> problems)
    {
        if (problems.Count > 0)
        {
            throw new ConfigException([.. problems]);
        }
    }

    private static ConfigLayer Read(string file, ConfigSchema schema, List<ConfigProblem> problems)
    {
        var name = Path.GetFileName(file);
        try
        {
            var node = ConfigNode.Parse(File.ReadAllBytes(file), "", withLines: true);
            new ConfigCheck(schema, name, problems).Run(node);
            return new(name, node.Kind == NodeKind.Object ? node : node with { Kind = NodeKind.Object, Children = [] });
        }
        catch (JsonException e)
        {
            var line = (int?)e.LineNumber + 1;
            throw new ConfigException([.. problems, new(name, line, e.Path ?? "(the whole)", $"not JSON at column {e.BytePositionInLine + 1}; comments and trailing commas are allowed")]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"The configuration cannot be read: {e.Message}", file, "Name the file with --config FILE, or run in the folder that holds pipeline.json.", ExitCode.Configuration, e);
        }
    }

    private static ConfigLayer ReadProfile(string file, Setting profile, List<ConfigProblem> problems)
    {
        if (File.Exists(file))
        {
            return Read(file, ProfileSchema.Schema, problems);
        }

        var folder = Path.GetDirectoryName(file)!;
        var names = Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.json").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal).ToArray() : [];
        throw new ConfigException([.. problems, new(profile.Source, profile.Line, "profile", $"there is no file {file}; profiles here: {string.Join(", ", names)}")]);
    }

    private static string ProfileFile(string root, string profile) => Path.GetFullPath(Path.Combine(
        root, profile.EndsWith(".json", StringComparison.Ordinal) ? profile : Path.Combine("data", "profiles", profile + ".json")));

    private static ConfigLayer WithoutOverride(ConfigLayer layer) =>
        layer with { Root = layer.Root with { Children = layer.Root.Children.RemoveAll(c => c.Name == ProfileSchema.OverrideName) } };

    private static ConfigLayer? Override(ConfigLayer layer) =>
        layer.Root.Children.FirstOrDefault(c => c.Name == ProfileSchema.OverrideName).Node is { Kind: NodeKind.Object } node ? layer with { Root = node } : null;

    private static ConfigProblem Place((string Path, string Message) problem, ConfigStack stack, string file) =>
        stack.Find(problem.Path) is { Source: not "default" } setting
            ? new(setting.Source, setting.Line, setting.Path, problem.Message)
            : new(file, null, problem.Path, problem.Message);

    private static IEnumerable<ConfigEntry> Entries(ConfigStack stack) => stack.Settings().Select(s => new ConfigEntry(
        s.Setting.Path,
        s.Key.Rule.IsSecret ? "***" : s.Setting.Text,
        s.Setting.Line is { } line ? $"{s.Setting.Source}:{line}" : s.Setting.Source,
        s.Key.Rule.Allowed,
        s.Key.Doc));
}
