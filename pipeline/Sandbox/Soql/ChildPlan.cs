using System.Text;
using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Store;
using ContactSync.Sandbox.Values;

namespace ContactSync.Sandbox.Soql;

/// <summary>A query for the children of the records of another, such as <c>(SELECT Id FROM Contacts)</c> of accounts.</summary>
internal sealed class ChildPlan
{
    private readonly QueryScope _scope;
    private readonly ObjectType _parent;
    private readonly ChildRelationship _relationship;

    public ChildPlan(QueryScope scope, ObjectType parent, SoqlQuery query)
    {
        _scope = scope;
        _parent = parent;
        _relationship = parent.Children.FirstOrDefault(c => c.Name.Equals(query.From, StringComparison.OrdinalIgnoreCase))
            ?? throw SoqlFault.At("INVALID_TYPE", query.Text, query.FromColumn, $"Didn't understand relationship '{query.From}' in FROM part of query call. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name.");
        Plan = new SoqlPlan(scope, query with { From = _relationship.Child.Name });
    }

    public string Name => _relationship.Name;

    public SoqlPlan Plan { get; }

    /// <summary>The children of each of these records that the query finds, by the parent's number; parents without any are left out.</summary>
    public Dictionary<int, List<int>> Of(IEnumerable<int> parents)
    {
        var wanted = parents.ToHashSet();
        var found = new Dictionary<int, List<int>>();
        var table = _scope.Store.Table(_relationship.Child);
        for (var number = 1; number <= table.Last; number++)
        {
            if (table[number] is { IsEmpty: false } blob && Parent(blob.Span) is > 0 and var parent && wanted.Contains(parent))
            {
                (found.TryGetValue(parent, out var list) ? list : found[parent] = []).Add(number);
            }
        }
        return found.Select(f => (f.Key, Rows: Plan.RunOver(f.Value).ToList())).Where(f => f.Rows.Count > 0).ToDictionary(f => f.Key, f => f.Rows);
    }

    private int Parent(ReadOnlySpan<byte> blob)
    {
        var id = BlobFields.Find(blob, _relationship.Lookup.Tag);
        return id.Length == SfId.Length && Ascii.Equals(id[..3], _parent.Prefix) && SfId.Number(id) is <= int.MaxValue and var number ? (int)number : 0;
    }
}
