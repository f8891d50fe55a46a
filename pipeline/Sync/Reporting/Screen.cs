namespace ContactSync.Reporting;

/// <summary>Lines of a label, a text and, at the right edge, the seconds something took. What it prints cannot steer a terminal.</summary>
public sealed class Screen(TextWriter output)
{
    private const int LabelWidth = 17;
    private const int Width = 100;

    public void Line(string label, string text, TimeSpan? took = null)
    {
        var line = Plain.Clean(label).PadRight(LabelWidth) + Plain.Clean(text);
        if (took is { } time)
        {
            var seconds = Plain.Seconds(time);
            line = line.PadRight(Math.Max(line.Length + 2, Width - seconds.Length)) + seconds;
        }

        output.WriteLine(line.TrimEnd());
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
}
