namespace ContactSync.Reporting;

/// <summary>
/// Lines of a label, a text and, at the right edge, the seconds something took. On a terminal a line that does not fit goes on below, between words and as far in as its text;
/// elsewhere it stays whole, for other programs. What it prints cannot steer a terminal.
/// </summary>
/// <param name="columns">Columns of the terminal; null where there is none.</param>
public sealed class Screen(TextWriter output, int? columns)
{
    private const int LabelWidth = 17;
    private const int Width = 100;

    /// <summary>The columns a text must have left after its label to be broken; a terminal that is narrower breaks lines by itself.</summary>
    private const int LeastText = 20;

    /// <summary>A screen on <paramref name="output"/>, as wide as the terminal where that is one.</summary>
    public static Screen On(TextWriter output) => new(output, Terminal.Columns(output));

    public void Line(string label, string text, TimeSpan? took = null)
    {
        var room = columns is { } width && width - LabelWidth >= LeastText ? width - LabelWidth : int.MaxValue;
        var prefix = Plain.Clean(label).PadRight(LabelWidth);
        var lines = Reporting.Lines.Broken(Plain.Clean(text), room);
        foreach (var line in lines.SkipLast(1))
        {
            output.WriteLine((prefix + line).TrimEnd());
            prefix = new string(' ', LabelWidth);
        }

        var last = (prefix + lines[^1]).TrimEnd();
        output.WriteLine(took is { } time ? WithSeconds(last, Plain.Seconds(time)) : last);
    }

    /// <summary>The lines of one label, which stands on the first alone.</summary>
    public void Lines(string label, IEnumerable<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        foreach (var text in texts)
        {
            Line(label, text);
            label = "";
        }
    }

    private string WithSeconds(string line, string seconds)
    {
        var edge = Math.Min(Width, columns ?? Width);
        return columns is { } room && line.Length + 2 + seconds.Length > room
            ? $"{line}\n{seconds.PadLeft(edge)}"
            : line.PadRight(Math.Max(line.Length + 2, edge - seconds.Length)) + seconds;
    }
}
