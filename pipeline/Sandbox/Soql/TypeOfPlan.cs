using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Store;
using ContactSync.Sandbox.Values;
using ContactSync.Sandbox.Writing;

namespace ContactSync.Sandbox.Soql;

/// <summary>TYPEOF of a query: which fields are given of the record a lookup points to, by its object. One instance a thread.</summary>
internal sealed class TypeOfPlan
{
    private readonly OrgStore _store;
    private readonly Field _lookup;
    private readonly List<(ObjectType Type, RecordView View, FieldPath[] Columns)> _whens = [];
    private readonly FieldPath[]? _otherwise;

    public TypeOfPlan(OrgStore store, ObjectType type, SoqlQuery query, SoqlSelect item)
    {
        _store = store;
        _lookup = type.FindLookup(item.Path) is { Polymorphic: true } lookup ? lookup
            : throw SoqlFault.InvalidField(query.Text, item.Column, $"TYPEOF needs a relationship to several objects, which '{item.Path}' of {type.Name} is not");
        foreach (var when in item.TypeOf!.Whens)
        {
            if (!_lookup.ReferenceTo.Contains(when.Type, StringComparer.OrdinalIgnoreCase))
            {
                throw SoqlFault.At("INVALID_TYPE", query.Text, when.Column, $"'{when.Type}' is no object that '{item.Path}' of {type.Name} may point to");
            }
            // There are no records of an object this org does not hold.
            if (store.Schema.Find(when.Type) is { } target)
            {
                _whens.Add((target, new RecordView(store, target), [.. when.Fields.Select(f => FieldPath.Resolve(store, target, f.Path, query with { Alias = null }, f.Column))]));
            }
        }
        _otherwise = item.TypeOf.Otherwise is { } fields ? [.. fields.Select(f => FieldPath.Resolve(store, type, $"{item.Path}.{f.Path}", query with { Alias = null }, f.Column))] : null;
    }

    /// <summary>The name of the relationship.</summary>
    public string Name => _lookup.RelationshipName!;

    /// <summary>
    /// The record pointed to and what is given of it: columns that begin at it, or at <paramref name="view"/> itself, one lookup before. Null when the lookup is blank,
    /// leads nowhere, or to an object nothing is said of.
    /// </summary>
    public (RecordView Target, FieldPath[] Columns, bool OfTarget)? Follow(RecordView view)
    {
        var id = view.Get(_lookup);
        foreach (var (type, target, columns) in _whens)
        {
            if (!id.IsEmpty && RecordLookup.OfObject(type, id) && SfId.Number(id) is <= int.MaxValue and var number && _store.Table(type)[(int)number] is { IsEmpty: false } blob)
            {
                target.Load((int)number, blob);
                return (target, columns, true);
            }
        }
        return _otherwise is { Length: > 0 } && _otherwise[0].Follow(view) is { } other ? (other, _otherwise, false) : null;
    }
}
