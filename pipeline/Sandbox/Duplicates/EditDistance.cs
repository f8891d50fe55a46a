namespace ContactSync.Sandbox.Duplicates;

/// <summary>How alike two texts are by the letters that must be changed, added or left out: 100 for equal, 0 for nothing in common.</summary>
internal static class EditDistance
{
    private const int Longest = 256;

    // A slip to the next key is half a change: no published figure says how much.
    private const double Slip = 0.5;

    private static readonly string[] Rows = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];

    public static int Score(string a, string b) => Score(a, b, static (_, _) => 1);

    /// <summary>False where the lengths, or the letters each text has, already keep the score below the threshold; needs no table.</summary>
    public static bool MayReach(int threshold, string a, string b)
    {
        Span<int> letters = stackalloc int[64];
        foreach (var letter in a)
        {
            letters[letter & 63]++;
        }
        foreach (var letter in b)
        {
            letters[letter & 63]--;
        }
        var (more, fewer) = (0, 0);
        foreach (var count in letters)
        {
            more += Math.Max(count, 0);
            fewer -= Math.Min(count, 0);
        }
        return 100 * (1 - ((double)Math.Max(more, fewer) / Math.Max(a.Length, b.Length))) >= threshold - 0.5;
    }

    /// <summary>The same, but a key hit for the one beside it on a keyboard counts half.</summary>
    public static int ByKeyboard(string a, string b) => Score(a, b, static (x, y) => Adjacent(x, y) ? Slip : 1);

    private static int Score(string a, string b, Func<char, char, double> change)
    {
        a = a.Length > Longest ? a[..Longest] : a;
        b = b.Length > Longest ? b[..Longest] : b;
        if (a.Length == 0 || b.Length == 0)
        {
            return a.Length == b.Length ? 100 : 0;
        }
        Span<double> above = stackalloc double[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
        {
            above[j] = j;
        }
        for (var i = 1; i <= a.Length; i++)
        {
            var corner = above[0];
            above[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var changed = corner + (a[i - 1] == b[j - 1] ? 0 : change(a[i - 1], b[j - 1]));
                corner = above[j];
                above[j] = Math.Min(changed, 1 + Math.Min(above[j], above[j - 1]));
            }
        }
        return (int)Math.Round(100 * (1 - (above[b.Length] / Math.Max(a.Length, b.Length))), MidpointRounding.AwayFromZero);
    }

    private static bool Adjacent(char a, char b)
    {
        for (var row = 0; row < Rows.Length; row++)
        {
            var at = Rows[row].IndexOf(a, StringComparison.Ordinal);
            if (at >= 0)
            {
                return Near(row, at, b) || (row > 0 && Near(row - 1, at, b)) || (row + 1 < Rows.Length && Near(row + 1, at, b));
            }
        }
        return false;
    }

    private static bool Near(int row, int at, char key) => Rows[row].IndexOf(key, StringComparison.Ordinal) is >= 0 and var other && Math.Abs(other - at) <= 1;
}
