using System.Collections.Immutable;
using ContactSync.Cli;

namespace ContactSync.Config;

/// <summary>One thing wrong with the configuration.</summary>
/// <param name="Source">The file, <c>environment</c> or <c>--set</c>.</param>
/// <param name="Line">The line in the file, from 1; null where there is none.</param>
/// <param name="Path">The JSON path, such as <c>load.rowsPerJob</c> or <c>map[3].field</c>.</param>
/// <param name="Message">What is wrong, what is allowed, and the nearest allowed name where one is near. Never holds a secret.</param>
public sealed record ConfigProblem(string Source, int? Line, string Path, string Message)
{
    public override string ToString() => $"{Source}{(Line is null ? "" : $":{Line}")}  {Path}  {Message}";
}

/// <summary>The configuration is wrong: all its problems at once, found before any file, store or org was touched.</summary>
public sealed class ConfigException(ImmutableArray<ConfigProblem> problems)
    : UserException(
        $"The configuration has {problems.Length} {(problems.Length == 1 ? "error" : "errors")}:\n  {string.Join("\n  ", problems)}",
        string.Join(", ", problems.Select(p => p.Source).Distinct()),
        "Correct the lines above; contact-sync config show --docs explains every key.",
        ExitCode.Configuration)
{
    public ImmutableArray<ConfigProblem> Problems { get; } = problems;
}
