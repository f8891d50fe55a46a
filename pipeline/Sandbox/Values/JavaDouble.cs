using System.Globalization;

namespace ContactSync.Sandbox.Values;

/// <summary>Numbers the way a Java server prints them: 100.0, 9.12260031E8, 1.0E-4.</summary>
internal static class JavaDouble
{
    public static string Format(double value)
    {
        if (value == 0)
        {
            return "0.0";
        }
        var magnitude = Math.Abs(value);
        if (magnitude is >= 1e-3 and < 1e7)
        {
            var plain = value.ToString("0.0###################", CultureInfo.InvariantCulture);
            var shortest = value.ToString("R", CultureInfo.InvariantCulture);
            return shortest.Contains('E', StringComparison.Ordinal) ? plain : shortest.Contains('.', StringComparison.Ordinal) ? shortest : shortest + ".0";
        }
        return Scientific(value.ToString("E16", CultureInfo.InvariantCulture), value.ToString("R", CultureInfo.InvariantCulture));
    }

    private static string Scientific(string full, string shortest)
    {
        var exponent = int.Parse(full[(full.IndexOf('E', StringComparison.Ordinal) + 1)..], CultureInfo.InvariantCulture);
        var end = shortest.IndexOf('E', StringComparison.Ordinal);
        var mantissa = end < 0 ? shortest : shortest[..end];
        var sign = mantissa[0] == '-' ? "-" : "";
        var digits = mantissa.Replace("-", "", StringComparison.Ordinal).Replace(".", "", StringComparison.Ordinal).TrimStart('0').TrimEnd('0');
        var fraction = digits.Length > 1 ? digits[1..] : "0";
        return $"{sign}{digits[0]}.{fraction}E{exponent.ToString(CultureInfo.InvariantCulture)}";
    }
}
