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

    // Characters that the values of a condition may take of a URL, of which an org takes 16,000.
    private const int LiteralsOfUrl = 10_000;

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
            // A deletion or a merge moves the org's own stamp, not that of a workflow.
            var changed = SoqlCondition.AtLeast(profile.Select.Cursor, from)
                .Or(SoqlCondition.Equal("IsDeleted", true).And(SoqlCondition.AtLeast("SystemModstamp", from)));
            all = all.Where(changed);
            count = count.Where(changed);
        }

        var filler = new BatchFiller(schema, batchRows);
        var records = await client.CountAsync(count, queryAll: true, cancellationToken) > RestRows
            ? BulkAsync(all, filler, cancellationToken)
            : RestAsync(all, filler, cancellationToken);
        var seen = window.From is null && window.AlsoIds.Count == 0 ? null : new SeenIds(schema);
        try
        {
            await foreach (var batch in records)
            {
                seen?.Note(batch);
                yield return batch;
            }

            // The batch that is still open may hold some of them.
            if (filler.Current is { } open)
            {
                seen?.Note(open);
            }

            for (var named = seen?.Lacking(window.AlsoIds) ?? []; named.Count > 0; named = seen!.Lacking([]))
            {
                await foreach (var batch in NamedAsync(named, filler, cancellationToken))
                {
                    seen!.Note(batch);
                    yield return batch;
                }

                if (filler.Current is { } rest)
                {
                    seen!.Note(rest);
                }
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

    /// <summary>
    /// The live records in which <paramref name="field"/>, a field of the org, has one of the values, by REST in as many calls as the length of a URL makes it; whoever is
    /// handed a batch releases it.
    /// </summary>
    public async IAsyncEnumerable<RecordBatch> FindAsync(string field, IReadOnlyList<string> values, int batchRows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(values);
        var filler = new BatchFiller(schema, batchRows);
        var chunks = Chunks(values);
        client.Budget.Require(chunks.Count);
        try
        {
            foreach (var chunk in chunks)
            {
                var soql = Soql.Select(_row.Fields).From(profile.Select.Object).Where(SoqlCondition.In(field, chunk.Select(SoqlLiteral.FromString)));
                await foreach (var batch in RestAsync(soql, filler, cancellationToken, alsoDeleted: false))
                {
                    yield return batch;
                }
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

    private static List<List<string>> Chunks(IReadOnlyList<string> values)
    {
        var chunks = new List<List<string>>();
        var room = 0;
        foreach (var value in values)
        {
            var length = Uri.EscapeDataString($"'{value}',").Length;
            if (chunks.Count == 0 || room < length)
            {
                chunks.Add([]);
                room = LiteralsOfUrl;
            }

            chunks[^1].Add(value);
            room -= length;
        }

        return chunks;
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

    private async IAsyncEnumerable<RecordBatch> NamedAsync(
        IEnumerable<string> ids, BatchFiller filler, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var chunk in ids.Chunk(IdsPerQuery))
        {
            var soql = Soql.Select(_row.Fields).From(profile.Select.Object)
                .Where(SoqlCondition.In("Id", chunk.Select(SoqlLiteral.FromString)));
            await foreach (var batch in RestAsync(soql, filler, cancellationToken))
            {
                yield return batch;
            }
        }
    }

    private async IAsyncEnumerable<RecordBatch> RestAsync(
        Soql soql, BatchFiller filler, [EnumeratorCancellation] CancellationToken cancellationToken, bool alsoDeleted = true)
    {
        var values = new byte[_row.Fields.Count][];
        await foreach (var record in client.QueryAsync(soql, alsoDeleted, cancellationToken))
        {
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
