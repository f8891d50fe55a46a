using System.Text;
using ContactSync.Sandbox.Values;
using ContactSync.Sandbox.Writing;

namespace ContactSync.Sandbox.Bulk;

/// <summary>Writes the lines of result files: every data cell quoted, the uploaded header repeated as it came.</summary>
internal static class ResultText
{
    public static string Header(string firstCells, IEnumerable<string> uploaded, JobRecord job)
    {
        var delimiter = ((char)job.Delimiter).ToString();
        var own = firstCells.Length == 0 ? [] : firstCells.Split(',');
        return string.Join(delimiter, own.Concat(uploaded)) + Encoding.ASCII.GetString(job.NewLine);
    }

    public static void Cell(ValueSlab line, ReadOnlySpan<byte> value)
    {
        if (!value.Contains((byte)'"'))
        {
            Quote(line.Reserve(value.Length + 2), value);
            return;
        }
        line.Add((byte)'"');
        for (var quote = value.IndexOf((byte)'"'); quote >= 0; quote = value.IndexOf((byte)'"'))
        {
            line.Add(value[..(quote + 1)]);
            line.Add((byte)'"');
            value = value[(quote + 1)..];
        }
        line.Add(value);
        line.Add((byte)'"');
    }

    /// <summary>A line of a success or failure file: two cells of ours, then the row as parsed.</summary>
    public static void Row(ValueSlab line, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, RowDraft draft, JobRecord job)
    {
        Cell(line, first);
        line.Add(job.Delimiter);
        Cell(line, second);
        for (var i = 0; i < draft.Columns.Length; i++)
        {
            line.Add(job.Delimiter);
            Cell(line, draft.Value(i));
        }
        line.Add(job.NewLine);
    }

    private static void Quote(Span<byte> cell, ReadOnlySpan<byte> value)
    {
        cell[0] = (byte)'"';
        value.CopyTo(cell[1..]);
        cell[^1] = (byte)'"';
    }
}
