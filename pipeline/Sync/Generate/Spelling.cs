using System.Globalization;
using System.Text;

namespace ContactSync.Generate;

/// <summary>The ways in which two clerks write the same thing differently.</summary>
internal static class Spelling
{
    /// <summary>One slip of the finger past the first letter: two letters swapped, one left out, one doubled.</summary>
    public static string Typo(string name, ref WorldRandom random)
    {
        var at = 1 + random.Next(Math.Max(1, name.Length - 2));
        return random.Next(3) switch
        {
            0 when at + 1 < name.Length && name[at] != name[at + 1] => $"{name[..at]}{name[at + 1]}{name[at]}{name[(at + 2)..]}",
            1 when name.Length > 3 => name.Remove(at, 1),
            _ => name.Insert(at, name[at].ToString()),
        };
    }

    /// <summary>Without diacritics, as on a keyboard that has none.</summary>
    public static string Plain(string name) => CultureInfo.InvariantCulture.TextInfo.ToTitleCase(People.Ascii(name));

    /// <summary>In decomposed form, as some systems store it: the same to the eye, other bytes.</summary>
    public static string Decomposed(string name) => name.Normalize(NormalizationForm.FormD);

    /// <summary>Now and then in capitals, or with a blank too many.</summary>
    public static string Careless(string text, int perMille, ref WorldRandom random) => !random.PerMille(perMille) ? text : random.Next(3) switch
    {
        0 => text + " ",
        1 => "  " + text,
        _ => text.ToUpperInvariant(),
    };

    /// <summary>An instant as both sides write it.</summary>
    public static string Instant(DateTime instant) => instant.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>A date, or nothing.</summary>
    public static string Date(DateOnly? date) => date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";
}
