namespace ContactSync.Sandbox.Schema;

/// <summary>A report of the schema file: tabular, or, with groups, a summary. Columns and condition are in the words of SOQL.</summary>
internal sealed record Report(string Name, string Label, string Object, string[] Columns)
{
    public const int MostGroups = 3;

    public string? Where { get; init; }

    public string? OrderBy { get; init; }

    /// <summary>Fields the rows are grouped by, at most three.</summary>
    public string[] GroupBy { get; init; } = [];

    /// <summary>Number fields that are summed up.</summary>
    public string[] Sums { get; init; } = [];

    /// <summary>Who sees the report, by user name or role; everyone when null.</summary>
    public string[]? SharedWith { get; init; }
}
