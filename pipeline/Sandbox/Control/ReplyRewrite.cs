using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace ContactSync.Sandbox.Control;

/// <summary>Changes a whole reply as a rule says: rows doubled, left out, in another order, under each other's ids, or a count that is off.</summary>
internal static class ReplyRewrite
{
    private const string CountHeader = "Sforce-NumberOfRecords";

    private static readonly string[] Counts = ["numberRecordsProcessed", "totalSize"];

    public static byte[] Apply(FaultRule rule, FaultPlan plan, byte[] body, IHeaderDictionary headers)
    {
        if (rule.Do == FaultDeed.WrongCount)
        {
            return Miscount(rule, body, headers);
        }
        var rows = Rows(Encoding.UTF8.GetString(body));
        if (rows.Count < 2)
        {
            return body;
        }
        var changed = rule.Do switch
        {
            FaultDeed.DupRows => rows.Concat(rows.Skip(1).Take(rule.By)),
            FaultDeed.DropRows => rows.Take(1).Concat(rows.Skip(1 + rule.By)),
            FaultDeed.WrongId => rows.Take(1).Concat(WrongIds(rows)),
            _ => rows.Take(1).Concat(Shuffled(rows, plan)),
        };
        return Encoding.UTF8.GetBytes(string.Concat(changed));
    }

    private static byte[] Miscount(FaultRule rule, byte[] body, IHeaderDictionary headers)
    {
        if (rule.Field is null && headers.TryGetValue(CountHeader, out var count))
        {
            headers[CountHeader] = (long.Parse(count.ToString(), CultureInfo.InvariantCulture) + rule.By).ToString(CultureInfo.InvariantCulture);
            return body;
        }
        var text = Encoding.UTF8.GetString(body);
        foreach (var name in rule.Field is null ? Counts : [rule.Field])
        {
            var found = new Regex($"(\"{Regex.Escape(name)}\"\\s*:\\s*)(\\d+)", RegexOptions.CultureInvariant);
            if (found.IsMatch(text))
            {
                return Encoding.UTF8.GetBytes(found.Replace(text, m => m.Groups[1].Value + (long.Parse(m.Groups[2].Value, CultureInfo.InvariantCulture) + rule.By).ToString(CultureInfo.InvariantCulture), 1));
            }
        }
        return body;
    }

    /// <summary>Each row under the id of the next, the last under the first's.</summary>
    private static IEnumerable<string> WrongIds(List<string> rows)
    {
        static string Id(string row) => row.Split('"', 3) is ["", var id, _] ? id : "";
        for (var i = 1; i < rows.Count; i++)
        {
            yield return $"\"{Id(rows[i + 1 < rows.Count ? i + 1 : 1])}\"{rows[i][(Id(rows[i]).Length + 2)..]}";
        }
    }

    private static string[] Shuffled(List<string> rows, FaultPlan plan)
    {
        var order = rows.Skip(1).ToArray();
        for (var i = order.Length - 1; i > 0; i--)
        {
            var j = plan.Next(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }
        return order;
    }

    /// <summary>The records of a CSV, header first, each with the line end that closes it; line ends between quotes close none.</summary>
    private static List<string> Rows(string csv)
    {
        var rows = new List<string>();
        var (start, quoted) = (0, false);
        for (var i = 0; i < csv.Length; i++)
        {
            quoted ^= csv[i] == '"';
            if (csv[i] == '\n' && !quoted)
            {
                rows.Add(csv[start..(i + 1)]);
                start = i + 1;
            }
        }
        if (start < csv.Length)
        {
            rows.Add(csv[start..]);
        }
        return rows;
    }
}
