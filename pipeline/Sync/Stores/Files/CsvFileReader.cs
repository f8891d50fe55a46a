using System.Text;
using System.Text.Unicode;
using ContactSync.Stores.Import;

namespace ContactSync.Stores.Files;

/// <summary>A CSV file with a header line, in UTF-8 with or without its byte order mark. A row that breaks the format is a fault; reading goes on with the next line.</summary>
internal sealed class CsvFileReader : IRecordReader
{
    private readonly CsvRecordReader _records;

    private CsvFileReader(CsvRecordReader records, IReadOnlyList<string> header) => (_records, Header) = (records, header);

    public IReadOnlyList<string> Header { get; }

    public long Line => _records.Line;

    public (string Code, string Message)? Fault =>
        _records.Fault is { } fault ? ("malformed_csv", fault)
        : _records.FieldCount != Header.Count ? ("column_count", $"the row has {_records.FieldCount} columns, the header has {Header.Count}")
        : !Utf8.IsValid(_records.Raw) ? ("invalid_utf8", "the row holds bytes that are not UTF-8")
        : _records.Raw.Contains((byte)0) ? ("nul_byte", "the row holds a NUL character")
        : null;

    /// <summary>Opens the file and reads its header. Throws <see cref="StoreException"/> when it cannot be read, has no header, or is in another encoding.</summary>
    public static CsvFileReader Open(string path)
    {
        var records = new CsvRecordReader(OpenStream(path));
        try
        {
            return new CsvFileReader(records, ReadHeader(records, path));
        }
        catch
        {
            records.Dispose();
            throw;
        }
    }

    public bool Read() => _records.Read();

    public ReadOnlySpan<byte> Field(int column) => _records.Field(column);

    public void Dispose() => _records.Dispose();

    private static FileStream OpenStream(string path)
    {
        try
        {
            var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
            RefuseWideText(stream, path);
            return stream;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The file cannot be read: {e.Message}", path, "Check store.path and the access rights.", e);
        }
    }

    // Their byte order marks are the only sure sign; without one every row fails as no UTF-8 or for its NULs.
    private static void RefuseWideText(FileStream stream, string path)
    {
        Span<byte> start = stackalloc byte[4];
        var length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        var bits = start[..length] is [0xFF, 0xFE, 0, 0] or [0, 0, 0xFE, 0xFF] ? 32 : start[..length] is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] ? 16 : 0;
        if (bits > 0)
        {
            stream.Dispose();
            throw new StoreException($"The file is UTF-{bits} text.", path, $"Save it as UTF-8: iconv -f UTF-{bits} -t UTF-8 FILE > NEW");
        }
    }

    private static List<string> ReadHeader(CsvRecordReader records, string path)
    {
        if (!records.Read())
        {
            throw new StoreException("The file is empty: it has no header.", path, "Name a CSV file whose first line names its columns.");
        }

        var fault = records.Fault ?? (Utf8.IsValid(records.Raw) && !records.Raw.Contains((byte)0) ? null : "it is not UTF-8 text");
        return fault is null
            ? [.. Enumerable.Range(0, records.FieldCount).Select(i => Encoding.UTF8.GetString(records.Field(i)).Trim())]
            : throw new StoreException($"The header cannot be read: {fault}.", $"{path}, line {records.Line}", "Save the file as UTF-8 CSV with commas and a header line.");
    }
}
