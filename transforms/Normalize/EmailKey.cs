namespace ContactSync.Transforms.Normalize;

/// <summary>Whether a canonical e-mail value may serve as a match key.</summary>
internal static class EmailKey
{
    /// <summary>
    /// One @ with something before it, a dot inside what follows, no white space: looser than any standard, but "none" and "n/a" never become a
    /// key.
    /// </summary>
    public static bool IsAddress(ReadOnlySpan<byte> value)
    {
        var at = value.IndexOf((byte)'@');
        if (at <= 0 || value.ContainsAny(" \n"u8))
        {
            return false;
        }

        var domain = value[(at + 1)..];
        return domain.Length >= 3 && !domain.Contains((byte)'@') && domain[1..^1].Contains((byte)'.') && domain[0] != '.' && domain[^1] != '.';
    }
}
