using System.Globalization;
using System.Text.RegularExpressions;

namespace ContactSync.Runs;

/// <summary>
/// The name of a run: its start in UTC to the second and four hexadecimal digits, <c>20261122t013000z-3fa9</c>.
/// Sorts by time as text; lower case, so that it is the same on every file system.
/// </summary>
public readonly partial record struct RunId : IComparable<RunId>
{
    private readonly string? _text;

    private RunId(string text) => _text = text;

    /// <summary>The run's start, to the second.</summary>
    public DateTimeOffset StartedAt => DateTimeOffset.ParseExact(
        ToString().AsSpan(0, 16), "yyyyMMdd't'HHmmss'z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    /// <summary>Names a run that starts now; the digits come from <paramref name="random"/>, so that a seeded run has a known name.</summary>
    public static RunId New(TimeProvider clock, Random random)
    {
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(random);
#pragma warning disable CA5394 // a name, not a secret
        var digits = random.Next(0x10000);
#pragma warning restore CA5394
        return new RunId(string.Create(CultureInfo.InvariantCulture, $"{clock.GetUtcNow().UtcDateTime:yyyyMMdd't'HHmmss'z'}-{digits:x4}"));
    }

    /// <summary>Reads a run's name; false when <paramref name="text"/> is not one.</summary>
    public static bool TryParse(string? text, out RunId id)
    {
        var valid = text is not null && Shape().IsMatch(text)
            && DateTimeOffset.TryParseExact(
                text.AsSpan(0, 16), "yyyyMMdd't'HHmmss'z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);
        id = valid ? new RunId(text!) : default;
        return valid;
    }

    /// <summary>Reads a run's name; throws <see cref="FormatException"/> when <paramref name="text"/> is not one.</summary>
    public static RunId Parse(string text) => TryParse(text, out var id)
        ? id
        : throw new FormatException($"'{text}' is not the name of a run; a run is named like 20261122t013000z-3fa9 (see: contact-sync runs)");

    public int CompareTo(RunId other) => string.CompareOrdinal(_text, other._text);

    public override string ToString() => _text ?? throw new InvalidOperationException("no run is named by the default value");

    public static bool operator <(RunId left, RunId right) => left.CompareTo(right) < 0;

    public static bool operator >(RunId left, RunId right) => left.CompareTo(right) > 0;

    public static bool operator <=(RunId left, RunId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(RunId left, RunId right) => left.CompareTo(right) >= 0;

    [GeneratedRegex("^[0-9]{8}t[0-9]{6}z-[0-9a-f]{4}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
