using System.Globalization;
using System.Text;

namespace ContactSync.Salesforce;

/// <summary>A value in a SOQL query, written so that it can only ever be read as that value. Made from the C# value by conversion.</summary>
public sealed record SoqlLiteral
{
    private readonly string text;

    private SoqlLiteral(string text) => this.text = text;

    /// <summary>No value.</summary>
    public static SoqlLiteral Null { get; } = new("null");

    /// <summary>A text.</summary>
    public static implicit operator SoqlLiteral(string value) => FromString(value);

    /// <summary>An instant, in UTC to the millisecond; finer parts are cut off.</summary>
    public static implicit operator SoqlLiteral(DateTimeOffset value) => FromDateTimeOffset(value);

    /// <summary>A calendar day.</summary>
    public static implicit operator SoqlLiteral(DateOnly value) => FromDateOnly(value);

    /// <summary>True or false.</summary>
    public static implicit operator SoqlLiteral(bool value) => FromBoolean(value);

    /// <summary>A whole number.</summary>
    public static implicit operator SoqlLiteral(long value) => FromInt64(value);

    /// <summary>A decimal number.</summary>
    public static implicit operator SoqlLiteral(decimal value) => FromDecimal(value);

    /// <summary>The Id of a record.</summary>
    public static implicit operator SoqlLiteral(SalesforceId value) => FromSalesforceId(value);

    /// <summary>A text.</summary>
    public static SoqlLiteral FromString(string value) => new($"'{Escape(value)}'");

    /// <summary>An instant, in UTC to the millisecond; finer parts are cut off.</summary>
    public static SoqlLiteral FromDateTimeOffset(DateTimeOffset value)
    {
        var utc = value.ToUniversalTime();
        return new(utc.ToString(utc.Millisecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
    }

    /// <summary>A calendar day.</summary>
    public static SoqlLiteral FromDateOnly(DateOnly value) => new(value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    /// <summary>True or false.</summary>
    public static SoqlLiteral FromBoolean(bool value) => new(value ? "true" : "false");

    /// <summary>A whole number.</summary>
    public static SoqlLiteral FromInt64(long value) => new(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A decimal number.</summary>
    public static SoqlLiteral FromDecimal(decimal value) => new(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>The Id of a record.</summary>
    public static SoqlLiteral FromSalesforceId(SalesforceId value) => new($"'{value}'");

    /// <summary>The literal as it stands in the query.</summary>
    public override string ToString() => text;

    /// <summary>A pattern for LIKE from text that is to be taken word for word, with <c>%</c> before or after it where asked.</summary>
    internal static SoqlLiteral Pattern(string value, bool anyBefore, bool anyAfter)
    {
        // The wildcards get their own backslash first; escaping the text as a literal then doubles it, which is what SOQL expects inside quotes.
        var body = Escape(value).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);
        return new($"'{(anyBefore ? "%" : "")}{body}{(anyAfter ? "%" : "")}'");
    }

    // The backslash comes first: escaped later, it would turn the escapes of the quotes into plain backslashes and free quotes.
    private static string Escape(string value)
    {
        var text = new StringBuilder(value.Length + 8);
        foreach (var c in value)
        {
            _ = c switch
            {
                '\\' => text.Append(@"\\"),
                '\'' => text.Append(@"\'"),
                '"' => text.Append("\\\""),
                '\n' => text.Append(@"\n"),
                '\r' => text.Append(@"\r"),
                '\t' => text.Append(@"\t"),
                '\b' => text.Append(@"\b"),
                '\f' => text.Append(@"\f"),
                _ when char.IsControl(c) => throw new ArgumentException("A text with control characters cannot be asked for in SOQL."),
                _ => text.Append(c),
            };
        }

        return text.ToString();
    }
}
