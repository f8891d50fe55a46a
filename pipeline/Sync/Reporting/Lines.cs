namespace ContactSync.Reporting;

/// <summary>Text in lines that fit.</summary>
internal static class Lines
{
    /// <summary>
    /// <paramref name="text"/> in lines of at most <paramref name="room"/> characters, broken between words, inside one only where it is longer than a line. The lines after the
    /// first are set in as far as the text itself is, at most by half of the room. At least one line, which may be blank.
    /// </summary>
    public static IReadOnlyList<string> Broken(string text, int room)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(room, 1);
        var indent = new string(' ', Math.Min(text.Length - text.TrimStart().Length, room / 2));
        List<string> lines = [];
        var rest = text;
        while (rest.Length > room)
        {
            var end = rest.LastIndexOf(' ', room);
            if (end <= indent.Length)
            {
                end = room;
            }

            lines.Add(rest[..end].TrimEnd());
            rest = indent + rest[end..].TrimStart();
        }

        lines.Add(rest);
        return lines;
    }
}
