using System.Runtime.CompilerServices;
using ContactSync.DuckDb;
using ContactSync.Match;
using ContactSync.Reporting;
using ContactSync.Runs;
using ContactSync.Transforms.Model;
using ContactSync.Transforms.People;

namespace ContactSync.Review;

/// <summary>
/// The records of both sides as the runs last saw them, for matching: supporters left, Contacts right. A record's key is that of the runs' tables. Columns
/// that mean something for matching are known by their names.
/// </summary>
public sealed class RunPeople(History history)
{
    /// <summary>Rows of a batch.</summary>
    private const int BatchRows = 4096;

    private const int WhoLength = 48;

    /// <summary>Keys by row.</summary>
    public List<string> Keys { get; } = [];

    /// <summary>Contact Id that a supporter carries, by row; null for none and for Contacts.</summary>
    public List<string?> Links { get; } = [];

    /// <summary>The rows of those keys.</summary>
    public Dictionary<string, int> Rows { get; } = new(StringComparer.Ordinal);

    /// <summary>The values as extracted, of one record.</summary>
    public IReadOnlyList<(string Field, string Value)> Values(string key)
    {
        var table = key.StartsWith("local:", StringComparison.Ordinal) ? "extract_local" : "extract_org";
        using var result = history.Ask($"select * from {table} where record_key = {DuckSql.Literal(key)} order by run desc limit 1", asJson: false, CancellationToken.None);
        var names = result.Columns.Select(c => c.Name).ToList();
        var row = result.TextRows().FirstOrDefault() ?? [];
        return [.. names.Zip(row).Where(v => RoleNames.Of(v.First) is not (PersonRole.None or PersonRole.Id) && !string.IsNullOrEmpty(v.Second)).Select(v => (v.First, v.Second!))];
    }

    /// <summary>Name and e-mail address of one record, in a line, shortened to 54 characters.</summary>
    public string Who(string key)
    {
        var values = Values(key);
        var name = string.Join(' ', values.Where(v => RoleNames.Of(v.Field) is PersonRole.FirstName or PersonRole.MiddleName or PersonRole.LastName or PersonRole.FullName).Select(v => v.Value));
        var who = Plain.Clean(string.Join(", ", values.Where(v => RoleNames.Of(v.Field) == PersonRole.Email).Select(v => v.Value).Prepend(name).Where(v => v.Length > 0)));
        return who.Length > WhoLength ? $"{who[..(WhoLength - 1)]}…" : who;
    }

    /// <summary>All records, those of the left side first.</summary>
    public async IAsyncEnumerable<PeopleBatch> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        foreach (var (table, link, isLeft) in ((string, string, bool)[])[("extract_local", "org_id", true), ("extract_org", "cast(NULL as varchar)", false)])
        {
            var columns = Columns(table, cancellationToken);
            var schema = new RecordSchema(table, [.. columns.Select(c => new Column(c, ColumnType.Text, ColumnRole.Value))]);
            var roles = new PersonColumns([.. columns.Select(RoleNames.Of)]);
            var fields = string.Join(", ", columns.Select(c => $"cast({DuckSql.Identifier(c)} as varchar)"));
            using var result = history.Ask(
                $"select record_key, {link}, {fields} from {table} qualify row_number() over (partition by record_key order by run desc) = 1 order by record_key", asJson: false, cancellationToken);
            foreach (var batch in Batches(result, schema))
            {
                yield return new PeopleBatch(batch, roles, isLeft, 0);
            }
        }
    }

    /// <summary>The columns that mean something for matching. One result at a time: this one is closed before the records are asked for.</summary>
    private List<string> Columns(string table, CancellationToken cancellationToken)
    {
        using var probe = history.Ask($"select * from {table} limit 0", asJson: false, cancellationToken);
        return [.. probe.Columns.Select(c => c.Name).Where(c => RoleNames.Of(c) is not (PersonRole.None or PersonRole.Id))];
    }

    private IEnumerable<RecordBatch> Batches(DuckResult result, RecordSchema schema)
    {
        RecordBatch? batch = null;
        while (result.NextChunk())
        {
            for (var row = 0; row < result.Chunk.RowCount; row++)
            {
                batch ??= RecordBatch.Rent(schema, Keys.Count, BatchRows);
                Append(result.Chunk, row, batch);
                if (batch.IsFull)
                {
                    yield return batch;
                    batch = null;
                }
            }
        }

        if (batch is not null)
        {
            yield return batch;
        }
    }

    private void Append(DuckChunk chunk, int row, RecordBatch batch)
    {
        var key = chunk.Text(0).AsString(row)!;
        Rows[key] = Keys.Count;
        Keys.Add(key);
        Links.Add(chunk.Vector(1).IsNull(row) ? null : chunk.Text(1).AsString(row));
        for (var i = 0; i < batch.Schema.Columns.Length; i++)
        {
            if (chunk.Text(i + 2).TryGet(row, out var value) && !value.IsEmpty)
            {
                batch.Text(i).Append(value);
            }
            else
            {
                batch.Text(i).AppendNull();
            }
        }

        batch.EndRow();
    }
}
