using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Store;
using ContactSync.Sandbox.Values;
using ContactSync.Sandbox.Writing;

namespace ContactSync.Sandbox.Soql;

/// <summary>A field of the queried object, or of the record one of its lookups points to. One instance a thread.</summary>
internal sealed class FieldPath
{
    private readonly OrgStore _store;
    private readonly RecordView? _target;

    private FieldPath(OrgStore store, Field field, Field? via, ObjectType owner, string name)
    {
        _store = store;
        Field = field;
        Via = via;
        Owner = owner;
        Name = name;
        _target = via is null ? null : new RecordView(store, owner);
    }

    public Field Field { get; }

    /// <summary>The lookup field the path goes through; null for a field of the object itself.</summary>
    public Field? Via { get; }

    /// <summary>The object the field belongs to.</summary>
    public ObjectType Owner { get; }

    /// <summary>The path in the schema's own spelling.</summary>
    public string Name { get; }

    public static FieldPath Resolve(OrgStore store, ObjectType type, string path, SoqlQuery query, int column)
    {
        var parts = path.Split('.');
        if (parts.Length > 1 && (parts[0].Equals(query.Alias, StringComparison.OrdinalIgnoreCase)
            || (parts[0].Equals(type.Name, StringComparison.OrdinalIgnoreCase) && type.FindRelationship(parts[0]) is null)))
        {
            parts = parts[1..];
        }
        switch (parts)
        {
            case [var name] when type.Find(name) is { } field:
                return new FieldPath(store, field, null, type, field.Name);
            case [var relationship, var name]:
                var via = type.FindRelationship(relationship)
                    ?? throw SoqlFault.InvalidField(query.Text, column, $"Didn't understand relationship '{relationship}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name.");
                // A lookup that may point to several objects shows the field where it points to the first of them that has it.
                var target = via.ReferenceTo.Select(store.Schema.Find).FirstOrDefault(t => t?.Find(name) is not null);
                return target?.Find(name) is { } far
                    ? new FieldPath(store, far, via, target, via.RelationshipName + "." + far.Name)
                    : throw NoSuchColumn(query, column, name, via.ReferenceTo[0]);
            default:
                throw NoSuchColumn(query, column, path, type.Name);
        }
    }

    /// <summary>The value in CSV form; empty is null. Good until the next call on this path or view.</summary>
    public ReadOnlySpan<byte> Get(RecordView view) => Via is null ? view.Get(Field) : Follow(view) is { } target ? target.Get(Field) : default;

    /// <summary>The record the lookup points to; null when it is blank or gone.</summary>
    public RecordView? Follow(RecordView view)
    {
        var id = view.Get(Via!);
        if (id.IsEmpty || !RecordLookup.OfObject(Owner, id))
        {
            return null;
        }
        var number = SfId.Number(id);
        if (_store.Table(Owner)[(int)number] is not { IsEmpty: false } blob)
        {
            return null;
        }
        _target!.Load((int)number, blob);
        return _target;
    }

    public long? Seconds(RecordView view) => Via is null ? view.Seconds(Field) : Follow(view)?.Seconds(Field);

    private static SalesforceFault NoSuchColumn(SoqlQuery query, int column, string name, string entity) => SoqlFault.InvalidField(query.Text, column,
        $"No such column '{name}' on entity '{entity}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.");
}
