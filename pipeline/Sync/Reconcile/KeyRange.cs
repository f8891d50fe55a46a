using ContactSync.DuckDb;

namespace ContactSync.Reconcile;

/// <summary>Record keys from one, which is in it, up to another; null where it is open. <paramref name="IsClosed"/> says whether the last is in it too.</summary>
internal readonly record struct KeyRange(string? From, string? UpTo, bool IsClosed = false)
{
    /// <summary>The range as a condition on a column.</summary>
    public string Sql(string column)
    {
        var from = From is null ? "true" : $"{column} >= {DuckSql.Literal(From)}";
        return UpTo is null ? from : $"{from} and {column} {(IsClosed ? "<=" : "<")} {DuckSql.Literal(UpTo)}";
    }

    /// <summary>The ranges between bounds that rise: one more than there are bounds.</summary>
    public static IReadOnlyList<KeyRange> Between(IReadOnlyList<string> bounds)
    {
        var ranges = new List<KeyRange>();
        for (var i = 0; i <= bounds.Count; i++)
        {
            ranges.Add(new KeyRange(i == 0 ? null : bounds[i - 1], i == bounds.Count ? null : bounds[i]));
        }

        return ranges;
    }
}
