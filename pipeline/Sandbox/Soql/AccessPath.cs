using System.Text;
using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Store;
using ContactSync.Sandbox.Values;
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
            return [.. literals.Select(l => Number(l.Text)).Where(n => n > 0)];
        }
        return store.Table(type).IndexOf(field) is { } index ? ByIndex(index, literals) : null;
    }

    private int Number(string text)
    {
        Span<byte> id = stackalloc byte[SfId.Length];
        return SfId.TryNormalize(Encoding.UTF8.GetBytes(text), id) ? _lookup.ById(type, id) : 0;
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
