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

    public TotalsPlan(SoqlQuery query, Func<string, int, FieldPath> resolve)
    {
        _query = query;
        _groups = [.. query.GroupBy.Select(g => Grouped(resolve(g.Path, g.Column), g.Column))];
        if (_groups.Length == 0 && query.Limit is not null)
        {
            throw SoqlFault.Malformed(query.Text, query.Select[0].Column, "Non-grouped query that uses overall aggregate functions cannot also use LIMIT");
        }
        foreach (var item in query.Select)
        {
            var column = Column(item, resolve(item.Path, item.Column));
            if (_columns.Exists(c => c.Name.Equals(column.Name, StringComparison.OrdinalIgnoreCase)))
            {
                throw SoqlFault.Malformed(query.Text, item.Column, $"duplicate alias: {column.Name}");
            }
            _columns.Add(column);
        }
        Shown = [.. _columns];
        foreach (var item in query.OrderBy)
        {
            _order.Add(Ordered(item, resolve(item.Path, item.Column)));
        }
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
        var rows = groups.OrderBy(g => g.Key, StringComparer.OrdinalIgnoreCase).Select(g => Array.ConvertAll(g.Value, a => a.Result())).ToList();
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
        if (item.Function is null)
        {
            return IsGrouped(path)
                ? new TotalColumn(null, path, item.Alias ?? path.Field.Name)
                : throw SoqlFault.Malformed(_query.Text, item.Column, $"Field must be grouped or aggregated: {path.Name}");
        }
        var unnamed = _query.Select.TakeWhile(s => s != item).Count(s => s.IsAggregate && s.Alias is null);
        return Checked(new TotalColumn(item.Function, path, item.Alias ?? string.Create(CultureInfo.InvariantCulture, $"expr{unnamed}")), item.Column);
    }

    private int Ordered(SoqlOrder item, FieldPath path)
    {
        if (_groups.Length == 0 || (item.Function is null && !IsGrouped(path)))
        {
            throw SoqlFault.Malformed(_query.Text, item.Column, $"Ordered field must be grouped or aggregated: {path.Name}");
        }
        var at = _columns.FindIndex(c => c.Function == item.Function && c.Path.Name == path.Name);
        if (at < 0)
        {
            at = _columns.Count;
            _columns.Add(Checked(new TotalColumn(item.Function, path, ""), item.Column));
        }
        return at;
    }

    private TotalColumn Checked(TotalColumn column, int place) => column.Function != "FIELDS" && column.IsAllowed
        ? column
        : throw SoqlFault.InvalidField(_query.Text, place, $"field {column.Path.Name} does not support aggregate operator {column.Function}");

    private bool IsGrouped(FieldPath path) => Array.Exists(_groups, g => g.Name == path.Name);
}
