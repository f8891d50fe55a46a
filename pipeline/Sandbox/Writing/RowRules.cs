using System.Collections.Immutable;
using System.Text;
using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Store;
using ContactSync.Sandbox.Values;

namespace ContactSync.Sandbox.Writing;

/// <summary>The checks a row passes before it is stored. The caller holds the store's gate.</summary>
internal sealed class RowRules(OrgStore store)
{
    private readonly RecordLookup _lookup = new(store);
    private readonly byte[] _id = new byte[SfId.Length];

    /// <summary>The first rule the row breaks; <paramref name="number"/> is the record to be updated, 0 for an insert.</summary>
    public RowError? Check(ObjectType type, RowDraft draft, Caller caller, int number) =>
        (caller.Seeds ? null : Access(draft, insert: number == 0)) ?? Required(type, draft, insert: number == 0) ?? Values(type, draft, number);

    /// <summary>The value to store for a column: as sent, or the id of the record its key names.</summary>
    public ReadOnlySpan<byte> Stored(RowDraft draft, int column)
    {
        var value = draft.Value(column);
        if (draft.Columns[column] is not { ViaField: { } via, ViaObject: { } target } || value.IsEmpty)
        {
            return value;
        }
        SfId.Format(target.Prefix, store.Catalog.Pod, _lookup.ByKey(target, via, value).Number, _id);
        return _id;
    }

    private static RowError? Access(RowDraft draft, bool insert)
    {
        List<string>? refused = null;
        for (var i = 0; i < draft.Columns.Length; i++)
        {
            var field = draft.Columns[i].Field;
            if (!draft.Has(i) || (insert ? field.Createable : field.Updateable))
            {
                continue;
            }
            if (field.System != SystemField.Id)
            {
                (refused ??= []).Add(field.Name);
            }
            else if (insert && draft.Value(i).Length > 0)
            {
                return new RowError("INVALID_FIELD_FOR_INSERT_UPDATE", "cannot specify Id in an insert call", "Id");
            }
        }
        return refused is null ? null : new RowError("INVALID_FIELD_FOR_INSERT_UPDATE", ValueReader.WriteRefused(string.Join(", ", refused)), refused.ToImmutableArray());
    }

    private static RowError? Required(ObjectType type, RowDraft draft, bool insert)
    {
        List<string>? missing = null;
        foreach (var field in type.Required)
        {
            var column = Array.FindIndex(draft.Columns, c => c.Field == field);
            var given = column >= 0 && draft.Has(column);
            if (given ? draft.Value(column).IsEmpty : insert)
            {
                (missing ??= []).Add(field.Name);
            }
        }
        foreach (var field in type.Kept)
        {
            // A blank on an insert leaves the default; on an update there is none to fall back on.
            if (!insert && draft.ColumnOf(field) is >= 0 and var column && draft.Has(column) && draft.Value(column).IsEmpty)
            {
                (missing ??= []).Add(field.Name);
            }
        }
        return missing is null ? null : new RowError("REQUIRED_FIELD_MISSING", $"Required fields are missing: [{string.Join(", ", missing)}]", missing.ToImmutableArray());
    }

    private RowError? Values(ObjectType type, RowDraft draft, int number)
    {
        for (var i = 0; i < draft.Columns.Length; i++)
        {
            var value = draft.Value(i);
            var column = draft.Columns[i];
            if (value.IsEmpty || column.Field.System != SystemField.None)
            {
                continue;
            }
            var error = column.ViaField is not null ? Key(column, value)
                : column.Field.Type == FieldType.Reference ? Reference(column.Field, value)
                : column.Field.Unique ? Unique(type, column.Field, value, number)
                : null;
            if (error is not null)
            {
                return error;
            }
        }
        return null;
    }

    private RowError? Key(DraftColumn column, ReadOnlySpan<byte> key)
    {
        var (target, field) = (column.ViaObject!, column.ViaField!);
        return _lookup.ByKey(target, field, key).Count switch
        {
            1 => null,
            0 => new RowError("INVALID_FIELD", $"Foreign key external ID: {Text(key)} not found for field {field.Name} in entity {target.Name}"),
            _ => new RowError("INVALID_FIELD", $"More than one record found for foreign key external ID: {Text(key)} for field {field.Name} in entity {target.Name}"),
        };
    }

    private RowError? Reference(Field field, ReadOnlySpan<byte> id)
    {
        var target = _lookup.ObjectOf(id);
        if (target is not null && !field.ReferenceTo.Contains(target.Name))
        {
            return new RowError("MALFORMED_ID", $"{field.Label}: id value of incorrect type: {Text(id)}", field.Name);
        }
        if (target is null)
        {
            // Profiles are known by id only; every other object the org does not hold has no records to point to.
            return field.ReferenceTo.Contains("Profile") ? null : CrossReference(field);
        }
        var number = _lookup.ById(target, id);
        return number != 0 && _lookup.IsLive(target, number) ? null : CrossReference(field);
    }

    private RowError? Unique(ObjectType type, Field field, ReadOnlySpan<byte> value, int number)
    {
        var other = _lookup.ByKey(type, field, value).Number;
        return other == 0 || other == number
            ? null
            : new RowError("DUPLICATE_VALUE", $"duplicate value found: {field.Name} duplicates value on record with id: {_lookup.Id(type, other)[..15]}");
    }

    private static RowError CrossReference(Field field) => new("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", field.Name);

    private static string Text(ReadOnlySpan<byte> value) => Encoding.UTF8.GetString(value);
}
