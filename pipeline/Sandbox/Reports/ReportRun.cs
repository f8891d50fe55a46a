using System.Globalization;
using ContactSync.Sandbox.Store;
using ContactSync.Sandbox.Writing;

namespace ContactSync.Sandbox.Reports;

/// <summary>
/// The rows of a report, gathered in groups. Only the first 2,000 rows are shown, in all groups together; counts and sums go over all.
/// </summary>
internal sealed class ReportRun
{
    private const int MostRows = 2000;

    public ReportRun(OrgStore store, ReportPlan plan)
    {
        Plan = plan;
        Root = new ReportGroup(default, plan.Sums.Count);
        var (table, record, shown) = (store.Table(plan.Query.Type), new RecordView(store, plan.Query.Type), 0);
        foreach (var number in plan.Query.Run())
        {
            if (table[number] is not { IsEmpty: false } blob)
            {
                continue;
            }
            record.Load(number, blob);
            var sums = plan.Sums.ConvertAll(s => s.Path.Get(record) is { IsEmpty: false } value ? double.Parse(value, NumberStyles.Float, CultureInfo.InvariantCulture) : 0);
            var group = Root;
            group.Count(sums);
            foreach (var column in plan.Groups)
            {
                group = group.Part(column.Cell(record), plan.Sums.Count);
                group.Count(sums);
            }
            AllData = shown < MostRows;
            if (shown++ < MostRows)
            {
                group.Rows.Add(plan.Columns.ConvertAll(c => c.Cell(record)));
            }
        }
        Root.Sort();
    }

    public ReportPlan Plan { get; }

    /// <summary>All rows; its parts are the groups of the first level.</summary>
    public ReportGroup Root { get; }

    /// <summary>No row was left out.</summary>
    public bool AllData { get; private set; } = true;
}

/// <summary>The rows that have one value of each column grouped by so far.</summary>
internal sealed class ReportGroup(ReportCell cell, int sums)
{
    private readonly Dictionary<string, ReportGroup> _byValue = new(StringComparer.OrdinalIgnoreCase);

    public ReportCell Cell => cell;

    public long RowCount { get; private set; }

    public double[] Sums { get; } = new double[sums];

    public List<List<ReportCell>> Rows { get; } = [];

    public List<ReportGroup> Parts { get; private set; } = [];

    public void Count(List<double> values)
    {
        RowCount++;
        for (var i = 0; i < Sums.Length; i++)
        {
            Sums[i] += values[i];
        }
    }

    public ReportGroup Part(ReportCell value, int sums)
    {
        var key = value.Raw is null ? "" : value.Raw + "\u0001" + value.Label;
        if (!_byValue.TryGetValue(key, out var part))
        {
            _byValue.Add(key, part = new ReportGroup(value, sums));
            Parts.Add(part);
        }
        return part;
    }

    /// <summary>Blanks first, then by what a reader sees.</summary>
    public void Sort()
    {
        Parts = [.. Parts.OrderBy(p => p.Cell.Raw is not null).ThenBy(p => p.Cell.Label, StringComparer.OrdinalIgnoreCase)];
        Parts.ForEach(p => p.Sort());
    }
}
