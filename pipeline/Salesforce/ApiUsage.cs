using System.Globalization;
using System.Text.RegularExpressions;

namespace ContactSync.Salesforce;

/// <summary>How many of the org's API calls of the last 24 hours are used, by everyone together, as the last reply said.</summary>
public sealed partial record ApiUsage(long Used, long Max)
{
    /// <summary>How many calls are left; never below zero.</summary>
    public long Remaining => Math.Max(0, Max - Used);

    /// <summary>Reads a <c>Sforce-Limit-Info</c> header such as <c>api-usage=18/5000</c>; the share per app is not taken for it.</summary>
    public static bool TryParse(string header, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ApiUsage? usage)
    {
        usage = null;
        var match = Pattern().Match(header);
        if (match.Success
            && long.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var used)
            && long.TryParse(match.Groups[2].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var max))
        {
            usage = new ApiUsage(used, max);
        }

        return usage is not null;
    }

    [GeneratedRegex(@"(?:^|[\s;,])api-usage=(\d+)/(\d+)", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
