using System.Buffers;

namespace ContactSync.Bench.Throughput;

/// <summary>An ingest job of the <see cref="StubOrg"/>: keeps what was uploaded, takes every row, and gives all of them back.</summary>
internal sealed class StubJob(string id, int number, string operation, string? key)
{
    private readonly ArrayBufferWriter<byte> _csv = new(1 << 20);
    private int _headerEnd;

    public string Id => id;

    public string State { get; set; } = "Open";

    public long Rows { get; private set; }

    /// <summary>The upload, header first.</summary>
    public ReadOnlyMemory<byte> Csv => _csv.WrittenMemory;

    public object Info => new
    {
        id,
        operation,
        @object = "Contact",
        externalIdFieldName = key,
        state = State,
        contentType = "CSV",
        apiVersion = 66.0,
        jobType = "V2Ingest",
        lineEnding = "LF",
        columnDelimiter = "COMMA",
        createdById = StubOrg.UserId,
        createdDate = "2026-01-01T00:00:00.000+0000",
        systemModstamp = "2026-01-01T00:00:00.000+0000",
        concurrencyMode = "Parallel",
        numberRecordsProcessed = State == "JobComplete" ? Rows : 0,
        numberRecordsFailed = 0,
        retries = 0,
        totalProcessingTime = 1,
    };

    public async Task UploadAsync(Stream body, CancellationToken cancellationToken)
    {
        while (await body.ReadAsync(_csv.GetMemory(256 << 10), cancellationToken) is > 0 and var read)
        {
            _csv.Advance(read);
        }

        var rows = 0L;
        for (var at = _headerEnd = LineEnd(0); at < _csv.WrittenCount; at = LineEnd(at))
        {
            rows++;
        }

        Rows = rows;
    }

    /// <summary>Every row with an Id before it, in the order of the upload.</summary>
    public async Task SucceedAsync(Stream to, CancellationToken cancellationToken)
    {
        var page = new ArrayBufferWriter<byte>(512 << 10);
        page.Write("\"sf__Id\",\"sf__Created\","u8);
        page.Write(_csv.WrittenSpan[.._headerEnd]);
        var row = 0;
        for (int at = _headerEnd, end; at < _csv.WrittenCount; at = end)
        {
            end = LineEnd(at);
            Row(page, row++, _csv.WrittenSpan[at..end]);
            if (page.WrittenCount > 256 << 10)
            {
                await to.WriteAsync(page.WrittenMemory, cancellationToken);
                page.ResetWrittenCount();
            }
        }

        await to.WriteAsync(page.WrittenMemory, cancellationToken);
    }

    /// <summary>The header of a result file without rows.</summary>
    public byte[] Header(string before) => [.. System.Text.Encoding.ASCII.GetBytes(before), .. _csv.WrittenSpan[.._headerEnd]];

    private void Row(ArrayBufferWriter<byte> page, int row, ReadOnlySpan<byte> line)
    {
        var start = page.GetSpan(32);
        "\"003"u8.CopyTo(start);
        var value = ((ulong)number * 10_000_000) + (ulong)row;
        for (var i = 15; i >= 4; i--)
        {
            start[i] = (byte)('0' + (value % 10));
            value /= 10;
        }

        // Twelve digits and no capital: the checking suffix of such an Id is AAA.
        "AAA\",\"true\","u8.CopyTo(start[16..]);
        page.Advance(28);
        page.Write(line);
        if (line[^1] != '\n')
        {
            page.Write("\n"u8);
        }
    }

    // Where the record that begins at that byte ends: after the first line feed outside quotes.
    private int LineEnd(int at)
    {
        var csv = _csv.WrittenSpan;
        var quoted = false;
        while (at < csv.Length)
        {
            var next = csv[at..].IndexOfAny((byte)'"', (byte)'\n');
            if (next < 0)
            {
                return csv.Length;
            }

            at += next + 1;
            if (csv[at - 1] == '"')
            {
                quoted = !quoted;
            }
            else if (!quoted)
            {
                return at;
            }
        }

        return csv.Length;
    }
}
