using System.Text;
using System.Text.Json;
using ContactSync.Cli;

namespace ContactSync.Review;

/// <summary>What a person said of two records: one person or not. The keys are those of the runs' tables, the lesser first.</summary>
public sealed record Judgement(string Left, string Right, bool Same, string By, DateTimeOffset At, int? Weight, string? Note)
{
    /// <summary>With the keys in order, so that A and B is B and A.</summary>
    public static Judgement Of(string one, string other, bool same, string by, DateTimeOffset at, int? weight = null, string? note = null) =>
        string.CompareOrdinal(one, other) <= 0 ? new(one, other, same, by, at, weight, note) : new(other, one, same, by, at, weight, note);
}

/// <summary>Three records that judgements say both of: <paramref name="Path"/> leads from one to the other by pairs that are the same, yet the two are said to differ.</summary>
public sealed record Contradiction(Judgement Apart, IReadOnlyList<string> Path);

/// <summary>
/// The judgements, an append-only log of one JSON object a line, synced at each. The last one on a pair counts; earlier ones stay as history.
/// A torn last line, which a crash can leave, is passed over; any other line that cannot be read is refused with its number.
/// </summary>
public sealed class JudgementLog(string path)
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Every judgement in the order given.</summary>
    public IReadOnlyList<Judgement> All()
    {
        if (!File.Exists(path))
        {
            return [];
        }

        var text = File.ReadAllText(path);
        var lines = text.Split('\n');
        var judgements = new List<Judgement>();
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].Length == 0)
            {
                continue;
            }

            try
            {
                judgements.Add(JsonSerializer.Deserialize<Judgement>(lines[i], Json)!);
            }
            catch (JsonException e)
            {
                if (i < lines.Length - 1)
                {
                    throw new UserException($"Line {i + 1} is no judgement: {e.Message}", path, "Restore the file from a copy, or take the line out.", ExitCode.Configuration, e);
                }
            }
        }

        return judgements;
    }

    /// <summary>The last judgement on each pair.</summary>
    public IReadOnlyDictionary<(string Left, string Right), Judgement> Current()
    {
        var current = new Dictionary<(string, string), Judgement>();
        foreach (var judgement in All())
        {
            current[(judgement.Left, judgement.Right)] = judgement;
        }

        return current;
    }

    /// <summary>Adds judgements; they are on the disk when this returns.</summary>
    public void Append(IEnumerable<Judgement> judgements)
    {
        ArgumentNullException.ThrowIfNull(judgements);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        EndTornLine(file);
        foreach (var judgement in judgements)
        {
            file.Write(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(judgement, Json) + "\n"));
        }

        file.Flush(flushToDisk: true);
    }

    /// <summary>Pairs said to differ that others say are the same by a chain: A=B, B=C, A≠C.</summary>
    public IReadOnlyList<Contradiction> Contradictions()
    {
        var current = Current().Values;
        var next = new Dictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        foreach (var same in current.Where(j => j.Same))
        {
            Link(next, same.Left, same.Right);
            Link(next, same.Right, same.Left);
        }

        return
        [
            .. current.Where(j => !j.Same).OrderBy(j => j.Left, StringComparer.Ordinal).ThenBy(j => j.Right, StringComparer.Ordinal)
                .Select(j => (Apart: j, Way: Way(next, j.Left, j.Right))).Where(c => c.Way.Count > 0).Select(c => new Contradiction(c.Apart, c.Way)),
        ];
    }

    private static void Link(Dictionary<string, SortedSet<string>> next, string from, string to) =>
        (next.TryGetValue(from, out var others) ? others : next[from] = new SortedSet<string>(StringComparer.Ordinal)).Add(to);

    /// <summary>The shortest way from one record to another by pairs that are the same; empty for none.</summary>
    private static List<string> Way(Dictionary<string, SortedSet<string>> next, string from, string to)
    {
        var before = new Dictionary<string, string?>(StringComparer.Ordinal) { [from] = null };
        var open = new Queue<string>([from]);
        while (open.TryDequeue(out var at) && !before.ContainsKey(to))
        {
            foreach (var other in next.GetValueOrDefault(at) ?? [])
            {
                if (before.TryAdd(other, at))
                {
                    open.Enqueue(other);
                }
            }
        }

        var way = new List<string>();
        for (var at = before.ContainsKey(to) ? to : null; at is not null; at = before[at])
        {
            way.Insert(0, at);
        }

        return way;
    }

    private static void EndTornLine(FileStream file)
    {
        if (file.Length == 0)
        {
            return;
        }

        file.Seek(-1, SeekOrigin.End);
        if (file.ReadByte() == '\n')
        {
            return;
        }

        // What a crash left of a line was never acknowledged: it is cut off.
        var position = file.Length - 1;
        while (position > 0)
        {
            file.Seek(position - 1, SeekOrigin.Begin);
            if (file.ReadByte() == '\n')
            {
                break;
            }

            position--;
        }

        file.SetLength(position);
        file.Seek(0, SeekOrigin.End);
    }
}
