using System.Text;
using ContactSync.Generate;

namespace ContactSync.Sync.Tests.Generate;

/// <summary>A generated world, read back by a small reader of RFC 4180 that shares nothing with the writer.</summary>
internal sealed record Sample(
    IReadOnlyList<Dictionary<string, string>> Supporters, IReadOnlyList<Dictionary<string, string>> Contacts, IReadOnlyList<Dictionary<string, string>> Truth)
{
    public IEnumerable<(Dictionary<string, string> Supporter, Dictionary<string, string> Contact, string Kind)> Pairs =>
        Truth.Where(t => t["supporter_id"].Length > 0 && t["contact_row"].Length > 0)
            .Select(t => (Supporters[Row(t["supporter_id"])], Contacts[Row(t["contact_row"])], t["kind"]));

    public static Sample Of(long seed, long locals, long orgs, Slips? slips = null)
    {
        var world = World.Generate(seed, locals, orgs, slips);
        return new Sample(Read(world.WriteSupporters), Read(world.WriteContacts), Read(world.WriteTruth));
    }

    public static byte[] Bytes(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return stream.ToArray();
    }

    private static int Row(string number) => int.Parse(number, System.Globalization.CultureInfo.InvariantCulture) - 1;

    private static List<Dictionary<string, string>> Read(Action<Stream> write)
    {
        var rows = Cells(Encoding.UTF8.GetString(Bytes(write)));
        return [.. rows.Skip(1).Select(row => rows[0].Zip(row).ToDictionary(p => p.First, p => p.Second))];
    }

    private static List<List<string>> Cells(string text)
    {
        var rows = new List<List<string>> { new() };
        var cell = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quoted && c == '"' && i + 1 < text.Length && text[i + 1] == '"')
            {
                cell.Append(text[++i]);
            }
            else if (c == '"')
            {
                quoted = !quoted;
            }
            else if (!quoted && c is ',' or '\n')
            {
                rows[^1].Add(cell.ToString());
                cell.Clear();
                if (c == '\n')
                {
                    rows.Add([]);
                }
            }
            else
            {
                cell.Append(c);
            }
        }

        rows.RemoveAt(rows.Count - 1);
        return rows;
    }
}
