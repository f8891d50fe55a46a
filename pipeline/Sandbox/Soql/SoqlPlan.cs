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
    private readonly QueryScope _scope;
    private readonly bool _all;
    private readonly JoinedIds _joins = new();
    private readonly Func<RecordView, bool> _filter;
    private readonly FieldPath[] _order;
    private readonly byte[]? _owner;

    public SoqlPlan(QueryScope scope, SoqlQuery query)
    {
        _store = scope.Store;
        _scope = scope;
        _all = scope.All;
        Query = query;
        Type = _store.Schema.Find(query.From) ?? throw NotSupported(query.From);
        Children = [.. query.Children.Select(c => new ChildPlan(scope, Type, c))];
        if (Children.Length > 0 && query.Aggregates)
        {
            throw SoqlFault.Malformed(query.Text, query.FromColumn, "Queries for children are not allowed in aggregate queries");
        }
        if (query.Aggregates && query.Select.FirstOrDefault(s => s.TypeOf is not null) is { } typeOf)
        {
            throw SoqlFault.Malformed(query.Text, typeOf.Column, "TYPEOF is not allowed in aggregate queries");
        }
        TypeOfs = [.. query.Select.Where(s => s.TypeOf is not null).Select(s => new TypeOfPlan(_store, Type, query, s))];
        _owner = Owner();
        Totals = query.Aggregates && !query.CountOnly ? new TotalsPlan(scope, query, Resolve) : null;
        Columns = Totals is null ? new SelectedFields(query, Type, (path, column) => Resolve(path, column, null)).Bind() : [];
        _filter = query.Where is null ? _ => true : new Condition(scope, query, Type, _joins).Compile(query.Where);
        _order = Totals is null ? [.. query.OrderBy.Select(Ordered)] : [];
        if (query.Offset > MaxOffset)
        {
            throw new SalesforceFault(400, "NUMBER_OUTSIDE_VALID_RANGE", "Maximum SOQL offset allowed is 2000");
        }
    }

    public SoqlQuery Query { get; }

    /// <summary>Deleted records are found, too.</summary>
    public bool SeesAll => _all;

    public ObjectType Type { get; }

    /// <summary>The fields selected; none of a query that counts or groups.</summary>
    public FieldPath[] Columns { get; }

    /// <summary>The queries for the children of each record.</summary>
    public ChildPlan[] Children { get; }

    /// <summary>What TYPEOF asks of the records that lookups to several objects lead to.</summary>
    public TypeOfPlan[] TypeOfs { get; }

    /// <summary>The totals of a query that groups or aggregates; null for one that gives records, and for <c>COUNT()</c>.</summary>
    public TotalsPlan? Totals { get; }

    public static SalesforceFault NotSupported(string name) => new(400, "INVALID_TYPE",
        $"sObject type '{name}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.");

    /// <summary>
    /// The records found, ordered and cut as asked. Without an order they come by number, or as <paramref name="scatter"/>
    /// (given the highest number) maps them.
    /// </summary>
    public IEnumerable<int> Run(Func<int, Func<int, int>?>? scatter = null)
    {
        var found = _order.Length > 0 ? Sorted() : Found(scatter).Select(v => v.Number);
        return Cut(found);
    }

    /// <summary>
    /// The numbers <see cref="Run"/> would look at, for a query without order, LIMIT and OFFSET: which of them are found is for <see cref="Finds"/> to say, on
    /// any thread with a plan of its own. Null for other queries.
    /// </summary>
    public IEnumerable<int>? Candidates(Func<int, Func<int, int>?>? scatter) =>
        _order.Length == 0 && Query is { Limit: null, Offset: null } ? Numbers(scatter, null) : null;

    /// <summary>Whether the query finds a record; the view then stands on it.</summary>
    public bool Finds(int number, RecordView view)
    {
        if (_store.Table(Type)[number] is not { IsEmpty: false } blob || (!_all && Blob.IsDeleted(blob.Span)))
        {
            return false;
        }
        view.Load(number, blob);
        return (_owner is null || view.Get(Type.Owner!).SequenceEqual(_owner)) && _filter(view);
    }

    /// <summary>Of these records, those that the condition holds for, ordered and cut.</summary>
    public IEnumerable<int> RunOver(List<int> numbers) => Cut(_order.Length > 0 ? Sorted(numbers) : Found(null, numbers).Select(v => v.Number));

    /// <summary>The records the condition holds for, uncut and in no order, in one view that moves from each to the next.</summary>
    public IEnumerable<RecordView> Views() => Found(scatter: null);

    /// <summary>How many records the condition holds for, at most LIMIT.</summary>
    public int Count() => Query.Where is null && !_all && _owner is null
        ? Cut(Enumerable.Range(1, _store.Table(Type).Live)).Count()
        : Cut(Found(scatter: null).Select(v => v.Number)).Count();

    /// <summary>The totals asked for, a row for each group.</summary>
    public List<string?[]> Total() => [.. Cut((Totals ?? throw new InvalidOperationException("The query has no totals.")).Run(Views()))];

    private FieldPath Resolve(string path, int column, string? function) => FieldPath.Resolve(_store, Type, path, Query, column, function);

    /// <summary>The one owner whose records USING SCOPE asks for; null for everyone's. Scopes of teams, territories and queues, which this org does not have, are refused.</summary>
    private byte[]? Owner() => Query.Scope?.ToUpperInvariant() switch
    {
        null or "EVERYTHING" => null,
        "MINE" when Type.Owner is not null => Encoding.ASCII.GetBytes(_scope.UserId),
        _ => throw SoqlFault.At("INVALID_QUERY_SCOPE", Query.Text, Query.FromColumn, $"The scope '{Query.Scope}' is not supported for {Type.Name}"),
    };

    private FieldPath Ordered(SoqlOrder order)
    {
        if (order.Function is not null && !DateFunction.IsKnown(order.Function))
        {
            throw SoqlFault.Malformed(Query.Text, order.Column, $"Ordered field must be grouped or aggregated: {order.Path}");
        }
        var path = Resolve(order.Path, order.Column, order.Function);
        return path.Field.Filterable && path.Field.Type != FieldType.Address
            ? path
            : throw SoqlFault.InvalidField(Query.Text, order.Column, $"field '{path.Field.Name}' can not be sorted in a query call");
    }

    private IEnumerable<T> Cut<T>(IEnumerable<T> found)
    {
        found = Query.Offset is { } offset ? found.Skip(offset) : found;
        return Query.Limit is { } limit ? found.Take(limit) : found;
    }

    private IEnumerable<RecordView> Found(Func<int, Func<int, int>?>? scatter, List<int>? over = null)
    {
        var view = new RecordView(_store, Type);
        foreach (var number in Numbers(scatter, over))
        {
            if (Finds(number, view))
            {
                yield return view;
            }
        }
    }

    private IEnumerable<int> Numbers(Func<int, Func<int, int>?>? scatter, List<int>? over)
    {
        var candidates = over ?? new AccessPath(_scope, Type, _joins).Candidates(Query.Where);
        var last = candidates?.Count ?? _store.Table(Type).Last;
        var permute = scatter?.Invoke(last);
        for (var i = 1; i <= last; i++)
        {
            yield return candidates is not null ? candidates[i - 1] : permute is null ? i : permute(i);
        }
    }

    private IEnumerable<int> Sorted(List<int>? over = null)
    {
        var rows = new List<(int Number, string?[] Keys)>();
        foreach (var view in Found(scatter: null, over))
        {
            rows.Add((view.Number, Array.ConvertAll(_order, path => path.Get(view) is { IsEmpty: false } value ? Encoding.UTF8.GetString(value) : null)));
        }
        var keys = new SortKeys([.. _order.Select(p => SortKeys.Of(p.Field))], Query.OrderBy);
        rows.Sort((a, b) => keys.Compare(a.Keys, b.Keys) is var order && order != 0 ? order : a.Number.CompareTo(b.Number));
        return rows.Select(r => r.Number);
    }
}
