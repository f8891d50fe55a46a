using System.Globalization;
using ContactSync.DuckDb;

namespace ContactSync.Runs;

/// <summary>What changed in a field: its name, and in how many records.</summary>
public sealed record FieldChange(string Field, long Records);

/// <summary>
/// What is known after one run and after another, in counts. The counts of records known are those of the runs' own tables, those of the rest of the comparison, so that
/// <see cref="Balance"/> says something.
/// </summary>
public sealed record DiffCounts(long Before, long After, long Same, long Changed, long New, long Gone, IReadOnlyList<FieldChange> Fields)
{
    /// <summary>before = same + changed + gone, after = same + changed + new.</summary>
    public bool Balance => Before == Same + Changed + Gone && After == Same + Changed + New;
}

/// <summary>Compares two committed runs by the views of data/history.sql.</summary>
public sealed class RunDiff(History history, RunId before, RunId after)
{
    /// <summary>Counts, by fields in the order of their names.</summary>
    public DiffCounts Count(CancellationToken cancellationToken)
    {
        var counts = Pairs($"select what, count(*) from diff_records({Runs}) group by what", cancellationToken).ToDictionary(c => c.Name, c => c.Count, StringComparer.Ordinal);
        return new(
            Known(before, cancellationToken), Known(after, cancellationToken),
            counts.GetValueOrDefault("same"), counts.GetValueOrDefault("changed"), counts.GetValueOrDefault("new"), counts.GetValueOrDefault("gone"),
            [.. Pairs($"select field, count(*) from diff({Runs}) where what = 'changed' group by field order by field", cancellationToken).Select(f => new FieldChange(f.Name, f.Count))]);
    }

    /// <summary>Every change: what, record, field, before, after, ordered by record and field. The caller disposes the rows.</summary>
    public DuckResult Rows(bool asJson, CancellationToken cancellationToken) =>
        history.Ask($"select what, record, local_key, org_id, field, \"before\", \"after\" from diff({Runs})", asJson, cancellationToken);

    // A RunId is digits and letters.
    private string Runs => $"'{before}', '{after}'";

    private long Known(RunId run, CancellationToken cancellationToken) =>
        Pairs($"select '', count(*) from known_after('{run}')", cancellationToken).Single().Count;

    private List<(string Name, long Count)> Pairs(string sql, CancellationToken cancellationToken)
    {
        using var answer = history.Ask(sql, asJson: false, cancellationToken);
        return [.. answer.TextRows().Select(row => (row[0]!, long.Parse(row[1]!, CultureInfo.InvariantCulture)))];
    }
}
