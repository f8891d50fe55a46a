using System.Text;
using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Store;
using ContactSync.Sandbox.Writing;

namespace ContactSync.Sandbox.Soql;

/// <summary>Finds the records a query can touch by an index, so that a lookup by id, external id or e-mail costs no scan.</summary>
internal sealed class AccessPath(OrgStore store, ObjectType type)
{
    private readonly RecordLookup _lookup = new(store);

    /// <summary>Record numbers in order, a superset of the matches; null when only a scan will do.</summary>
    public List<int>? Candidates(SoqlExpression? where)
    {
        var found = where switch
        {
            SoqlCompare { Operator: "=" } c => Keys(c.Path, [c.Literal]),
            SoqlIn { Negated: false } i => Keys(i.Path, i.Literals),
            SoqlAll all => all.Parts.Select(Candidates).FirstOrDefault(c => c is not null),
            _ => null,
        };
        return found is null ? null : [.. found.Distinct().Order()];
    }

    private List<int>? Keys(string path, IReadOnlyList<SoqlToken> literals)
    {
        var field = type.Find(path);
        if (field is null || literals.Any(l => l.Kind != TokenKind.Text || l.Text.Length == 0))
        {
            return null;
        }
        if (field.System == SystemField.Id)
        {
            return [.. literals.Select(l => _lookup.ById(type, Literal.Of(l, field).Utf8 is { Length: > 0 } id ? id : new byte[18])).Where(n => n > 0)];
        }
        return store.Table(type).IndexOf(field) is { } index ? ByIndex(index, literals) : null;
    }

    private List<int> ByIndex(KeyIndex index, IReadOnlyList<SoqlToken> literals)
    {
        var numbers = new List<int>();
        lock (store.Gate)
        {
            foreach (var literal in literals)
            {
                var key = Encoding.UTF8.GetBytes(literal.Text);
                for (var number = index.Find(key); number != 0; number = index.Find(key, number))
                {
                    numbers.Add(number);
                }
            }
        }
        return numbers;
    }
}
