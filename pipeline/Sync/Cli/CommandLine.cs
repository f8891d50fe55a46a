using System.CommandLine;

namespace ContactSync.Cli;

/// <summary>Parses a command line, runs its verb and turns every end into an exit code.</summary>
public static class CommandLine
{
    public static async Task<ExitCode> RunAsync(
        RootCommand root, IReadOnlyList<string> args, TextWriter output, TextWriter err, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(root);
        var parsed = root.Parse(args.Count == 0 ? ["--help"] : args);
        if (parsed.Errors is [_, ..] errors)
        {
            var verb = parsed.CommandResult.Command;
            return Failures.Report(
                new UserException(
                    string.Join(' ', errors.Select(e => e.Message)), $"the command line: {string.Join(' ', args.Where(a => !a.Contains('=', StringComparison.Ordinal)))}",
                    $"contact-sync {(verb == root ? "" : Path(verb) + " ")}--help explains it.", ExitCode.Configuration),
                err, interrupted: false);
        }

        try
        {
            return (ExitCode)await parsed.InvokeAsync(
                new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null, Output = output, Error = err },
                cancellationToken);
        }
#pragma warning disable CA1031 // the last handler of the process
        catch (Exception e)
#pragma warning restore CA1031
        {
            return Failures.Report(e, err, cancellationToken.IsCancellationRequested);
        }
    }

    private static string Path(Command verb) =>
        verb.Parents.OfType<Command>().FirstOrDefault() is { } parent and not RootCommand ? $"{Path(parent)} {verb.Name}" : verb.Name;
}
