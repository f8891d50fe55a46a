namespace ContactSync.Transforms.Normalize;

/// <summary>Canonical white space of ASCII text; gives what <see cref="UnicodeText"/> gives for the same bytes, at a fraction of the cost.</summary>
internal static class AsciiText
{
    /// <summary>
    /// Trims, makes each run of blanks one space and each line break a line feed, and drops blanks at line breaks. Returns a part of
    /// <paramref name="value"/> where nothing inside it changes, else a part of the scratch memory.
    /// </summary>
    public static ReadOnlySpan<byte> Collapse(ReadOnlySpan<byte> value, bool mayHoldRuns, Scratch scratch)
    {
        var text = Trim(value);
        return mayHoldRuns && (text.ContainsAnyInRange((byte)'\t', (byte)'\r') || text.IndexOf("  "u8) >= 0) ? Rewrite(text, scratch) : text;
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> value)
    {
        var start = 0;
        var end = value.Length;
        while (start < end && IsWhite(value[start]))
        {
            start++;
        }

        while (end > start && IsWhite(value[end - 1]))
        {
            end--;
        }

        return value[start..end];
    }

    private static ReadOnlySpan<byte> Rewrite(ReadOnlySpan<byte> text, Scratch scratch)
    {
        var target = scratch.Bytes(text.Length);
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var b = text[i];
            if (!IsWhite(b))
            {
                target[length++] = b;
            }
            else if (b is (byte)'\r' or (byte)'\n')
            {
                length -= length > 0 && target[length - 1] == ' ' ? 1 : 0;
                target[length++] = (byte)'\n';
                i += b == '\r' && i + 1 < text.Length && text[i + 1] == '\n' ? 1 : 0;
            }
            else if (target[length - 1] is not ((byte)' ' or (byte)'\n'))
            {
                // The text is trimmed, so something stands before this blank.
                target[length++] = (byte)' ';
            }
        }

        return target[..length];
    }

    private static bool IsWhite(byte b) => b is (byte)' ' or (>= (byte)'\t' and <= (byte)'\r');
}
