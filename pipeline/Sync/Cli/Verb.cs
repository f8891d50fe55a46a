using System.CommandLine;

namespace ContactSync.Cli;

/// <summary>What a verb's action works with. Only screens and answers go to <see cref="Out"/>; everything else to <see cref="Err"/>.</summary>
public sealed record VerbCall(RootOptions Root, ParseResult Parsed, TextWriter Out, TextWriter Err)
{
    public Config.SyncConfig Config => Root.Load(Parsed);
}

/// <summary>
/// How a verb is made: a name, one sentence, one real example, its symbols and its action. A verb is a static class in a file of its
/// own with a Create method; it takes effect when it is added in <see cref="Verbs"/>.
/// </summary>
public static class Verb
{
    public static Command Create(
        RootOptions root, string name, string summary, string example, IReadOnlyList<Symbol> symbols, Func<VerbCall, CancellationToken, Task<ExitCode>> action)
    {
        var command = Group(name, summary, example);
        foreach (var symbol in symbols)
        {
            switch (symbol)
            {
                case Option option:
                    command.Options.Add(option);
                    break;
                case Argument argument:
                    command.Arguments.Add(argument);
                    break;
                default:
                    throw new ArgumentException($"{symbol.Name} is neither option nor argument", nameof(symbols));
            }
        }

        command.SetAction(async (parsed, cancellationToken) =>
        {
            var invocation = parsed.InvocationConfiguration;
            return (int)await action(new VerbCall(root, parsed, invocation.Output, invocation.Error), cancellationToken);
        });
        return command;
    }

    /// <summary>A verb that only holds others.</summary>
    public static Command Group(string name, string summary, string example, params ReadOnlySpan<Command> verbs)
    {
        var command = new Command(name, $"{summary}\n\nExample:\n  {example}");
        foreach (var verb in verbs)
        {
            command.Subcommands.Add(verb);
        }

        return command;
    }

    /// <summary>The <c>--json</c> of verbs that read.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Print JSON for programs instead of a table." };
}
