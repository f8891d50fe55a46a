using System.Collections.Immutable;
using System.Text;

namespace ContactSync.Sandbox.Schema;

/// <summary>
/// One field of an object as describe shows it. Lengths are characters. <see cref="Tag"/> is the number the value is
/// stored under in this data folder, <see cref="Ordinal"/> the position in <see cref="ObjectType.Fields"/>.
/// </summary>
internal sealed class Field
{
    public required string Name { get; init; }

    public required string Label { get; init; }

    public required FieldType Type { get; init; }

    public int Length { get; init; }

    public int Precision { get; init; }

    public int Scale { get; init; }

    public bool Createable { get; init; }

    public bool Updateable { get; init; }

    public bool Nillable { get; init; }

    public bool DefaultedOnCreate { get; init; }

    public bool ExternalId { get; init; }

    public bool IdLookup { get; init; }

    public bool Unique { get; init; }

    public bool CaseSensitive { get; init; }

    public bool Custom { get; init; }

    public bool Filterable { get; init; } = true;

    public bool RestrictedPicklist { get; init; }

    public ImmutableArray<string> PicklistValues { get; init; } = [];

    public ImmutableArray<string> ReferenceTo { get; init; } = [];

    public string? RelationshipName { get; init; }

    /// <summary>What a record pointed to calls those that point to it by this lookup; null when they cannot be asked for.</summary>
    public string? ChildName { get; init; }

    public string? CompoundName { get; init; }

    public SystemField System { get; init; }

    public int Tag { get; set; } = -1;

    public int Ordinal { get; set; }

    /// <summary>The value an insert gives when the caller gives none; null when there is none.</summary>
    public string? Default
    {
        get;
        init
        {
            field = value;
            DefaultBytes = value is null ? [] : Encoding.UTF8.GetBytes(value);
        }
    }

    /// <summary><see cref="Default"/> as it is stored.</summary>
    public byte[] DefaultBytes { get; private init; } = [];

    public bool Required => Createable && !Nillable && !DefaultedOnCreate;

    /// <summary>The ways, lookup by lookup, to the field this one shows; the first whose first lookup is filled counts.</summary>
    public ImmutableArray<ImmutableArray<string>> Shows { get; init; } = [];

    /// <summary>This org holds records of one of the objects the lookup may point to at most, so that a query can follow it; set when the schema is put together.</summary>
    public bool Followable { get; set; }

    /// <summary>The org's own rules look records up by it, though a caller cannot name it as a key.</summary>
    public bool LookedUp { get; init; }

    /// <summary>The org numbers it itself.</summary>
    public bool AutoNumber { get; init; }

    /// <summary>A caller may name a record by its value: in an upsert, a URL or a relationship column.</summary>
    public bool IsKey => (ExternalId || IdLookup || Unique) && System == SystemField.None;

    /// <summary>A lookup that may point to records of more than one object.</summary>
    public bool Polymorphic => ReferenceTo.Length > 1;

    /// <summary>The store keeps a hash index: a lookup by this field costs no scan.</summary>
    public bool Indexed => IsKey || LookedUp;

    public bool IsText => Type is FieldType.String or FieldType.TextArea or FieldType.Phone or FieldType.Email or FieldType.Url or FieldType.Picklist;

    public bool IsFloating => Type is FieldType.Double or FieldType.Currency or FieldType.Percent;

    /// <summary>The type as describe names it.</summary>
    public string WireType { get; init; } = "";
}
