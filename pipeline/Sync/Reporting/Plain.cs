using System.Globalization;
using System.Text;

namespace ContactSync.Reporting;

/// <summary>Text for a terminal: what could steer it is shown as <c>?</c>, numbers and times have one form everywhere.</summary>
public static class Plain
{
    /// <summary>One line: control characters, line ends and what turns the direction of writing become <c>?</c>.</summary>
    public static string Clean(string text) => Clean(text, keepLines: false);

    /// <summary>As <see cref="Clean(string)"/>, but line ends stay.</summary>
    public static string CleanLines(string text) => Clean(text, keepLines: true);

    /// <summary><c>1,234</c></summary>
    public static string Count(long n) => n.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary><c>1.1 s</c>, from a minute on <c>3 m 20 s</c>.</summary>
    public static string Seconds(TimeSpan time) => time < TimeSpan.FromMinutes(1)
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(time.TotalMinutes):0} m {time.Seconds:00} s");

    /// <summary><c>3.4 MB</c></summary>
    public static string Size(long bytes) => bytes switch
    {
        < 1_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.0} KB"),
        < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.0} GB"),
    };

    /// <summary><c>97 %</c></summary>
    public static string Share(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0} %");

    private static string Clean(string text, bool keepLines)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            var steers = char.IsControl(c) || c is >= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069' or '\u200E' or '\u200F';
            clean.Append(steers && !(keepLines && c == '\n') ? '?' : c);
        }

        return clean.ToString();
    }
}
