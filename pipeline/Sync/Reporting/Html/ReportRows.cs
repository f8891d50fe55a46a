using System.Globalization;
using ContactSync.DuckDb;
using ContactSync.Runs;

namespace ContactSync.Reporting.Html;

/// <summary>Rows about one run, from the history. The run's id is one that the history knows.</summary>
internal sealed class ReportRows(History history, string run, CancellationToken cancellationToken)
{
    public string Run => run;

    /// <summary>A query's rows as text; <c>$run</c> in it stands for the run.</summary>
    public IReadOnlyList<string?[]> Ask(string sql)
    {
        using var result = history.Ask(sql.Replace("$run", DuckSql.Literal(run), StringComparison.Ordinal), asJson: false, cancellationToken);
        return [.. result.TextRows()];
    }

    public static long Whole(string? text) => text is null ? 0 : long.Parse(text, CultureInfo.InvariantCulture);

    public static double Number(string? text) => text is null ? 0 : double.Parse(text, CultureInfo.InvariantCulture);
}
