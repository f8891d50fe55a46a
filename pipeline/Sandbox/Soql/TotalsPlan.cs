using System.Globalization;
using System.Text;
using ContactSync.Sandbox.Writing;

namespace ContactSync.Sandbox.Soql;

/// <summary>The aggregate side of a query: what it shows, what it groups by, in what order. Text groups without case.</summary>
internal sealed class TotalsPlan
{
    private const char Between = '\u0001';

    private readonly SoqlQuery _query;
    private readonly FieldPath[] _groups;

    // What is shown comes first, then what is only ordered by.
    private readonly List<TotalColumn> _columns = [];
    private readonly List<int> _order = [];
    private readonly Func<string?[], bool> _having;

    public TotalsPlan(QueryScope scope, SoqlQuery query, Func<string, int, string?, FieldPath> resolve)
    {
        _query = query;
        _groups = [.. query.GroupBy.Select(g => Grouped(resolve(g.Path, g.Column, g.Function), g.Column))];
        if (_groups.Length == 0 && query.Limit is not null)
        {
            throw SoqlFault.Malformed(query.Text, query.Select[0].Column, "Non-grouped query that uses overall aggregate functions cannot also use LIMIT");
        }
        foreach (var item in query.Select)
        {
            var column = Column(item, resolve(item.Path, item.Column, Date(item.Function)));
            if (_columns.Exists(c => c.Name.Equals(column.Name, StringComparison.OrdinalIgnoreCase)))
            {
                throw SoqlFault.Malformed(query.Text, item.Column, $"duplicate alias: {column.Name}");
            }
            _columns.Add(column);
        }
        Shown = [.. _columns];
        foreach (var item in query.OrderBy)
        {
            _order.Add(Ordered(item, resolve(item.Path, item.Column, Date(item.Function))));
        }
        _having = query.Having is null ? _ => true : new HavingCondition(scope, query, place => _columns[place], (path, function, column) =>
            Hidden(SoqlParser.IsTotal(function ?? "") ? function : null, resolve(path, column, Date(function)), column)).Compile(query.Having);
    }

    public IReadOnlyList<TotalColumn> Shown { get; }

    /// <summary>A row for each group, in order; of a query without groups one row, even over no record. A row may be longer than <see cref="Shown"/>.</summary>
    public List<string?[]> Run(IEnumerable<RecordView> views)
    {
        var groups = new Dictionary<string, Accumulator[]>(StringComparer.OrdinalIgnoreCase);
        if (_groups.Length == 0)
        {
            groups[""] = Begin();
        }
        foreach (var view in views)
        {
            var key = Key(view);
            if (!groups.TryGetValue(key, out var group))
            {
                groups.Add(key, group = Begin());
            }
            for (var i = 0; i < group.Length; i++)
            {
                group[i].Add(_columns[i].Path.Get(view));
            }
        }
        var rows = groups.OrderBy(g => g.Key, StringComparer.OrdinalIgnoreCase).Select(g => Array.ConvertAll(g.Value, a => a.Result())).Where(_having).ToList();
        var keys = new SortKeys([.. _order.Select(i => _columns[i].Order)], _query.OrderBy);
        return _order.Count == 0 ? rows : [.. rows.Order(Comparer<string?[]>.Create((a, b) => keys.Compare(Keys(a), Keys(b))))];
    }

    private Accumulator[] Begin() => [.. _columns.Select(c => new Accumulator(c))];

    private string?[] Keys(string?[] row) => [.. _order.Select(i => row[i])];

    private string Key(RecordView view)
    {
        if (_groups.Length == 0)
        {
            return "";
        }
        var key = new StringBuilder();
        foreach (var path in _groups)
        {
            key.Append(Encoding.UTF8.GetString(path.Get(view))).Append(Between);
        }
        return key.ToString();
    }

    private FieldPath Grouped(FieldPath path, int column) => new TotalColumn(null, path, "").IsAllowed
        ? path
        : throw SoqlFault.InvalidField(_query.Text, column, $"field '{path.Name}' can not be grouped in a query call");

    private TotalColumn Column(SoqlSelect item, FieldPath path)
    {
        if (item.Function is null || Date(item.Function) is not null)
        {
            return IsGrouped(path)
                ? new TotalColumn(null, path, item.Alias ?? (item.Function is null ? path.Field.Name : Unnamed(item)))
                : throw SoqlFault.Malformed(_query.Text, item.Column, $"Field must be grouped or aggregated: {path.Name}");
        }
        return Checked(new TotalColumn(item.Function, path, item.Alias ?? Unnamed(item)), item.Column);
    }

    private string Unnamed(SoqlSelect item) =>
        string.Create(CultureInfo.InvariantCulture, $"expr{_query.Select.TakeWhile(s => s != item).Count(s => s.IsAggregate && s.Alias is null)}");

    /// <summary>The function when it takes a part of a date; totals are taken of the field itself.</summary>
    private static string? Date(string? function) => function is not null && DateFunction.IsKnown(function) ? function : null;

    private int Ordered(SoqlOrder item, FieldPath path) => _groups.Length == 0
        ? throw SoqlFault.Malformed(_query.Text, item.Column, $"Ordered field must be grouped or aggregated: {path.Name}")
        : Hidden(Date(item.Function) is null ? item.Function : null, path, item.Column);

    /// <summary>The place of a column, which is added where it is not shown.</summary>
    private int Hidden(string? function, FieldPath path, int column)
    {
        if (function is null && !IsGrouped(path))
        {
            throw SoqlFault.Malformed(_query.Text, column, $"Ordered field must be grouped or aggregated: {path.Name}");
        }
        var at = _columns.FindIndex(c => c.Function == function && c.Path.Name == path.Name);
        if (at < 0)
        {
            at = _columns.Count;
            _columns.Add(Checked(new TotalColumn(function, path, ""), column));
        }
        return at;
    }

    private TotalColumn Checked(TotalColumn column, int place) => column.Function is null || (column.Function != "FIELDS" && column.IsAllowed)
        ? column
        : throw SoqlFault.InvalidField(_query.Text, place, $"field {column.Path.Name} does not support aggregate operator {column.Function}");

    private bool IsGrouped(FieldPath path) => Array.Exists(_groups, g => g.Name == path.Name);
}
