using System.Text;
using ContactSync.Salesforce;

namespace ContactSync.Load;

/// <summary>Reads the three result files of an ended job into a row book, as they stream in.</summary>
internal sealed class JobResults(IngestJobs jobs, IReadOnlyDictionary<string, ObjectDescription> objects)
{
    private static readonly UTF8Encoding Lenient = new(false, false);

    /// <summary>Fetches and joins an attempt's results. Throws what the client throws for replies that are cut or are no results.</summary>
    public async Task<RowCounts> FetchAsync(RowBook book, Attempt attempt, JobInfo job, CancellationToken cancellationToken)
    {
        if (WasRefusedWhole(job))
        {
            // Header or format was refused before any row was looked at, so there are no results of rows.
            Send(book, attempt, cancellationToken);
            using var held = book.Take();
            Hold(book, held, job);
            return book.Join(cancellationToken);
        }

        var header = await FileAsync(book, attempt, IngestResult.Successful, job, null, cancellationToken);
        header = await FileAsync(book, attempt, IngestResult.Failed, job, header, cancellationToken);
        if (job.State != JobState.JobComplete || job.RecordsProcessed != Sent(book))
        {
            header = await FileAsync(book, attempt, IngestResult.Unprocessed, job, header, cancellationToken);
        }

        return book.Join(cancellationToken);
    }

    /// <summary>Fills in the rows sent, keyed by all columns where they have no key of their own.</summary>
    public void Send(RowBook book, Attempt attempt, CancellationToken cancellationToken) => Send(book, attempt, attempt.Csv.Columns, cancellationToken);

    private void Send(RowBook book, Attempt attempt, IReadOnlyList<string> columns, CancellationToken cancellationToken)
    {
        if (attempt.Csv.KeyColumn is not null)
        {
            book.Send(null, [], cancellationToken);
            return;
        }

        // The org leaves out columns it does not know, so only those it gave back can be compared.
        int[] places = [.. Enumerable.Range(0, attempt.Csv.Columns.Count).Where(i => columns.Contains(attempt.Csv.Columns[i], StringComparer.OrdinalIgnoreCase))];
        using var content = new ContentKey([.. places.Select(i => Describe(attempt, i))]);
        book.Send(content, places, cancellationToken);
    }

    private static long Sent(RowBook book) => book.Connection.Scalar<long>("select count(*) from sent");

    private static bool WasRefusedWhole(JobInfo job) =>
        job is { State: JobState.Failed, RecordsProcessed: 0 }
        && job.ErrorMessage is { } why
        && (why.StartsWith("InvalidBatch", StringComparison.Ordinal) || why.StartsWith("ClientInputError", StringComparison.Ordinal));

    private static void Hold(RowBook book, GotRows held, JobInfo job)
    {
        var error = new RowError("JOB_REFUSED", job.ErrorMessage!, []);
        var keys = new List<byte[]>();
        using (var result = book.Connection.Query("select key from sent"))
        {
            while (result.NextChunk())
            {
                var key = result.Chunk.Text(0);
                for (var row = 0; row < result.Chunk.RowCount; row++)
                {
                    keys.Add(key[row].ToArray());
                }
            }
        }

        keys.ForEach(key => held.Add(RowVerdict.Held, key, default, false, error));
        held.Complete();
    }

    private async Task<IReadOnlyList<string>?> FileAsync(
        RowBook book, Attempt attempt, IngestResult file, JobInfo job, IReadOnlyList<string>? header, CancellationToken cancellationToken)
    {
        await using var rows = await jobs.OpenResultsAsync(job.Id, file, null, cancellationToken);
        if (header is null)
        {
            Send(book, attempt, rows.Columns, cancellationToken);
        }

        using var key = KeyReader.Over(rows, attempt.Csv, i => Describe(attempt, i));
        using var got = book.Take();
        var (id, created, error) = (rows.IndexOf("sf__Id"), rows.IndexOf("sf__Created"), rows.IndexOf("sf__Error"));
        while (await rows.ReadAsync(cancellationToken))
        {
            got.Add(
                file switch { IngestResult.Successful => RowVerdict.Ok, IngestResult.Failed => RowVerdict.Bad, _ => RowVerdict.Left },
                key.Read(rows),
                id < 0 ? default : rows.Field(id),
                created >= 0 && rows.Field(created).SequenceEqual("true"u8),
                error < 0 ? null : RowError.Parse(Lenient.GetString(rows.Field(error))));
        }

        got.Complete();
        return header ?? rows.Columns;
    }

    private FieldDescription? Describe(Attempt attempt, int column) =>
        objects.GetValueOrDefault(attempt.Slice.Object)?.Field(attempt.Csv.Columns[column]);

    /// <summary>Takes the key out of a result row: the key column, or all columns together.</summary>
    private sealed class KeyReader(int keyAt, int[] places, ContentKey? content) : IDisposable
    {
        private readonly byte[] _digits = new byte[32];

        public static KeyReader Over(CsvRows rows, SliceCsv csv, Func<int, FieldDescription?> describe)
        {
            if (csv.KeyColumn is { } column)
            {
                var at = rows.IndexOf(column);
                return at >= 0 || rows.Columns.Count == 0
                    ? new KeyReader(at, [], null)
                    : throw new UnexpectedResponseException("results", System.Net.HttpStatusCode.OK, $"without the key column {column}");
            }

            int[] known = [.. Enumerable.Range(0, csv.Columns.Count).Where(i => rows.IndexOf(csv.Columns[i]) >= 0)];
            return new KeyReader(-1, [.. known.Select(i => rows.IndexOf(csv.Columns[i]))], new ContentKey([.. known.Select(describe)]));
        }

        public ReadOnlySpan<byte> Read(CsvRows rows)
        {
            if (content is null)
            {
                return rows.Field(keyAt);
            }

            for (var i = 0; i < places.Length; i++)
            {
                content.Add(i, rows.Field(places[i]));
            }

            content.Take(_digits);
            return _digits;
        }

        public void Dispose() => content?.Dispose();
    }
}
