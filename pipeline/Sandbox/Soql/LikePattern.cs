namespace ContactSync.Sandbox.Soql;

/// <summary>LIKE: % any run of characters, _ one character, a backslash before either, or before another, takes it literally; case is ignored.</summary>
internal static class LikePattern
{
    public static bool Matches(ReadOnlySpan<char> text, ReadOnlySpan<char> pattern)
    {
        var (t, p, star, mark) = (0, 0, -1, 0);
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '%')
            {
                (star, mark) = (++p, t);
            }
            else if (p < pattern.Length && One(pattern, p, text[t]) is var used and > 0)
            {
                p += used;
                t++;
            }
            else if (star >= 0)
            {
                p = star;
                t = ++mark;
            }
            else
            {
                return false;
            }
        }
        while (p < pattern.Length && pattern[p] == '%')
        {
            p++;
        }
        return p == pattern.Length;
    }

    private static int One(ReadOnlySpan<char> pattern, int at, char c)
    {
        if (pattern[at] == '_')
        {
            return 1;
        }
        var escaped = pattern[at] == '\\' && at + 1 < pattern.Length && pattern[at + 1] is '%' or '_' or '\\';
        var wanted = escaped ? pattern[at + 1] : pattern[at];
        return char.ToUpperInvariant(wanted) == char.ToUpperInvariant(c) ? escaped ? 2 : 1 : 0;
    }
}
