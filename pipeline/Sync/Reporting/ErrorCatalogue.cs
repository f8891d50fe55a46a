using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ContactSync.Reporting;

/// <summary>When a row that failed is sent again.</summary>
public enum SentAgain
{
    /// <summary>In the same run, some times.</summary>
    Run,

    /// <summary>By the next run.</summary>
    Next,

    /// <summary>When the record, the mapping or the link changes.</summary>
    Changed,
}

/// <summary>What an error of a row means: its code, a pattern its text has (any where null), the meaning, what to do, and when the row is sent again.</summary>
public sealed record ErrorMeaning(string Code, string? Message, string Meaning, string Remedy, SentAgain Again);

/// <summary>The errors of rows that are known, as data/reference/errors.json has them, in its order.</summary>
public static class ErrorCatalogue
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private static readonly JsonSerializerOptions Form = new()
    {
        PropertyNameCaseInsensitive = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ErrorMeaning> All { get; } = Load();

    /// <summary>The first that fits; null for an error nobody has described.</summary>
    public static ErrorMeaning? Find(string code, string? message) => All.FirstOrDefault(e =>
        e.Code == code && (e.Message is null || Regex.IsMatch(message ?? "", e.Message, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, Patience)));

    private static List<ErrorMeaning> Load()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("errors") ?? throw new InvalidOperationException("resource errors is missing");
        return JsonSerializer.Deserialize<List<ErrorMeaning>>(stream, Form)!;
    }
}
