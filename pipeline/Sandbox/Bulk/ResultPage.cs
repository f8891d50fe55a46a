using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using ContactSync.Sandbox.Values;

namespace ContactSync.Sandbox.Bulk;

/// <summary>One page of a query's results: the header bytes, then the bytes of its rows. Locators say which row a page begins at.</summary>
internal sealed record ResultPage(long HeaderBytes, long Start, long End, long Rows, string? NextLocator)
{
    public static ResultPage Find(Job job, string? locator, long maximum)
    {
        var total = job.Record.Processed;
        var first = locator is null ? 0 : RowOf(locator);
        if (first < 0 || (first > 0 && first >= total))
        {
            throw new SalesforceFault(400, "INVALIDLOCATOR", "Invalid locator: " + locator);
        }
        var rows = Math.Min(maximum, total - first);
        var index = File.ReadAllBytes(job.ResultIndexFile);
        using var file = File.OpenRead(job.ResultFile);
        var header = total == 0 ? file.Length : BinaryPrimitives.ReadInt64LittleEndian(index);
        var next = first + rows < total ? Locator(first + rows) : null;
        return new ResultPage(header, Offset(file, index, job, first), Offset(file, index, job, first + rows), rows, next);
    }

    public static string Locator(long row) => Convert.ToBase64String(Encoding.ASCII.GetBytes(row.ToString("D9", CultureInfo.InvariantCulture)));

    /// <summary>The row a locator names; -1 for what is none.</summary>
    public static long RowOf(string locator)
    {
        Span<byte> bytes = stackalloc byte[64];
        return Convert.TryFromBase64String(locator, bytes, out var length)
            && long.TryParse(bytes[..length], NumberStyles.None, CultureInfo.InvariantCulture, out var row) ? row : -1;
    }

    private static long Offset(FileStream file, byte[] index, Job job, long row)
    {
        if (row >= job.Record.Processed)
        {
            return file.Length;
        }
        var mark = (int)(row / QueryRun.IndexEvery);
        var at = BinaryPrimitives.ReadInt64LittleEndian(index.AsSpan(mark * 8));
        file.Position = at;
        var reader = new CsvReader(file, job.Record.Delimiter, at);
        var cells = new CsvRow();
        for (var i = (long)mark * QueryRun.IndexEvery; i < row; i++)
        {
            reader.Read(cells);
        }
        return reader.Offset;
    }
}
