using System.Text.RegularExpressions;

namespace ContactSync.Config;

/// <summary>The forms of names.</summary>
internal static partial class Forms
{
    [GeneratedRegex(@"^([a-z0-9][a-z0-9_-]{0,62}|[^\0\r\n]{1,4000}\.json)\z")]
    public static partial Regex Profile();

    [GeneratedRegex(@"^[a-z0-9][a-z0-9_-]{0,62}\z")]
    public static partial Regex Name();

    [GeneratedRegex(@"^[a-z0-9][a-z0-9_-]{0,31}\z")]
    public static partial Regex StoreName();

    [GeneratedRegex(@"^[1-9][0-9]\.0\z")]
    public static partial Regex Version();

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_]{0,79}\z")]
    public static partial Regex ApiName();

    [GeneratedRegex(@"^[a-z][a-z0-9_]{0,62}\z")]
    public static partial Regex LocalField();
}
