using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Soql;

namespace ContactSync.Sandbox.Reports;

/// <summary>A report bound to the schema: its columns, groups and sums, and the query that finds its rows.</summary>
internal sealed class ReportPlan
{
    private readonly QueryScope _scope;
    private readonly SoqlQuery _empty;
    private readonly ObjectType _type;

    public ReportPlan(QueryScope scope, Report report, ReportWish wish)
    {
        _scope = scope;
        Report = report;
        _type = scope.Store.Schema.Find(report.Object) ?? throw SoqlPlan.NotSupported(report.Object);
        _empty = new SoqlQuery("", [], _type.Name);
        var own = report.Columns.Select(Column).ToList();
        Columns = wish.Columns is null ? own : [.. wish.Columns.Select(Named)];
        Groups = [.. report.GroupBy.Select(Column)];
        Sums = [.. report.Sums.Select(Column)];
        if (Groups.Count > Report.MostGroups || Sums.Exists(s => !Literal.IsNumber(s.Path.Field)))
        {
            throw new SalesforceFault(400, "BAD_REQUEST", $"A report has at most {Report.MostGroups} groups and sums only numbers.");
        }
        Filters = wish.Filters;
        Query = new SoqlPlan(scope, SoqlParser.Parse(Soql(wish)));
    }

    public Report Report { get; }

    public List<ReportColumn> Columns { get; }

    public List<ReportColumn> Groups { get; }

    public List<ReportColumn> Sums { get; }

    public IReadOnlyList<ReportFilter> Filters { get; }

    public SoqlPlan Query { get; }

    private string Soql(ReportWish wish)
    {
        var conditions = wish.Filters.Select(f => f.Soql(Named(f.Column))).ToList();
        if (Report.Where is { } where)
        {
            conditions.Add($"({where})");
        }
        var order = wish.SortColumn is { } sort ? Named(sort).Path.Name + (wish.Descending ? " DESC" : "") : Report.OrderBy;
        return $"SELECT Id FROM {_type.Name}{(conditions.Count == 0 ? "" : " WHERE " + string.Join(" AND ", conditions))}{(order is null ? "" : " ORDER BY " + order)}";
    }

    private ReportColumn Column(string path) => new(FieldPath.Resolve(_scope.Store, _type, path, _empty, 1));

    /// <summary>A column by its name in reports, be it one of this report or another of its object.</summary>
    private ReportColumn Named(string name) =>
        Report.Columns.Concat(Report.GroupBy).Concat(_type.Fields.Where(f => f.Type != FieldType.Address).Select(f => f.Name)).Select(Column)
            .FirstOrDefault(c => c.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? throw ReportWish.Bad($"The report has no column {name}.");
}
