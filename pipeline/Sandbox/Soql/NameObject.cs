using System.Text;
using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Store;
using ContactSync.Sandbox.Values;
using ContactSync.Sandbox.Writing;

namespace ContactSync.Sandbox.Soql;

/// <summary>
/// What can be asked of the record that a lookup to several objects points to, whichever it is of: the fields of the API's Name object. A field
/// the record's own object lacks is blank. One instance a thread.
/// </summary>
internal sealed class NameObject
{
    private readonly OrgStore _store;
    private readonly List<Target> _targets;

    public NameObject(OrgStore store, Field lookup, Field asked)
    {
        _store = store;
        _targets = [.. lookup.ReferenceTo.Select(store.Schema.Find).OfType<ObjectType>()
            .Select(t => new Target(t, new RecordView(store, t), asked.Name == "Type" ? null : t.Find(asked.Name), asked.Name == "Type" ? Encoding.UTF8.GetBytes(t.Name) : []))];
    }

    /// <summary>The fields that may be asked for, as if of an object of their own.</summary>
    public static ObjectType Type { get; } = new("Name", "Name", "Names", "000", deletable: false,
    [
        new Field { Name = "Id", Label = "Name ID", Type = FieldType.Id, WireType = "id", System = SystemField.Id },
        .. new[] { "Alias", "Email", "FirstName", "LastName", "Name", "Phone", "Title", "Type", "Username" }
            .Select(name => new Field { Name = name, Label = name, Type = FieldType.String, WireType = "string" }),
        new Field { Name = "IsActive", Label = "Active", Type = FieldType.Boolean, WireType = "boolean" },
    ]);

    /// <summary>The record of an id; null when there is none.</summary>
    public RecordView? Follow(ReadOnlySpan<byte> id)
    {
        foreach (var target in _targets)
        {
            if (!id.IsEmpty && RecordLookup.OfObject(target.Object, id))
            {
                var number = SfId.Number(id);
                if (number > int.MaxValue || _store.Table(target.Object)[(int)number] is not { IsEmpty: false } blob)
                {
                    return null;
                }
                target.View.Load((int)number, blob);
                return target.View;
            }
        }
        return null;
    }

    /// <summary>The value asked for, of a record that <see cref="Follow"/> gave.</summary>
    public ReadOnlySpan<byte> Get(RecordView record)
    {
        var target = _targets.Find(t => t.Object == record.Type)!;
        return target.Field is { } field ? record.Get(field) : target.Fixed;
    }

    /// <param name="Fixed">What is given where no field is read.</param>
    private sealed record Target(ObjectType Object, RecordView View, Field? Field, byte[] Fixed);
}
