namespace ContactSync.Transforms.Candidates;

/// <summary>
/// How a folded name sounds, for candidate keys only: Soundex's six classes of consonants (Russell and Odell, US patents 1,261,167 and 1,435,663),
/// but without its cut at four signs, and with the first letter in its class too, so that Catherine meets Katherine. A name without Latin
/// consonants is its own sound.
/// </summary>
internal static class Sound
{
    private static ReadOnlySpan<byte> Classes =>
        //a  b  c  d  e  f  g  h  i  j  k  l  m  n  o  p  q  r  s  t  u  v  w  x  y  z
        [0, 1, 2, 3, 0, 1, 2, 0, 0, 2, 2, 4, 5, 5, 0, 1, 2, 6, 2, 3, 0, 1, 0, 2, 0, 2];

    /// <summary>A number that names of one sound share; 0 for a blank one.</summary>
    public static ulong Of(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty)
        {
            return 0;
        }

        ulong sound = 0;
        var before = 0;
        foreach (var b in name)
        {
            if (b is < (byte)'a' or > (byte)'z')
            {
                if (b >= 0x80)
                {
                    return KeyHash.Of(name) | 1;
                }

                continue;
            }

            var kind = Classes[b - 'a'];
            if (kind != 0 && kind != before)
            {
                sound = (sound * 7) + kind;
            }

            before = b is (byte)'h' or (byte)'w' ? before : kind;
        }

        return sound == 0 ? KeyHash.Of(name) | 1 : sound;
    }
}
