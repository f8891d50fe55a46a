namespace ContactSync.Transforms.Match;

/// <summary>
/// A name's letters with those in one place that spellings of one sound exchange: Sergej and Sergey, Mohammed and Muhamad, Schulz and Shulz, digits that
/// look like letters. Own rules, for comparing words of names; two words with one spelling may still be two names.
/// </summary>
internal static class Spelling
{
    // Longer ones first. The second of each pair replaces the first.
    private static readonly (byte[] From, byte[] To)[] Exchanges =
    [
        .. "sch sh|tch ch|dzh j|ph f|ck k|kh k|zh j|gh g|th t|hs s|ou u|oo u|ee i|ie i|iy i|yi i|aa a|x ks|y i|j i|w v|q k|c k|z s|0 o|1 i|3 e|5 s"
            .Split('|').Select(pair => (System.Text.Encoding.ASCII.GetBytes(pair.Split(' ')[0]), System.Text.Encoding.ASCII.GetBytes(pair.Split(' ')[1]))),
    ];

    /// <summary>Writes the common spelling, doubled letters once; returns the bytes written. The target needs twice the room of the word.</summary>
    public static int Write(ReadOnlySpan<byte> word, Span<byte> target)
    {
        var length = 0;
        while (!word.IsEmpty)
        {
            var (used, letters) = Next(word);
            foreach (var b in letters.IsEmpty ? word[..1] : letters)
            {
                if (length == 0 || target[length - 1] != b)
                {
                    target[length++] = b;
                }
            }

            word = word[used..];
        }

        return length;
    }

    private static Step Next(ReadOnlySpan<byte> word)
    {
        foreach (var (from, to) in Exchanges)
        {
            if (word.StartsWith(from))
            {
                return new Step(from.Length, to);
            }
        }

        return new Step(1, default);
    }

    private readonly ref struct Step(int used, ReadOnlySpan<byte> letters)
    {
        private readonly ReadOnlySpan<byte> _letters = letters;

        public void Deconstruct(out int count, out ReadOnlySpan<byte> text)
        {
            count = used;
            text = _letters;
        }
    }
}
