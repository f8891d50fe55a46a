namespace ContactSync.Sandbox.Schema;

/// <summary>A list view of the schema file: columns and condition in the words of SOQL.</summary>
internal sealed record ListView(string Object, string Name, string Label, string[] Columns)
{
    /// <summary>A condition as after WHERE; null when there is none.</summary>
    public string? Where { get; init; }

    /// <summary>As after ORDER BY; null when there is none.</summary>
    public string? OrderBy { get; init; }

    /// <summary><c>everything</c>, or <c>mine</c>: the caller's own records alone.</summary>
    public string Scope { get; init; } = "everything";

    /// <summary>Who sees the view, by user name or role; everyone when null.</summary>
    public string[]? SharedWith { get; init; }

    /// <summary>The query that gives the view's records to a user; the hidden columns come last.</summary>
    public string Soql(string userId)
    {
        string[] hidden = ["Id", "CreatedDate", "LastModifiedDate", "SystemModstamp"];
        var columns = Columns.Concat(hidden.Where(h => !Columns.Contains(h, StringComparer.OrdinalIgnoreCase)));
        var mine = Scope == "mine" ? $"OwnerId = '{userId}'" : null;
        var where = (Where, mine) switch { (null, null) => "", (null, _) => " WHERE " + mine, (_, null) => " WHERE " + Where, _ => $" WHERE ({Where}) AND {mine}" };
        return $"SELECT {string.Join(", ", columns)} FROM {Object}{where}{(OrderBy is null ? "" : " ORDER BY " + OrderBy)}";
    }
}
