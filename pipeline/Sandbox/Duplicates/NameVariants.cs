using System.Collections.Frozen;

namespace ContactSync.Sandbox.Duplicates;

/// <summary>Which first names stand for one another, from <c>name-variants.txt</c>: a line holds names of one another.</summary>
internal static class NameVariants
{
    private static readonly FrozenDictionary<string, int[]> Lines = Read();

    /// <summary>The lines a folded name stands in; none for most names.</summary>
    public static ReadOnlySpan<int> Of(string name) => Lines.TryGetValue(name, out var lines) ? lines : [];

    public static bool Share(string a, string b) => Of(a).IndexOfAny(Of(b)) >= 0;

    private static FrozenDictionary<string, int[]> Read()
    {
        using var stream = typeof(NameVariants).Assembly.GetManifestResourceStream("name-variants.txt")!;
        using var reader = new StreamReader(stream);
        var lines = new Dictionary<string, int[]>(StringComparer.Ordinal);
        for (var number = 0; reader.ReadLine() is { } line; number++)
        {
            foreach (var name in line.StartsWith('#') ? [] : line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                lines[name] = [.. lines.GetValueOrDefault(name, []), number];
            }
        }
        return lines.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
