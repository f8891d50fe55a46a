using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Store;
using ContactSync.Sandbox.Values;
using ContactSync.Sandbox.Writing;

namespace ContactSync.Sandbox.Soql;

/// <summary>A field of the queried object, or of the record that up to five of its lookups lead to, or a part of a date in it. One instance a thread.</summary>
internal sealed class FieldPath
{
    private const int MostLookups = 5;

    private readonly OrgStore _store;
    private readonly Field[] _vias;
    private readonly ObjectType[] _owners;
    private readonly RecordView[] _targets;
    private readonly string? _function;
    private readonly NameObject? _named;

    private FieldPath(OrgStore store, Field field, Field[] vias, ObjectType[] owners, string name, string? function)
    {
        _named = owners[^1] == NameObject.Type ? new NameObject(store, vias[^1], field) : null;
        _store = store;
        _vias = vias;
        _owners = owners;
        _function = function;
        Field = function is null ? field : DateFunction.Result(function, field);
        Stored = field;
        Name = name;
        _targets = Array.ConvertAll(owners[1..], o => new RecordView(store, o));
    }

    /// <summary>What the value is like: the field, or what stands for it where a function takes a part of it.</summary>
    public Field Field { get; }

    /// <summary>The field the value is read from.</summary>
    public Field Stored { get; }

    /// <summary>The lookup the path sets out through; null for a field of the object itself.</summary>
    public Field? Via => _vias.Length == 0 ? null : _vias[0];

    /// <summary>The lookups on the way, in order.</summary>
    public ReadOnlySpan<Field> Vias => _vias;

    /// <summary>The last lookup may lead to several objects: the field is read from whichever it is.</summary>
    public bool IsNamed => _named is not null;

    /// <summary>The object the field belongs to.</summary>
    public ObjectType Owner => _owners[^1];

    /// <summary>The path in the schema's own spelling.</summary>
    public string Name { get; }

    public static FieldPath Resolve(OrgStore store, ObjectType type, string path, SoqlQuery query, int column, string? function = null)
    {
        var parts = path.Split('.');
        if (parts.Length > 1 && (parts[0].Equals(query.Alias, StringComparison.OrdinalIgnoreCase)
            || (parts[0].Equals(type.Name, StringComparison.OrdinalIgnoreCase) && type.FindRelationship(parts[0]) is null)))
        {
            parts = parts[1..];
        }
        if (parts.Length - 1 > MostLookups)
        {
            throw SoqlFault.InvalidField(query.Text, column, $"relationship path '{path}' is longer than {MostLookups} relationships");
        }
        var (vias, owners) = (new List<Field>(), new List<ObjectType> { type });
        for (var i = 0; i < parts.Length - 1; i++)
        {
            if (i == parts.Length - 2 && owners[^1].FindLookup(parts[i]) is { Polymorphic: true } several && (!several.Followable || parts[^1].Equals("Type", StringComparison.OrdinalIgnoreCase)))
            {
                owners.Add(NameObject.Type);
                vias.Add(several);
                continue;
            }
            var via = owners[^1].FindRelationship(parts[i])
                ?? throw SoqlFault.InvalidField(query.Text, column, $"Didn't understand relationship '{parts[i]}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name.");
            // Of several objects a lookup may point to, this org holds one at most; what is said of it must make sense there.
            owners.Add(via.ReferenceTo.Select(store.Schema.Find).FirstOrDefault(t => t is not null) ?? throw NoSuchColumn(query, column, parts[i + 1], via.ReferenceTo[0]));
            vias.Add(via);
        }
        var field = owners[^1].Find(parts[^1]) ?? throw NoSuchColumn(query, column, parts[^1], owners[^1].Name);
        if (function is not null && !DateFunction.Takes(function, field))
        {
            throw SoqlFault.InvalidField(query.Text, column, $"field {field.Name} does not support date function {function}");
        }
        var name = string.Concat(vias.Select(v => v.RelationshipName + ".")) + field.Name;
        return new FieldPath(store, field, [.. vias], [.. owners], function is null ? name : $"{function}({name})", function);
    }

    /// <summary>The value in CSV form; empty is null. Good until the next call on this path or view.</summary>
    public ReadOnlySpan<byte> Get(RecordView view)
    {
        var value = _vias.Length == 0 ? view.Get(Stored) : Follow(view) is { } target ? Of(target) : default;
        return _function is null || value.IsEmpty ? value : DateFunction.Of(_function, value);
    }

    /// <summary>The value in the record the lookups lead to.</summary>
    public ReadOnlySpan<byte> Of(RecordView target) => _named is null ? target.Get(Stored) : _named.Get(target);

    /// <summary>The record the lookups lead to; null when one of them is blank or points to what is gone.</summary>
    public RecordView? Follow(RecordView view) => Follow(view, _vias.Length);

    /// <summary>The record the first of the lookups lead to.</summary>
    public RecordView? Follow(RecordView view, int lookups)
    {
        for (var i = 0; i < lookups; i++)
        {
            var id = view.Get(_vias[i]);
            if (_named is not null && i == _vias.Length - 1)
            {
                return _named.Follow(id);
            }
            if (id.IsEmpty || !RecordLookup.OfObject(_owners[i + 1], id))
            {
                return null;
            }
            var number = SfId.Number(id);
            if (number > int.MaxValue || _store.Table(_owners[i + 1])[(int)number] is not { IsEmpty: false } blob)
            {
                return null;
            }
            _targets[i].Load((int)number, blob);
            view = _targets[i];
        }
        return view;
    }

    public long? Seconds(RecordView view) => _function is not null ? null : _vias.Length == 0 ? view.Seconds(Stored) : Follow(view)?.Seconds(Stored);

    private static SalesforceFault NoSuchColumn(SoqlQuery query, int column, string name, string entity) => SoqlFault.InvalidField(query.Text, column,
        $"No such column '{name}' on entity '{entity}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.");
}
