namespace ContactSync.Reporting;

/// <summary>
/// Rows under the names of their columns. On a terminal that is too narrow for that the last column goes on in lines of its own, or, where even that leaves too little room, each row
/// is printed down instead of across, a line a column without those that are blank. What it prints cannot steer a terminal.
/// </summary>
/// <param name="columns">Columns of the terminal; null where there is none, and lines are as long as they are.</param>
public sealed class TextTable(TextWriter output, int? columns)
{
    private const string Gap = "  ";

    /// <summary>The columns that the last column of a table must have for its values to be broken.</summary>
    private const int LeastLast = 30;

    /// <summary>A table on <paramref name="output"/>, as wide as the terminal where that is one.</summary>
    public static TextTable On(TextWriter output) => new(output, Terminal.Columns(output));

    /// <summary>Prints a table and, in brackets, how many rows it has. A null is blank.</summary>
    public void Write(IReadOnlyList<string> names, IEnumerable<IReadOnlyList<string?>> rows)
    {
        ArgumentNullException.ThrowIfNull(names);
        List<string[]> cells = [.. rows.Select(r => r.Select(v => Plain.Clean(v ?? "")).ToArray())];
        int[] widths = [.. names.Select((name, i) => cells.Select(r => r[i].Length).Append(name.Length).Max())];
        var before = widths[..^1].Sum(w => w + Gap.Length);
        var room = columns ?? int.MaxValue;
        if (cells.Count > 0 && room - before < Math.Min(LeastLast, widths[^1]))
        {
            Down(names, cells, room);
        }
        else
        {
            widths[^1] = Math.Max(names[^1].Length, Math.Min(widths[^1], room - before));
            Across(names, cells, widths);
        }

        output.WriteLine($"({Plain.Count(cells.Count)} {(cells.Count == 1 ? "row" : "rows")})");
    }

    private void Across(IReadOnlyList<string> names, List<string[]> rows, int[] widths)
    {
        output.WriteLine(Line(names, widths));
        output.WriteLine(string.Join(Gap, widths.Select(w => new string('-', w))));
        var blank = Enumerable.Repeat("", names.Count - 1);
        foreach (var row in rows)
        {
            var last = Lines.Broken(row[^1], widths[^1]);
            output.WriteLine(Line([.. row[..^1], last[0]], widths));
            foreach (var more in last.Skip(1))
            {
                output.WriteLine(Line([.. blank, more], widths));
            }
        }
    }

    private void Down(IReadOnlyList<string> names, List<string[]> rows, int room)
    {
        var name = names.Max(n => n.Length);
        foreach (var row in rows)
        {
            for (var i = 0; i < row.Length; i++)
            {
                if (row[i].Length > 0)
                {
                    var value = Lines.Broken(row[i], Math.Max(1, room - name - Gap.Length));
                    output.WriteLine(names[i].PadRight(name) + Gap + string.Join('\n' + new string(' ', name) + Gap, value));
                }
            }

            output.WriteLine(new string('-', Math.Min(room, name)));
        }
    }

    private static string Line(IReadOnlyList<string> cells, int[] widths) => string.Join(Gap, cells.Select((c, i) => c.PadRight(widths[i]))).TrimEnd();
}
