using ContactSync.Sandbox.Schema;

namespace ContactSync.Sandbox.Soql;

/// <summary>A column of an aggregate query: a function in capitals over a field, or none for a field grouped by.</summary>
internal sealed record TotalColumn(string? Function, FieldPath Path, string Name)
{
    /// <summary>The value is a number, whatever the field holds.</summary>
    public bool IsNumber => Function is not (null or "MIN" or "MAX") || Literal.IsNumber(Path.Field);

    /// <summary>The value is a whole number.</summary>
    public bool IsWhole => Function is "COUNT" or "COUNT_DISTINCT" || (Function != "AVG" && Path.Field.Type == FieldType.Int);

    public Comparison<string> Order => IsNumber ? SortKeys.Numbers : SortKeys.Of(Path.Field);

    public bool IsAllowed => Path.Field.Filterable && Path.Field.Type != FieldType.Address && Function switch
    {
        "SUM" or "AVG" => Literal.IsNumber(Path.Field),
        "MIN" or "MAX" => Path.Field.Type is not (FieldType.Id or FieldType.Reference or FieldType.Boolean),
        null => Path.Field.Type != FieldType.DateTime && !Path.Field.IsFloating,
        _ => true,
    };
}
