using System.Text;
using ContactSync.Cli;
using ContactSync.Stores.Import;

namespace ContactSync.Evaluate;

/// <summary>Who is truly who: a CSV with one line a record (key, cluster) or one line a pair (key, key). The rows are those of the records' order.</summary>
public sealed class Truth
{
    private readonly int[] _of;

    private Truth(int[] of, HashSet<(int, int)>? listed, int unknown)
    {
        (_of, Listed, Unknown) = (of, listed, unknown);
    }

    /// <summary>The pairs as listed, lower row first; null where the file gives clusters, and then every pair of a cluster is one.</summary>
    public HashSet<(int Left, int Right)>? Listed { get; }

    /// <summary>Lines with a key that no record has.</summary>
    public int Unknown { get; }

    /// <summary>The true cluster of each row.</summary>
    public ReadOnlySpan<int> Of => _of;

    /// <summary>Whether two rows are one person.</summary>
    public bool Same(int left, int right) => _of[left] == _of[right];

    /// <summary>
    /// Reads the file. Clusters are told from pairs by the second column: a cluster's name, or a record's key. Of a pair the first key is of the left file where
    /// both have it, the second of the right; a line without one of them says that a record has no partner.
    /// </summary>
    public static Truth Read(string path, IReadOnlyList<string> left, IReadOnlyList<string> right)
    {
        if (!File.Exists(path))
        {
            throw new UserException("There is no such file.", path, "Name a CSV of id,cluster or id_l,id_r.", ExitCode.Configuration);
        }

        var (firsts, seconds) = (new Dictionary<string, int>(StringComparer.Ordinal), new Dictionary<string, int>(StringComparer.Ordinal));
        for (var i = 0; i < left.Count + right.Count; i++)
        {
            var id = i < left.Count ? left[i] : right[i - left.Count];
            firsts.TryAdd(id, i);
            if (!seconds.TryAdd(id, i) && i >= left.Count && seconds[id] < left.Count)
            {
                seconds[id] = i;
            }
        }

        var lines = Lines(path, out var header);
        return header.Contains("cluster", StringComparison.OrdinalIgnoreCase) || !lines.TrueForAll(l => l.Second.Length == 0 || seconds.ContainsKey(l.Second))
            ? OfClusters(lines, firsts, left.Count + right.Count)
            : OfPairs(lines.Where(l => l.First.Length > 0 && l.Second.Length > 0), firsts, seconds, left.Count + right.Count);
    }

    private static List<(string First, string Second)> Lines(string path, out string header)
    {
        using var reader = new CsvRecordReader(File.OpenRead(path));
        header = reader.Read() ? Encoding.UTF8.GetString(reader.Raw) : "";
        var lines = new List<(string, string)>();
        while (reader.Read())
        {
            if (reader.FieldCount >= 2)
            {
                lines.Add((Encoding.UTF8.GetString(reader.Field(0)), Encoding.UTF8.GetString(reader.Field(1))));
            }
        }

        return lines;
    }

    private static Truth OfClusters(List<(string First, string Second)> lines, Dictionary<string, int> rows, int count)
    {
        var of = Enumerable.Range(0, count).ToArray();
        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        var unknown = 0;
        foreach (var (id, cluster) in lines)
        {
            if (!rows.TryGetValue(id, out var row))
            {
                unknown++;
            }
            else if (!first.TryAdd(cluster, row))
            {
                of[row] = first[cluster];
            }
        }

        return new Truth(of, null, unknown);
    }

    private static Truth OfPairs(IEnumerable<(string First, string Second)> lines, Dictionary<string, int> firsts, Dictionary<string, int> seconds, int count)
    {
        var of = Enumerable.Range(0, count).ToArray();
        var listed = new HashSet<(int, int)>();
        var unknown = 0;
        foreach (var (first, second) in lines)
        {
            if (!firsts.TryGetValue(first, out var left) || !seconds.TryGetValue(second, out var right))
            {
                unknown++;
                continue;
            }

            listed.Add((Math.Min(left, right), Math.Max(left, right)));
            var (a, b) = (Root(of, left), Root(of, right));
            of[Math.Max(a, b)] = Math.Min(a, b);
        }

        for (var i = 0; i < count; i++)
        {
            of[i] = Root(of, i);
        }

        return new Truth(of, listed, unknown);
    }

    private static int Root(int[] of, int row)
    {
        while (of[row] != row)
        {
            row = of[row] = of[of[row]];
        }

        return row;
    }
}
