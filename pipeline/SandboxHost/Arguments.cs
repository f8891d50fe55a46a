namespace ContactSync.SandboxHost;

/// <summary>A verb and its options, <c>--name value</c> each but for <c>--clear</c>.</summary>
internal sealed class Arguments
{
    private const string Usage = """
        usage: contact-sync-sandbox VERB
          serve   --data DIR [--port N] [--token T] [--schema F] [--contacts-csv FILE] [--seed N] [--jwt-key PEMFILE]
          seed    --data DIR --object X --csv FILE [--schema F]
          schema  [--object X] [--schema F]
          faults  --data DIR [--plan FILE] [--clear]
        """;

    private static readonly Dictionary<string, string[]> Known = new(StringComparer.Ordinal)
    {
        ["serve"] = ["--data", "--port", "--token", "--schema", "--contacts-csv", "--seed", "--jwt-key"],
        ["seed"] = ["--data", "--object", "--csv", "--schema"],
        ["schema"] = ["--object", "--schema"],
        ["faults"] = ["--data", "--plan", "--clear"],
    };

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    private Arguments(string verb) => Verb = verb;

    public string Verb { get; }

    public string? this[string option] => _values.GetValueOrDefault(option);

    /// <summary>Throws <see cref="FormatException"/> with the usage for anything it does not know.</summary>
    public static Arguments Parse(string[] args)
    {
        if (args.Length == 0 || !Known.TryGetValue(args[0], out var known))
        {
            throw new FormatException(Usage);
        }
        var asked = new Arguments(args[0]);
        for (var i = 1; i < args.Length; i++)
        {
            var option = args[i];
            if (!known.Contains(option) || (option != "--clear" && ++i == args.Length))
            {
                throw new FormatException($"{option}: not an option of {args[0]}, or its value is missing.\n{Usage}");
            }
            asked._values[option] = option == "--clear" ? "" : args[i];
        }
        return asked;
    }

    public bool Has(string option) => _values.ContainsKey(option);

    public string Needed(string option) => this[option] ?? throw new FormatException($"{Verb} needs {option}.\n{Usage}");
}
