using FuzzySharp;

namespace ContactSync.Config;

/// <summary>The allowed name nearest to a wrong one.</summary>
internal static class Suggestion
{
    /// <summary>A sentence's end: <c>; did you mean "x"?</c>, where the name stands elsewhere its path, or what is allowed here.</summary>
    public static string For(string name, ConfigPlace place, ConfigSchema schema)
    {
        var near = place.Names
            .Select(n => (Name: n, Distance: Levenshtein.EditDistance(n.ToUpperInvariant(), name.ToUpperInvariant())))
            .Where(n => n.Distance <= Math.Max(2, name.Length / 3))
            .OrderBy(n => n.Distance).ThenBy(n => n.Name, StringComparer.Ordinal).FirstOrDefault();
        if (near.Name is not null)
        {
            return $"did you mean \"{near.Name}\"?";
        }

        return schema.Keys.Where(k => k.Path.Split('.')[^1].Equals(name, StringComparison.OrdinalIgnoreCase)).Take(2).ToArray() is [var elsewhere]
            ? $"did you mean {elsewhere.Path}?"
            : $"allowed here: {string.Join(", ", place.Names)}";
    }
}
