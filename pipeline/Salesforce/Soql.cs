using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace ContactSync.Salesforce;

/// <summary>
/// A SOQL query built from parts, so that no value can become syntax: names are checked against a strict pattern, values are typed and escaped.
/// Immutable; each step gives a new query. <see cref="ToString"/> gives the text, at most 100,000 characters of it.
/// </summary>
public sealed class Soql
{
    private const int Longest = 100_000;

    private readonly ImmutableArray<string> fields;
    private readonly string source;
    private readonly SoqlCondition? condition;
    private readonly ImmutableArray<string> order;
    private readonly int? limit;

    private Soql(ImmutableArray<string> fields, string source, SoqlCondition? condition, ImmutableArray<string> order, int? limit)
    {
        this.fields = fields;
        this.source = source;
        this.condition = condition;
        this.order = order;
        this.limit = limit;
    }

    /// <summary>Begins a query for fields, such as <c>Id</c> or <c>Account.Name</c>; at least one.</summary>
    public static SoqlSelection Select(params IEnumerable<string> fields)
    {
        ImmutableArray<string> names = [.. fields.Select(SoqlIdentifier.CheckedPath)];
        return names.Length > 0 ? new SoqlSelection(names) : throw new ArgumentException("A query selects at least one field.");
    }

    /// <summary>Begins a query that only counts; see <see cref="SalesforceClient.CountAsync"/>.</summary>
    public static SoqlSelection Count() => new(["COUNT()"]);

    /// <summary>The query with one more condition that must hold.</summary>
    public Soql Where(SoqlCondition where) => new(fields, source, condition is null ? where : condition.And(where), order, limit);

    /// <summary>The query with one more field to order by, nulls first. A Bulk query with an order is read in one piece.</summary>
    public Soql OrderBy(string field, bool descending = false) =>
        new(fields, source, condition, order.Add(SoqlIdentifier.CheckedPath(field) + (descending ? " DESC" : "")), limit);

    /// <summary>The query for at most <paramref name="rows"/> records, 1 or more.</summary>
    public Soql Limit(int rows) => rows > 0 ? new(fields, source, condition, order, rows) : throw new ArgumentOutOfRangeException(nameof(rows));

    /// <summary>The text of the query; <see cref="InvalidOperationException"/> when it is longer than an org accepts.</summary>
    public override string ToString()
    {
        var text = new StringBuilder("SELECT ").AppendJoin(',', fields).Append(" FROM ").Append(source);
        if (condition is not null)
        {
            text.Append(" WHERE ").Append(condition);
        }

        if (order.Length > 0)
        {
            text.Append(" ORDER BY ").AppendJoin(',', order);
        }

        if (limit is { } rows)
        {
            text.Append(CultureInfo.InvariantCulture, $" LIMIT {rows}");
        }

        return text.Length <= Longest ? text.ToString() : throw new InvalidOperationException($"The query is {text.Length} characters long; an org accepts {Longest}.");
    }

    internal static Soql Over(ImmutableArray<string> fields, string source) => new(fields, SoqlIdentifier.Checked(source), null, [], null);
}

/// <summary>The chosen fields of a query whose object is still to be named.</summary>
public sealed class SoqlSelection
{
    private readonly ImmutableArray<string> fields;

    internal SoqlSelection(ImmutableArray<string> fields) => this.fields = fields;

    /// <summary>Names the object.</summary>
    public Soql From(string objectName) => Soql.Over(fields, objectName);
}
