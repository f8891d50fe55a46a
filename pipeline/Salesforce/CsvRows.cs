using System.Net;
using System.Text;
using System.Text.Unicode;
using ContactSync.Salesforce.Wire;
using CsvHelper;

namespace ContactSync.Salesforce;

/// <summary>
/// The rows of a CSV reply, parsed as they arrive; one reader at a time. Costs no allocation per row. The end of the body is never trusted: reading ends with false only
/// after exactly the announced rows and a whole last line, otherwise with <see cref="TruncatedResponseException"/>; a row that breaks the format is a
/// <see cref="CsvFormatException"/>.
/// </summary>
public sealed class CsvRows : IAsyncDisposable
{
    private readonly WireReply reply;
    private readonly BodyStream body;
    private readonly CsvReader reader;
    private readonly string request;
    private bool ended;

    private CsvRows(string request, WireReply reply, BodyStream body, long? expectedRows, SalesforceOptions options)
    {
        this.request = request;
        this.reply = reply;
        this.body = body;
        ExpectedRows = expectedRows;
        reader = CsvReader.Create(body, new CsvReaderOptions
        {
            Separator = ',',
            DetectSeparatorHint = false,
            SkipEmptyLines = false,
            MalformedData = CsvMalformedDataHandling.Throw,
            FieldCountMismatch = CsvFieldCountHandling.Throw,
            MissingField = CsvMissingFieldHandling.Throw,
            IncludeValuesInExceptions = false,
            Encoding = Encoding.UTF8,
            MaxRecordSize = options.MaxCsvRecordBytes,
        }, leaveOpen: true);
    }

    /// <summary>The columns of the header line, in its order; empty only where an empty body was right.</summary>
    public IReadOnlyList<string> Columns { get; private set; } = [];

    /// <summary>How many rows there must be, where that is known.</summary>
    public long? ExpectedRows { get; }

    /// <summary>How many whole rows have been read.</summary>
    public long RowCount { get; private set; }

    /// <summary>How many bytes of the body have been taken in, after decompression.</summary>
    public long BytesRead => body.Count;

    /// <summary>How many rows the org announced for this page of a query; null for results of ingest jobs.</summary>
    public long? NumberOfRecords { get; internal set; }

    /// <summary>Where the next page of a query begins; null on the last page, and for results of ingest jobs.</summary>
    public string? NextLocator { get; internal set; }

    /// <summary>The position of a column, without regard to case; -1 when there is none.</summary>
    public int IndexOf(string column)
    {
        for (var i = 0; i < Columns.Count; i++)
        {
            if (Columns[i].Equals(column, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The unescaped UTF-8 of a field of the current row; valid until the next read.</summary>
    public ReadOnlySpan<byte> Field(int column) => reader.GetSpan(column);

    /// <summary>Moves to the next row; false when all rows, and no more than those, have come.</summary>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken = default)
    {
        if (ended)
        {
            return false;
        }

        try
        {
            if (await reader.ReadAsync(cancellationToken))
            {
                if (!Utf8.IsValid(reader.RawRecord))
                {
                    throw new CsvFormatException(request, "not valid UTF-8", RowCount + 1, reader.ByteOffset);
                }

                RowCount++;
                return true;
            }
        }
        catch (Exception e) when (Translate(e) is { } known)
        {
            throw known;
        }

        ended = true;
        CheckEnd();
        return false;
    }

    /// <summary>Releases the connection; rows not yet read are dropped.</summary>
    public async ValueTask DisposeAsync()
    {
        await reader.DisposeAsync();
        await reply.DisposeAsync();
    }

    internal static async Task<CsvRows> OpenAsync(WireRequest request, WireReply reply, long? expectedRows, SalesforceOptions options, CancellationToken cancellationToken)
    {
        CsvRows? rows = null;
        try
        {
            if (reply.Status == HttpStatusCode.OK && !string.Equals(reply.MediaType, "text/csv", StringComparison.OrdinalIgnoreCase))
            {
                throw new UnexpectedResponseException(request.Name, reply.Status, $"not CSV ({reply.MediaType ?? "no content type"})");
            }

            rows = new CsvRows(request.Name, reply, await reply.OpenBodyAsync(cancellationToken), expectedRows, options);
            await rows.ReadHeaderAsync(cancellationToken);
            return rows;
        }
        catch
        {
            await (rows?.DisposeAsync() ?? reply.DisposeAsync());
            throw;
        }
    }

    private async Task ReadHeaderAsync(CancellationToken cancellationToken)
    {
        try
        {
            await reader.ReadHeaderAsync(cancellationToken);
        }
        catch (Exception e) when (Translate(e) is { } known)
        {
            throw known;
        }

        Columns = reader.Headers;
        if (Columns.Count == 0 && ExpectedRows != 0)
        {
            throw Cut("the body ended before its header line");
        }
    }

    private void CheckEnd()
    {
        if (ExpectedRows is { } announced && RowCount < announced)
        {
            throw Cut("the body ended");
        }

        if (RowCount > ExpectedRows)
        {
            throw new UnexpectedResponseException(request, reply.Status, $"with {RowCount} rows where {ExpectedRows} were announced");
        }

        // A cut right after a closing quote looks like a whole row: "x" may have been the beginning of "x""y".
        if (body.Count > 0 && !body.EndsLine)
        {
            throw Cut("the body ended inside its last line");
        }
    }

    // A row broken at the very end of a body is a cut body; the same row earlier is a bad row.
    private Exception? Translate(Exception failure) => failure switch
    {
        CsvHelper.CsvFormatException bad when body.AtEnd && (!body.EndsLine || bad.ByteOffset >= body.Count) => Cut("the body ended inside a row", bad),
        CsvHelper.CsvFormatException bad => new CsvFormatException(request, bad.Message, bad.RecordNumber - 1, bad.ByteOffset, bad),
        IOException or HttpRequestException => Cut("the body broke off", failure),
        InvalidDataException => Cut("the compressed body is broken", failure),
        _ => null,
    };

    private TruncatedResponseException Cut(string problem, Exception? cause = null) =>
        new(request, problem + (cause is IOException or InvalidDataException ? $" ({cause.Message})" : ""), ExpectedRows, RowCount, body.Count, cause);
}
