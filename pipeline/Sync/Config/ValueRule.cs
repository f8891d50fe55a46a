using System.Globalization;
using System.Text.RegularExpressions;

namespace ContactSync.Config;

/// <summary>What values a key takes: their JSON kind, their range, and the one form in which they are bound.</summary>
/// <param name="Allowed">The range in words, as it stands in messages and in <c>config show</c>.</param>
internal abstract record ValueRule(string Allowed)
{
    /// <summary>Whether the value may never be shown.</summary>
    public virtual bool IsSecret => false;

    public virtual bool Takes(NodeKind kind) => kind == NodeKind.Text;

    /// <summary>The form to bind, or null where the text is not allowed.</summary>
    public abstract string? Canonical(string text);
}

/// <summary>Any text that is not blank.</summary>
internal sealed record TextRule(string Allowed = "text") : ValueRule(Allowed)
{
    public override string? Canonical(string text) => string.IsNullOrWhiteSpace(text) ? null : text;
}

/// <summary>A name, or empty for none.</summary>
internal sealed record NameRule() : ValueRule("a name, or empty for none")
{
    public override string? Canonical(string text) => text.Length == 0 || !string.IsNullOrWhiteSpace(text) ? text : null;
}

/// <summary>A path, relative to the folder of pipeline.json.</summary>
internal sealed record PathRule() : ValueRule("a path, relative to the folder of pipeline.json")
{
    public override string? Canonical(string text) => string.IsNullOrWhiteSpace(text) || text.Contains('\0', StringComparison.Ordinal) ? null : text;
}

/// <summary>A text of a certain form.</summary>
internal sealed record FormRule(string Allowed, Regex Form) : ValueRule(Allowed)
{
    public override string? Canonical(string text) => Form.IsMatch(text) ? text : null;
}

/// <summary>One of a few words.</summary>
internal sealed record ChoiceRule(params string[] Words) : ValueRule(string.Join(" | ", Words))
{
    public override string? Canonical(string text) => Array.IndexOf(Words, text) >= 0 ? text : null;
}

/// <summary>An absolute http or https address without a path, query or user.</summary>
internal sealed record UrlRule(string Example = "https://example.my.salesforce.com") : ValueRule($"an https address, such as {Example}")
{
    public override string? Canonical(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.AbsolutePath == "/" && uri.Query.Length == 0 && uri.UserInfo.Length == 0
            && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
            ? text : null;
}

/// <summary>A whole number in a range, of a multiple, or <c>auto</c> for one a processor.</summary>
internal sealed record WholeRule(long Min, long Max, long Multiple = 1, bool Auto = false)
    : ValueRule(string.Create(CultureInfo.InvariantCulture, $"{(Auto ? "\"auto\" (one a processor) or " : "")}a whole number from {Min:N0} to {Max:N0}{(Multiple > 1 ? $" in steps of {Multiple:N0}" : "")}"))
{
    public override bool Takes(NodeKind kind) => kind == NodeKind.Number || (Auto && kind == NodeKind.Text);

    public override string? Canonical(string text)
    {
        if (Auto && text == "auto")
        {
            return Math.Clamp(Environment.ProcessorCount, Min, Max).ToString(CultureInfo.InvariantCulture);
        }

        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n) && n >= Min && n <= Max && n % Multiple == 0
            ? n.ToString(CultureInfo.InvariantCulture) : null;
    }
}

/// <summary>A number of bytes with a unit of 1,000: <c>KB</c>, <c>MB</c>, <c>GB</c>; bound as a plain number.</summary>
internal sealed partial record SizeRule(long Min, long Max, string Range) : ValueRule($"a size such as \"100MB\" (KB, MB, GB), {Range}")
{
    public override string? Canonical(string text)
    {
        var parts = Form().Match(text);
        if (!parts.Success || !long.TryParse(parts.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var n))
        {
            return null;
        }

        var unit = parts.Groups[2].Value switch { "KB" => 1_000L, "MB" => 1_000_000L, _ => 1_000_000_000L };
        return n <= Max / unit && n * unit >= Min ? (n * unit).ToString(CultureInfo.InvariantCulture) : null;
    }

    [GeneratedRegex("^([0-9]{1,12}) ?(KB|MB|GB)$")]
    private static partial Regex Form();
}

/// <summary>A time with a unit: <c>ms</c>, <c>s</c>, <c>m</c>, <c>h</c>, <c>d</c>; bound as a TimeSpan.</summary>
internal sealed partial record DurationRule(TimeSpan Min, TimeSpan Max, string Range) : ValueRule($"a time such as \"30s\" (ms, s, m, h, d), {Range}")
{
    public override string? Canonical(string text)
    {
        var parts = Form().Match(text);
        if (!parts.Success || !int.TryParse(parts.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var n))
        {
            return null;
        }

        var span = parts.Groups[2].Value switch
        {
            "ms" => TimeSpan.FromMilliseconds(n),
            "s" => TimeSpan.FromSeconds(n),
            "m" => TimeSpan.FromMinutes(n),
            "h" => TimeSpan.FromHours(n),
            _ => TimeSpan.FromTicks(Math.Min(n, 36500) * TimeSpan.TicksPerDay),
        };
        return span >= Min && span <= Max ? span.ToString("c", CultureInfo.InvariantCulture) : null;
    }

    [GeneratedRegex("^([0-9]{1,9}) ?(ms|s|m|h|d)$")]
    private static partial Regex Form();
}

/// <summary>A reference to a secret; the secret itself never stands in a file or on a command line.</summary>
internal sealed record SecretRule() : ValueRule("a reference, env:NAME or file:path; never the secret itself")
{
    public override bool IsSecret => true;

    public override string? Canonical(string text) => SecretReference.TryParse(text) is null ? null : text;
}
