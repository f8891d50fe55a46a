using System.Globalization;

namespace ContactSync.Bench.Throughput;

/// <summary>A verb and its options, <c>--name value</c> each.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <summary>Throws <see cref="ArgumentException"/> where an option has no value.</summary>
    public Arguments(string[] args)
    {
        Verb = args.Length > 0 ? args[0] : "";
        for (var i = 1; i < args.Length; i += 2)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal) || i + 1 == args.Length)
            {
                throw new ArgumentException($"{args[i]}: not an option, or its value is missing");
            }

            _values[args[i][2..]] = args[i + 1];
        }
    }

    public string Verb { get; }

    public int Number(string name, int otherwise) => _values.TryGetValue(name, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    public string? Text(string name) => _values.GetValueOrDefault(name);
}
