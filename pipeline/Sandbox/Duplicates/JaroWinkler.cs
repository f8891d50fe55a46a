namespace ContactSync.Sandbox.Duplicates;

/// <summary>Jaro-Winkler likeness of two folded names, 0 to 100: the letters they share, their order, and up to four equal ones at the start.</summary>
internal static class JaroWinkler
{
    private const double PerPrefixLetter = 0.1;
    private const int LongestPrefix = 4;

    public static int Score(string a, string b)
    {
        if (a.Length == 0 || b.Length == 0)
        {
            return 0;
        }
        var (shared, swapped) = Shared(a, b);
        if (shared == 0)
        {
            return 0;
        }
        var jaro = (((double)shared / a.Length) + ((double)shared / b.Length) + ((shared - (swapped / 2.0)) / shared)) / 3;
        var prefix = Math.Min(LongestPrefix, a.AsSpan().CommonPrefixLength(b));
        return (int)(100 * (jaro + (prefix * PerPrefixLetter * (1 - jaro))));
    }

    private static (int Shared, int Swapped) Shared(string a, string b)
    {
        var reach = Math.Max(0, (Math.Max(a.Length, b.Length) / 2) - 1);
        var taken = new bool[b.Length];
        var fromA = new List<char>(a.Length);
        for (var i = 0; i < a.Length; i++)
        {
            for (var j = Math.Max(0, i - reach); j <= Math.Min(b.Length - 1, i + reach); j++)
            {
                if (!taken[j] && a[i] == b[j])
                {
                    taken[j] = true;
                    fromA.Add(a[i]);
                    break;
                }
            }
        }
        var fromB = b.Where((_, j) => taken[j]);
        return (fromA.Count, fromA.Zip(fromB).Count(pair => pair.First != pair.Second));
    }
}
