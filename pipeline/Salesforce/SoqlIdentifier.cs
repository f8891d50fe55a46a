using System.Text.RegularExpressions;

namespace ContactSync.Salesforce;

/// <summary>The names an org knows: letters, digits and single underscores, beginning with a letter, at most 80 characters (more for a suffix).</summary>
internal static partial class SoqlIdentifier
{
    public static string Checked(string name) =>
        Name().IsMatch(name) ? name : throw new ArgumentException($"'{Shown(name)}' is no name of an object or field.");

    /// <summary>A field, or a field of a related record up to five steps away.</summary>
    public static string CheckedPath(string path) =>
        path.Split('.') is { Length: <= 6 } parts && Array.TrueForAll(parts, Name().IsMatch) ? path : throw new ArgumentException($"'{Shown(path)}' is no name of a field.");

    private static string Shown(string name) => Wire.Scrubber.Text(name, [], 60);

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_]{0,99}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
