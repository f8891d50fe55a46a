using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using ContactSync.Config;
using ContactSync.Salesforce;
using ContactSync.Transforms.Model;

namespace ContactSync.Orgs;

/// <summary>
/// Reads the org's side of a run into batches of <c>extract_org</c>: a Bulk query for many records, REST pages for few, each counted against
/// what the org announced. Records come in no order, each once.
/// </summary>
public sealed class OrgExtract(SalesforceClient client, ProfileOptions profile, RecordSchema schema, string? syncKeyField, ExtractOptions extract, Polling polling)
{
    /// <summary>Up to this many records come by REST, a page or two; past it Salesforce advises Bulk.</summary>
    public const int RestRows = 2_000;

    private const int IdsPerQuery = 400;

    private readonly OrgRow _row = new(schema, [.. schema.Columns.Select(c => FieldOf(c, profile, syncKeyField))]);

    /// <summary>Bulk query jobs made so far.</summary>
    public int Jobs { get; private set; }

    /// <summary>The window that starts where the last one ended; <paramref name="next"/> of the last run, null for all records.</summary>
    public async Task<OrgWindow> WindowAsync(DateTimeOffset? next, IReadOnlySet<string> alsoIds, CancellationToken cancellationToken)
    {
        var now = await client.GetServerTimeAsync(cancellationToken);
        return new OrgWindow(next - extract.Overlap, now - extract.Lag, alsoIds);
    }

    /// <summary>The records of the window; whoever is handed a batch releases it.</summary>
    public async IAsyncEnumerable<RecordBatch> ReadAsync(OrgWindow window, int batchRows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(window);
        var all = Soql.Select(_row.Fields).From(profile.Select.Object);
        var count = Soql.Count().From(profile.Select.Object);
        if (window.From is { } from)
        {
            all = all.Where(SoqlCondition.AtLeast(profile.Select.Cursor, from));
            count = count.Where(SoqlCondition.AtLeast(profile.Select.Cursor, from));
        }

        var filler = new BatchFiller(schema, batchRows);
        var records = await client.CountAsync(count, queryAll: true, cancellationToken) > RestRows
            ? BulkAsync(all, filler, cancellationToken)
            : RestAsync(all, filler, _ => true, cancellationToken);
        var seen = window.AlsoIds.Count == 0 ? null : new HashSet<string>(StringComparer.Ordinal);
        try
        {
            await foreach (var batch in records)
            {
                Note(batch, window.AlsoIds, seen);
                yield return batch;
            }

            // The batch that is still open may hold some of them.
            if (filler.Current is { } open)
            {
                Note(open, window.AlsoIds, seen);
            }

            await foreach (var batch in NamedAsync(window.AlsoIds, seen, filler, cancellationToken))
            {
                yield return batch;
            }

            if (filler.Last() is { } last)
            {
                yield return last;
            }
        }
        finally
        {
            filler.Drop();
        }
    }

    private static string? FieldOf(Column column, ProfileOptions profile, string? syncKeyField) => column.Role switch
    {
        ColumnRole.RecordKey or ColumnRole.SideKey => "Id",
        ColumnRole.SyncKey => syncKeyField,
        ColumnRole.Created => "CreatedDate",
        ColumnRole.Stamp => "SystemModstamp",
        ColumnRole.Cursor => profile.Select.Cursor,
        ColumnRole.Deleted => "IsDeleted",
        ColumnRole.MergedInto => "MasterRecordId",
        _ => profile.Map.First(m => m.Field.Equals(column.Name, StringComparison.OrdinalIgnoreCase)).Org,
    };

    /// <summary>Notes which of the ids to be read besides the window were in it.</summary>
    private void Note(RecordBatch batch, IReadOnlySet<string> ids, HashSet<string>? seen)
    {
        if (seen is null)
        {
            return;
        }

        var column = batch.Text(schema.Require(ColumnRole.SideKey));
        for (var row = 0; row < batch.RowCount; row++)
        {
            if (Encoding.ASCII.GetString(column[row]) is var id && ids.Contains(id))
            {
                seen.Add(id);
            }
        }
    }

    private async IAsyncEnumerable<RecordBatch> NamedAsync(
        IReadOnlySet<string> ids, HashSet<string>? seen, BatchFiller filler, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var chunk in ids.Chunk(IdsPerQuery))
        {
            var soql = Soql.Select(_row.Fields).From(profile.Select.Object)
                .Where(SoqlCondition.In("Id", chunk.Select(SoqlLiteral.FromString)));
            await foreach (var batch in RestAsync(soql, filler, id => seen!.Add(id), cancellationToken))
            {
                yield return batch;
            }
        }
    }

    private async IAsyncEnumerable<RecordBatch> RestAsync(
        Soql soql, BatchFiller filler, Func<string, bool> wanted, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var values = new byte[_row.Fields.Count][];
        await foreach (var record in client.QueryAsync(soql, queryAll: true, cancellationToken))
        {
            if (!wanted(record.GetProperty("Id").GetString() ?? ""))
            {
                continue;
            }

            for (var i = 0; i < values.Length; i++)
            {
                values[i] = Value(record, _row.Fields[i]);
            }

            _row.Append(filler.Open(), values);
            if (filler.Full() is { } full)
            {
                yield return full;
            }
        }
    }

    private async IAsyncEnumerable<RecordBatch> BulkAsync(Soql soql, BatchFiller filler, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var job = await client.BulkQuery.CreateAsync(soql, queryAll: true, cancellationToken);
        Jobs++;
        job = await polling.UntilAsync(ct => client.BulkQuery.GetAsync(job.Id, ct), j => j.IsTerminal, cancellationToken);
        if (job.State != JobState.JobComplete)
        {
            throw new OrgJobException(job);
        }

        await using (var pages = new ResultPages(client.BulkQuery, job.Id, extract.PageRows, _row, polling))
        {
            while (await pages.ReadAsync(cancellationToken))
            {
                pages.AppendTo(filler.Open());
                if (filler.Full() is { } full)
                {
                    yield return full;
                }
            }

            if (pages.Read != job.RecordsProcessed)
            {
                throw new TruncatedResponseException($"results of query job {job.Id}", "the pages ended", job.RecordsProcessed, pages.Read, client.BytesReceived);
            }
        }

        await client.BulkQuery.DeleteAsync(job.Id, cancellationToken);
    }

    private static byte[] Value(JsonElement record, string field) =>
        !record.TryGetProperty(field, out var value) || value.ValueKind == JsonValueKind.Null ? []
        : value.ValueKind == JsonValueKind.String ? Encoding.UTF8.GetBytes(value.GetString()!)
        : Encoding.UTF8.GetBytes(value.GetRawText());
}
