using System.Text;
using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Store;
using ContactSync.Sandbox.Values;
using ContactSync.Sandbox.Writing;

namespace ContactSync.Sandbox.Soql;

/// <summary>
/// Finds the records a query can touch by an index, so that a lookup by id, external id, e-mail or indexed lookup costs no scan. Deleted
/// records are in no index: where they are asked for, only ids will do.
/// </summary>
internal sealed class AccessPath(QueryScope scope, ObjectType type, JoinedIds joins)
{
    // More ids than this from an inner query are no faster looked up than scanned for.
    private const int MostJoined = 100_000;

    private readonly RecordLookup _lookup = new(scope.Store);

    /// <summary>Record numbers in order, a superset of the matches; null when only a scan will do.</summary>
    public List<int>? Candidates(SoqlExpression? where)
    {
        var found = where switch
        {
            SoqlCompare { Operator: "=", Function: null } c => Keys(c.Path, [c.Literal]),
            SoqlIn { Negated: false, Function: null } i => Keys(i.Path, i.Literals),
            SoqlSemiJoin { Negated: false } join => Joined(join),
            SoqlAll all => First(all),
            _ => null,
        };
        return found is null ? null : [.. found.Distinct().Order()];
    }

    /// <summary>Inner queries are asked last: they cost a run.</summary>
    private List<int>? First(SoqlAll all) =>
        all.Parts.Where(p => p is not SoqlSemiJoin).Select(Candidates).FirstOrDefault(c => c is not null) ?? all.Parts.OfType<SoqlSemiJoin>().Select(Candidates).FirstOrDefault(c => c is not null);

    private List<int>? Keys(string path, IReadOnlyList<SoqlToken> literals)
    {
        var field = type.Find(path);
        return field is null || literals.Any(l => l.Kind != TokenKind.Text || l.Text.Length == 0) ? null : ByTexts(field, literals.Select(l => l.Text));
    }

    private List<int>? Joined(SoqlSemiJoin join) =>
        type.Find(join.Path) is { } field && (field.System == SystemField.Id || (!scope.All && scope.Store.Table(type).LookupIndexOf(field) is not null)) && joins.Of(join) is { Count: <= MostJoined } ids
            ? ByTexts(field, ids)
            : null;

    private List<int>? ByTexts(Field field, IEnumerable<string> texts)
    {
        if (field.System == SystemField.Id)
        {
            return [.. texts.Select(Number).Where(n => n > 0)];
        }
        if (scope.All)
        {
            return null;
        }
        var table = scope.Store.Table(type);
        return table.IndexOf(field) is { } index ? ByIndex(index, texts.Select(Encoding.UTF8.GetBytes))
            : table.LookupIndexOf(field) is { } lookups ? ByIndex(lookups, texts.Select(Normal))
            : null;
    }

    private int Number(string text)
    {
        Span<byte> id = stackalloc byte[SfId.Length];
        return SfId.TryNormalize(Encoding.UTF8.GetBytes(text), id) ? _lookup.ById(type, id) : 0;
    }

    /// <summary>An id in the form it is stored in; what is none is found nowhere.</summary>
    private static byte[] Normal(string text)
    {
        var id = new byte[SfId.Length];
        return SfId.TryNormalize(Encoding.UTF8.GetBytes(text), id) ? id : [];
    }

    private List<int> ByIndex(KeyIndex index, IEnumerable<byte[]> keys)
    {
        var numbers = new List<int>();
        lock (scope.Store.Gate)
        {
            foreach (var key in keys)
            {
                for (var number = key.Length == 0 ? 0 : index.Find(key); number != 0; number = index.Find(key, number))
                {
                    numbers.Add(number);
                }
            }
        }
        return numbers;
    }
}
