using System.Text;
using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Store;
using ContactSync.Sandbox.Writing;

namespace ContactSync.Sandbox.Soql;

/// <summary>A query bound to the schema: its columns, and the numbers of the records it finds. Good for one run on one thread.</summary>
internal sealed class SoqlPlan
{
    private const int MaxOffset = 2000;

    private readonly OrgStore _store;
    private readonly Func<RecordView, bool> _filter;
    private readonly FieldPath[] _order;

    public SoqlPlan(OrgStore store, SoqlQuery query)
    {
        _store = store;
        Query = query;
        Type = store.Schema.Find(query.From) ?? throw NotSupported(query.From);
        Columns = [.. query.Select.Where(s => s.Path.Length > 0).Select(s => Resolve(s.Path, s.Column))];
        _filter = query.Where is null ? _ => true : Condition.Compile(query.Where, Resolve);
        _order = [.. query.OrderBy.Select(o => Resolve(o.Path, o.Column))];
        if (query.Offset > MaxOffset)
        {
            throw new SalesforceFault(400, "NUMBER_OUTSIDE_VALID_RANGE", "Maximum SOQL offset allowed is 2000");
        }
        if (query.Aggregates && query.Select.Any(s => s.Function is null))
        {
            throw SoqlLexer.Malformed($"Field must be grouped or aggregated: {query.Select.First(s => s.Function is null).Path}", query.Select[0].Column);
        }
    }

    public SoqlQuery Query { get; }

    public ObjectType Type { get; }

    public FieldPath[] Columns { get; }

    public static SalesforceFault NotSupported(string name) => new(400, "INVALID_TYPE",
        $"sObject type '{name}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.");

    /// <summary>
    /// The records found, ordered and cut as asked; deleted ones only when <paramref name="all"/>. Without an order they come
    /// by number, or as <paramref name="scatter"/> (given the highest number) maps them.
    /// </summary>
    public IEnumerable<int> Run(bool all, Func<int, Func<int, int>?>? scatter = null)
    {
        var found = _order.Length > 0 ? Sorted(all) : Found(all, scatter);
        found = Query.Offset is { } offset ? found.Skip(offset) : found;
        return Query.Limit is { } limit ? found.Take(limit) : found;
    }

    /// <summary>How many records hold the condition; of <paramref name="column"/> only those where it is filled.</summary>
    public int Count(bool all, FieldPath? column = null)
    {
        if (Query.Where is null && !all && column is null)
        {
            return Math.Min(_store.Table(Type).Live, Query.Limit ?? int.MaxValue);
        }
        if (column is null)
        {
            return Run(all).Count();
        }
        var view = new RecordView(_store, Type);
        var table = _store.Table(Type);
        return Run(all).Count(number =>
        {
            view.Load(number, table[number]);
            return !column.Get(view).IsEmpty;
        });
    }

    private FieldPath Resolve(string path, int column) => FieldPath.Resolve(_store, Type, path, Query, column);

    private IEnumerable<int> Found(bool all, Func<int, Func<int, int>?>? scatter)
    {
        var table = _store.Table(Type);
        var view = new RecordView(_store, Type);
        var candidates = new AccessPath(_store, Type).Candidates(Query.Where);
        var last = candidates?.Count ?? table.Last;
        var permute = scatter?.Invoke(last);
        for (var i = 1; i <= last; i++)
        {
            var number = candidates is not null ? candidates[i - 1] : permute is null ? i : permute(i);
            if (table[number] is not { IsEmpty: false } blob || (!all && Blob.IsDeleted(blob.Span)))
            {
                continue;
            }
            view.Load(number, blob);
            if (_filter(view))
            {
                yield return number;
            }
        }
    }

    private IEnumerable<int> Sorted(bool all)
    {
        var table = _store.Table(Type);
        var view = new RecordView(_store, Type);
        var rows = new List<(int Number, string?[] Keys)>();
        foreach (var number in Found(all, scatter: null))
        {
            view.Load(number, table[number]);
            rows.Add((number, Array.ConvertAll(_order, path => path.Get(view) is { IsEmpty: false } value ? Encoding.UTF8.GetString(value) : null)));
        }
        var keys = new SortKeys(_order, Query.OrderBy);
        rows.Sort((a, b) => keys.Compare(a.Keys, b.Keys) is var order && order != 0 ? order : a.Number.CompareTo(b.Number));
        return rows.Select(r => r.Number);
    }
}
