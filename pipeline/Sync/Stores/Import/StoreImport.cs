using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace ContactSync.Stores.Import;

/// <summary>Imports one CSV file in one transaction: rows are staged as they are read, then put through the store's rules together.</summary>
internal sealed class StoreImport(StoreWriter writer)
{
    public async Task<ImportReport> RunAsync(string path, ImportMapping? mapping, CancellationToken cancellationToken)
    {
        using var reader = Open(path);
        var header = ReadHeader(reader, path);
        mapping ??= ImportMapping.ByName(header, writer.Sql.Fields);
        var row = new ImportRow(ImportColumn.Resolve(mapping, header, path, writer.Sql), header.Count, writer.Now());
        return await writer.TransactAsync(
            connection =>
            {
                var refusals = new List<ImportRefusal>();
                var read = Stage(reader, row, refusals, cancellationToken);
                writer.Settle(cancellationToken);
                foreach (var (line, code, message) in RefusalRows.Read(connection, Line, cancellationToken))
                {
                    refusals.Add(new ImportRefusal(line, code, message));
                }
                refusals.Sort((a, b) => a.Line.CompareTo(b.Line));
                var (inserted, updated) = writer.WriteByUser(cancellationToken);
                var ignored = header.Where(c => !mapping.Pairs.Any(p => p.Column == c)).ToList();
                return new ImportReport(path, read, inserted, updated, read - inserted - updated - refusals.Count, mapping.Pairs, ignored, row.Unstamped, refusals);
            },
            cancellationToken);
    }

    private static CsvRecordReader Open(string path)
    {
        try
        {
            return new CsvRecordReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The file cannot be read: {e.Message}", path, "Check the name and the access rights.", e);
        }
    }

    private static List<string> ReadHeader(CsvRecordReader reader, string path)
    {
        if (!reader.Read())
        {
            throw new StoreException("The file is empty: it has no header.", path, "Name a CSV file whose first line names its columns.");
        }
        var fault = reader.Fault ?? (Utf8.IsValid(reader.Raw) && !reader.Raw.Contains((byte)0) ? null : "it is not UTF-8 text");
        return fault is null
            ? [.. Enumerable.Range(0, reader.FieldCount).Select(i => Encoding.UTF8.GetString(reader.Field(i)).Trim())]
            : throw new StoreException($"The header cannot be read: {fault}.", $"{path}, line {reader.Line}", "Save the file as UTF-8 CSV with commas and a header line.");
    }

    private long Stage(CsvRecordReader reader, ImportRow row, List<ImportRefusal> refusals, CancellationToken cancellationToken)
    {
        long read = 0;
        using var rows = writer.Stage();
        while (reader.Read())
        {
            if ((++read & 0xFFFF) == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
            if (row.Stage(reader, rows) is { } refusal)
            {
                refusals.Add(refusal);
            }
        }
        rows.Complete();
        return read;
    }

    private static string Line(long line) => string.Create(CultureInfo.InvariantCulture, $"line {line}");
}
