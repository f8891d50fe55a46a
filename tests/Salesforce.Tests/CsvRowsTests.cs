using System.Text;
using ContactSync.Salesforce.Tests.Org;

namespace ContactSync.Salesforce.Tests;

public sealed class CsvRowsTests
{
    private const string Job = "750R0000000zlh9IAA";
    private const string Head = "HTTP/1.1 200 OK\nContent-Type: text/csv\nSforce-Locator: null\nSforce-NumberOfRecords: ";

    private static readonly byte[] ThreeRows = Encoding.UTF8.GetBytes("\"Id\",\"Name\"\n\"1\",\"Zoë \"\"Z\"\"\"\n\"2\",\"two\nlines\"\n\"3\",\"x\"\"y\"\n");

    public static TheoryData<string, string, string> WellFormed => new()
    {
        { "plain cells", "a,b\n1,2\n", "1|2" },
        { "quoted cells under an unquoted header", "a,b\n\"1\",\"2\"\n", "1|2" },
        { "a doubled quote", "a,b\n\"x\"\"y\",\"\"\"\"\n", "x\"y|\"" },
        { "a line end inside quotes", "a,b\n\"x\ny\",2\n", "x\ny|2" },
        { "CRLF, also inside quotes", "a,b\r\n\"x\r\ny\",2\r\n", "x\r\ny|2" },
        { "a byte order mark before a quoted header", "\uFEFF\"a\",b\n1,2\n", "1|2" },
        { "separators of other dialects", "a,b\n\"1;2\t3|4\",sep=;\n", "1;2\t3|4|sep=;" },
        { "blank cells", "a,b\n\"\",\n", "|" },
        { "spaces are data", "a,b\n 1 ,\" 2 \"\n", " 1 | 2 " },
        { "four-byte text and a NUL", "a,b\n\"😀\",\"\0\"\n", "😀|\0" },
    };

    public static TheoryData<string, string, long, string> Malformed => new()
    {
        { "a lone quote in an unquoted cell", "a,b\n1,2\nx\"y,2\n3,4\n", 2, "quote inside" },
        { "text after a closing quote", "a,b\n\"x\"y,2\n3,4\n", 1, "after the closing quote" },
        { "a row that is too short", "a,b\n1,2\n1\n3,4\n", 2, "1 fields" },
        { "a row that is too long", "a,b\n1,2,3\n3,4\n", 1, "3 fields" },
        { "a blank line", "a,b\n1,2\n\n3,4\n", 2, "1 fields" },
    };

    /// <summary>Every length a body of <see cref="ThreeRows"/> can be cut to.</summary>
    public static TheoryData<int> Cuts => [.. Enumerable.Range(0, ThreeRows.Length)];

    [Theory]
    [MemberData(nameof(WellFormed))]
    public async Task A_cell_comes_out_as_it_was_meant(string what, string csv, string expected)
    {
        await using var org = new RawOrg(Whole(Encoding.UTF8.GetBytes(csv), rows: 1));
        using var client = org.Client();

        var rows = await IngestJobsTests.RowsAsync(await client.BulkQuery.OpenResultsAsync(Job));

        Assert.True(rows is [var only] && only == expected, $"{what}: {string.Join('/', rows)}");
    }

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task A_bad_row_is_named_with_its_number_and_place(string what, string csv, long row, string problem)
    {
        await using var org = new RawOrg(Whole(Encoding.UTF8.GetBytes(csv), rows: csv.Count(c => c == '\n') - 1));
        using var client = org.Client();

        var failure = await Assert.ThrowsAsync<CsvFormatException>(async () => await IngestJobsTests.RowsAsync(await client.BulkQuery.OpenResultsAsync(Job)));

        Assert.True(failure.Row == row && failure.ByteOffset >= 4, $"{what}: {failure.Message}");
        Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_that_are_not_UTF8_are_a_bad_row()
    {
        await using var org = new RawOrg(Whole([.. "a\nok\n"u8, 0xC3, 0x28, (byte)'\n'], rows: 2));
        using var client = org.Client();

        var failure = await Assert.ThrowsAsync<CsvFormatException>(async () => await IngestJobsTests.RowsAsync(await client.BulkQuery.OpenResultsAsync(Job)));

        Assert.Equal((2, 5), (failure.Row, failure.ByteOffset));
    }

    [Fact]
    public async Task A_cell_of_a_megabyte_is_read_and_a_row_beyond_the_bound_is_refused()
    {
        var cell = new string('x', 1 << 20);
        await using var org = new RawOrg(Whole(Encoding.UTF8.GetBytes($"a\n\"{cell}\"\n"), rows: 1));
        using var roomy = org.Client();
        using var tight = org.Client(o => o with { MaxCsvRecordBytes = 1 << 17 });

        Assert.Equal([cell], await IngestJobsTests.RowsAsync(await roomy.BulkQuery.OpenResultsAsync(Job)));
        await Assert.ThrowsAsync<CsvFormatException>(async () => await IngestJobsTests.RowsAsync(await tight.BulkQuery.OpenResultsAsync(Job)));
    }

    [Theory]
    [MemberData(nameof(Cuts))]
    public async Task A_body_cut_anywhere_is_noticed_however_it_is_framed(int length)
    {
        var cut = ThreeRows.AsSpan(0, length).ToArray();
        var packed = Transcript.Gzip(cut);
        byte[][] framings =
        [
            RawOrg.Bytes($"{Head}3\nContent-Length: {ThreeRows.Length}", cut),
            RawOrg.Bytes($"{Head}3\nContent-Length: {length}", cut),
            RawOrg.Bytes($"{Head}3\nConnection: close", cut),
            RawOrg.Bytes($"{Head}3\nTransfer-Encoding: chunked", length == 0 ? [] : RawOrg.Chunk(cut)),
            RawOrg.Bytes($"{Head}3\nTransfer-Encoding: chunked", [.. length == 0 ? [] : RawOrg.Chunk(cut), .. "0\r\n\r\n"u8]),
            RawOrg.Bytes($"{Head}3\nContent-Encoding: gzip\nContent-Length: {packed.Length}", packed),
        ];

        foreach (var framing in framings)
        {
            await using var org = new RawOrg(framing);
            using var client = org.Client();
            var failure = await Assert.ThrowsAsync<TruncatedResponseException>(async () => await IngestJobsTests.RowsAsync(await client.BulkQuery.OpenResultsAsync(Job)));
            Assert.Equal(3, failure.ExpectedRows);
            Assert.InRange(failure.ReceivedBytes, 0, length);
        }
    }

    [Fact]
    public async Task A_gzip_body_cut_in_its_middle_is_noticed()
    {
        var csv = Encoding.UTF8.GetBytes("\"Id\"\n" + string.Concat(Enumerable.Range(0, 20_000).Select(i => $"\"{i * 7919 % 99991}\"\n")));
        var packed = Transcript.Gzip(csv);

        foreach (var length in new[] { 1, 5, 12, 100, packed.Length / 2, packed.Length - 200 })
        {
            await using var org = new RawOrg(RawOrg.Bytes($"{Head}20000\nContent-Encoding: gzip\nContent-Length: {length}", packed.AsSpan(0, length)));
            using var client = org.Client();
            var failure = await Assert.ThrowsAsync<TruncatedResponseException>(async () => await IngestJobsTests.RowsAsync(await client.BulkQuery.OpenResultsAsync(Job)));
            Assert.InRange(failure.ReceivedRows, 0, 19_999);
        }
    }

    [Fact]
    public async Task More_rows_than_announced_are_no_answer_either()
    {
        await using var org = new RawOrg(Whole(ThreeRows, rows: 2));
        using var client = org.Client();

        await Assert.ThrowsAsync<UnexpectedResponseException>(async () => await IngestJobsTests.RowsAsync(await client.BulkQuery.OpenResultsAsync(Job)));
    }

    [Fact]
    public async Task A_silent_body_is_given_up()
    {
        await using var org = new RawOrg(RawOrg.Bytes($"{Head}3\nContent-Length: {ThreeRows.Length}", ThreeRows.AsSpan(0, 20)), thenSilent: true);
        using var client = org.Client(o => o with { IdleReadTimeout = TimeSpan.FromMilliseconds(100) });

        var failure = await Assert.ThrowsAsync<TruncatedResponseException>(async () => await IngestJobsTests.RowsAsync(await client.BulkQuery.OpenResultsAsync(Job)));

        Assert.Contains("no byte came for", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_that_cancels_gets_its_cancellation()
    {
        await using var org = new RawOrg(RawOrg.Bytes($"{Head}3\nContent-Length: {ThreeRows.Length}", ThreeRows.AsSpan(0, 20)), thenSilent: true);
        using var client = org.Client();
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.BulkQuery.OpenResultsAsync(Job, cancellationToken: stop.Token));
    }

    [Fact]
    public async Task Columns_are_found_without_regard_to_case()
    {
        await using var org = new RawOrg(Whole(ThreeRows, rows: 3));
        using var client = org.Client();
        await using var rows = await client.BulkQuery.OpenResultsAsync(Job);

        Assert.Equal((0, 1, -1), (rows.IndexOf("ID"), rows.IndexOf("name"), rows.IndexOf("Email")));
    }

    private static byte[] Whole(byte[] csv, int rows) => RawOrg.Bytes($"{Head}{rows}\nContent-Length: {csv.Length}", csv);
}
