using System.Text.Json;

namespace ContactSync.Sandbox.Reports;

/// <summary>What a caller asks of a report besides what is stored: further filters, other columns, another order.</summary>
internal sealed record ReportWish(IReadOnlyList<ReportFilter> Filters, IReadOnlyList<string>? Columns, string? SortColumn, bool Descending)
{
    private const int MostFilters = 20;
    private const int MostColumns = 100;

    public static readonly ReportWish None = new([], null, null, false);

    /// <summary>Reads <c>reportMetadata</c> of a request body.</summary>
    public static ReportWish Read(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("reportMetadata", out var metadata))
        {
            return None;
        }
        if (metadata.ValueKind != JsonValueKind.Object)
        {
            throw Bad("reportMetadata must be an object.");
        }
        var filters = List(metadata, "reportFilters")?.Select(ReportFilter.Read).ToList() ?? [];
        var columns = List(metadata, "detailColumns")?.Select(c => c.ValueKind == JsonValueKind.String ? c.GetString()! : throw Bad("detailColumns must hold texts.")).ToList();
        if (filters.Count > MostFilters || columns?.Count > MostColumns)
        {
            throw Bad($"A report has at most {MostFilters} filters and {MostColumns} columns.");
        }
        if (metadata.TryGetProperty("reportBooleanFilter", out var logic) && logic.ValueKind == JsonValueKind.String)
        {
            throw Bad("reportBooleanFilter is not supported: filters are joined by AND.");
        }
        var sort = List(metadata, "sortBy")?.FirstOrDefault() ?? default;
        return new ReportWish(filters, columns, Http.JobRequest.Text(sort, "sortColumn"), Http.JobRequest.Text(sort, "sortOrder") == "Desc");
    }

    public static SalesforceFault Bad(string message) => new(400, "BAD_REQUEST", message);

    private static List<JsonElement>? List(JsonElement metadata, string name) =>
        !metadata.TryGetProperty(name, out var list) || list.ValueKind == JsonValueKind.Null ? null
        : list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray()]
        : throw Bad(name + " must be an array.");
}

/// <summary>A filter by a column's name; several values of equals are parted by commas.</summary>
internal sealed record ReportFilter(string Column, string Operator, string Value)
{
    public static ReportFilter Read(JsonElement item) => new(
        Http.JobRequest.Text(item, "column") ?? throw ReportWish.Bad("A filter needs a column."),
        Http.JobRequest.Text(item, "operator") ?? throw ReportWish.Bad("A filter needs an operator."),
        Http.JobRequest.Text(item, "value") ?? "");

    /// <summary>The filter as a condition of SOQL on a column.</summary>
    public string Soql(ReportColumn column)
    {
        var (path, field) = (column.Path.Name, column.Path.Field);
        var values = Value.Split(',', StringSplitOptions.TrimEntries);
        var literals = Array.ConvertAll(values, v => v.Length == 0 ? "null" : field.IsText || field.Type is Schema.FieldType.Id or Schema.FieldType.Reference ? $"'{Escape(v)}'" : Plain(v));
        return Operator switch
        {
            "equals" => $"{path} IN ({string.Join(", ", literals)})",
            "notEqual" => $"{path} NOT IN ({string.Join(", ", literals)})",
            "lessThan" => $"{path} < {literals[0]}",
            "lessOrEqual" => $"{path} <= {literals[0]}",
            "greaterThan" => $"{path} > {literals[0]}",
            "greaterOrEqual" => $"{path} >= {literals[0]}",
            "startsWith" => Any(values, v => $"{path} LIKE '{Pattern(v)}%'"),
            "contains" => Any(values, v => $"{path} LIKE '%{Pattern(v)}%'"),
            "notContain" => $"(NOT {Any(values, v => $"{path} LIKE '%{Pattern(v)}%'")})",
            _ => throw ReportWish.Bad("Unknown operator of a filter: " + Operator),
        };
    }

    private static string Any(string[] values, Func<string, string> one) => $"({string.Join(" OR ", values.Select(one))})";

    private static string Plain(string value) =>
        value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '+' or ':' or '.' or '_') ? value : throw ReportWish.Bad("A filter's value does not fit its column: " + value);

    private static string Escape(string value) => value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal);

    private static string Pattern(string value) => Escape(value).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);
}
