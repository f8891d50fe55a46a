using System.Globalization;
using System.Text;

namespace ContactSync.Sync.Tests.Load;

/// <summary>One ingest job of a <see cref="ScriptedOrg"/>.</summary>
internal sealed class ScriptedJob(ScriptedOrg org, string id, string operation, string? key, int number)
{
    private readonly List<string> _ok = [];
    private readonly List<string> _bad = [];
    private readonly List<string> _left = [];
    private List<List<string>>? _rows;
    private int _looks;

    public string Id => id;

    public int Number => number;

    public string State { get; private set; } = "Open";

    public bool WasClosed { get; private set; }

    public string Sent { get; private set; } = "";

    public bool HasEnded => State is "JobComplete" or "Failed" or "Aborted";

    public int RowCount => _rows is null ? 0 : _rows.Count - 1;

    public object Info() => new
    {
        id,
        operation,
        @object = "Contact",
        state = State,
        externalIdFieldName = key,
        createdById = ScriptedOrg.Us,
        createdDate = org.Now(),
        numberRecordsProcessed = _ok.Count + _bad.Count,
        numberRecordsFailed = _bad.Count,
    };

    public bool Upload(byte[] csv)
    {
        if (State != "Open" || _rows is not null)
        {
            return false;
        }

        Sent = Encoding.UTF8.GetString(csv);
        _rows = Parse(Sent);
        return true;
    }

    public bool SetState(string state)
    {
        if (HasEnded || (state == "UploadComplete" && State != "Open"))
        {
            return false;
        }

        WasClosed |= state == "UploadComplete";
        State = state;
        return true;
    }

    /// <summary>Each look brings a closed job on: in progress twice, then run.</summary>
    public void Advance()
    {
        if (State is not ("UploadComplete" or "InProgress"))
        {
            return;
        }

        State = "InProgress";
        if (++_looks > 2)
        {
            Run();
        }
    }

    public string Results(string file)
    {
        var header = string.Join(',', _rows![0]);
        return file.ToUpperInvariant() switch
        {
            "SUCCESSFULRESULTS" => $"\"sf__Id\",\"sf__Created\",{header}\n" + string.Concat(_ok),
            "FAILEDRESULTS" => $"\"sf__Id\",\"sf__Error\",{header}\n" + string.Concat(_bad),
            _ => header + "\n" + string.Concat(_left),
        };
    }

    private void Run()
    {
        var stop = org.FailsAfter(number) ?? int.MaxValue;
        foreach (var (cells, index) in _rows!.Skip(1).Select((cells, index) => (cells, index)))
        {
            if (index >= stop)
            {
                _left.Add(Line(cells));
                continue;
            }

            var row = _rows![0].Zip(cells).ToDictionary(p => p.First, p => p.Second, StringComparer.OrdinalIgnoreCase);
            var existing = Existing(row);
            if (org.RowErrors(row) is { } error)
            {
                _bad.Add(Line([existing?["Id"] ?? "", error, .. Reformatted(cells)]));
                continue;
            }

            var record = existing ?? org.Contacts[org.Add(ScriptedOrg.Us)];
            foreach (var (field, value) in row.Where(f => f.Key != "Id" && f.Value.Length > 0))
            {
                record[field] = value == "#N/A" ? "" : value;
            }

            org.Touch(record, ScriptedOrg.Us);
            _ok.Add(Line([record["Id"], existing is null ? "true" : "false", .. Reformatted(cells)]));
        }

        _ok.Reverse();
        _bad.Reverse();
        State = stop == int.MaxValue ? "JobComplete" : "Failed";
    }

    private Dictionary<string, string>? Existing(Dictionary<string, string> row) =>
        operation == "update" ? org.Contacts[row["Id"]]
        : key is null ? null
        : org.Contacts.Values.FirstOrDefault(r => string.Equals(r.GetValueOrDefault(key), row[key], StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<string> Reformatted(List<string> cells) =>
        cells.Select(c => c.Length == 9 && double.TryParse(c, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n.ToString("0.########E0", CultureInfo.InvariantCulture) : c);

    private static string Line(IEnumerable<string> cells) => string.Join(',', cells.Select(c => $"\"{c.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")) + "\n";

    private static List<List<string>> Parse(string csv)
    {
        List<List<string>> rows = [];
        List<string> row = [];
        var cell = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < csv.Length; i++)
        {
            var c = csv[i];
            if (quoted && c == '"' && i + 1 < csv.Length && csv[i + 1] == '"')
            {
                cell.Append('"');
                i++;
            }
            else if (c == '"')
            {
                quoted = !quoted;
            }
            else if (!quoted && c is (',' or '\n'))
            {
                row.Add(cell.ToString());
                cell.Clear();
                if (c == '\n')
                {
                    rows.Add(row);
                    row = [];
                }
            }
            else
            {
                cell.Append(c);
            }
        }

        return rows;
    }
}
