namespace ContactSync.Salesforce;

/// <summary>A condition of a SOQL query. Immutable; combined with <see cref="And"/>, <see cref="Or"/> and <see cref="Not"/>, always bracketed.</summary>
public sealed class SoqlCondition
{
    private readonly string text;
    private readonly bool isCompound;

    private SoqlCondition(string text, bool isCompound = false)
    {
        this.text = text;
        this.isCompound = isCompound;
    }

    /// <summary>The field has the value; text is compared without regard to case by most orgs' fields.</summary>
    public static SoqlCondition Equal(string field, SoqlLiteral value) => Compare(field, "=", value);

    /// <summary>The field has another value, or none.</summary>
    public static SoqlCondition NotEqual(string field, SoqlLiteral value) => Compare(field, "!=", value);

    /// <summary>The field is below the value.</summary>
    public static SoqlCondition Below(string field, SoqlLiteral value) => Compare(field, "<", value);

    /// <summary>The field is the value or below it.</summary>
    public static SoqlCondition AtMost(string field, SoqlLiteral value) => Compare(field, "<=", value);

    /// <summary>The field is above the value.</summary>
    public static SoqlCondition Above(string field, SoqlLiteral value) => Compare(field, ">", value);

    /// <summary>The field is the value or above it.</summary>
    public static SoqlCondition AtLeast(string field, SoqlLiteral value) => Compare(field, ">=", value);

    /// <summary>The field is blank.</summary>
    public static SoqlCondition IsBlank(string field) => Compare(field, "=", SoqlLiteral.Null);

    /// <summary>The text of the field begins with <paramref name="text"/>, taken word for word.</summary>
    public static SoqlCondition StartsWith(string field, string text) => Compare(field, "LIKE", SoqlLiteral.Pattern(text, anyBefore: false, anyAfter: true));

    /// <summary>The text of the field holds <paramref name="text"/>, taken word for word.</summary>
    public static SoqlCondition Contains(string field, string text) => Compare(field, "LIKE", SoqlLiteral.Pattern(text, anyBefore: true, anyAfter: true));

    /// <summary>The field has one of the values, of which there is at least one.</summary>
    public static SoqlCondition In(string field, params IEnumerable<SoqlLiteral> values) => OneOf(field, "IN", values);

    /// <summary>The field has none of the values, of which there is at least one.</summary>
    public static SoqlCondition NotIn(string field, params IEnumerable<SoqlLiteral> values) => OneOf(field, "NOT IN", values);

    /// <summary>Both hold.</summary>
    public SoqlCondition And(SoqlCondition other) => new($"{Bracketed()} AND {other.Bracketed()}", isCompound: true);

    /// <summary>At least one holds.</summary>
    public SoqlCondition Or(SoqlCondition other) => new($"{Bracketed()} OR {other.Bracketed()}", isCompound: true);

    /// <summary>It does not hold.</summary>
    public SoqlCondition Not() => new($"NOT ({text})", isCompound: true);

    /// <summary>The condition as it stands in the query.</summary>
    public override string ToString() => text;

    private static SoqlCondition Compare(string field, string comparison, SoqlLiteral value) => new($"{SoqlIdentifier.CheckedPath(field)} {comparison} {value}");

    private static SoqlCondition OneOf(string field, string comparison, IEnumerable<SoqlLiteral> values)
    {
        var list = string.Join(',', values);
        return list.Length > 0 ? new($"{SoqlIdentifier.CheckedPath(field)} {comparison} ({list})") : throw new ArgumentException("An empty list of values is no condition.");
    }

    private string Bracketed() => isCompound ? $"({text})" : text;
}
