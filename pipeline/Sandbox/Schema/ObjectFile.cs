using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ContactSync.Sandbox.Schema;

/// <summary>The shape of the JSON files that list an object's fields.</summary>
internal sealed record ObjectFile(string Name, string Label, string Plural, string Prefix, IReadOnlyList<FieldRow> Fields)
{
    public bool Deletable { get; init; } = true;

    public bool DeepCloneable { get; init; }

    /// <summary>The flags most objects show as true in describe and this one as false.</summary>
    public string[] Lacks { get; init; } = [];

    public static ObjectFile ReadEmbedded(string name)
    {
        using var stream = typeof(ObjectFile).Assembly.GetManifestResourceStream(name + ".json")
            ?? throw new InvalidOperationException($"No embedded object file {name}.json.");
        return JsonSerializer.Deserialize<ObjectFile>(stream, SchemaJson.Options)!;
    }

    public ObjectType ToObjectType(IEnumerable<Field> custom) =>
        new(Name, Label, Plural, Prefix, Deletable, [.. StandardFields.Leading(this), .. Fields.Select(r => r.ToField()), .. StandardFields.Trailing(this), .. custom])
        {
            DeepCloneable = DeepCloneable,
            Lacks = [.. Lacks],
        };
}

/// <summary>One field of an <see cref="ObjectFile"/>; <c>access</c> holds c for createable and u for updateable.</summary>
internal sealed record FieldRow(string Name, string Label, string Type)
{
    public int Length { get; init; }

    public int Precision { get; init; }

    public int Scale { get; init; }

    public string Access { get; init; } = "";

    public bool Required { get; init; }

    public bool NotNull { get; init; }

    public bool Defaulted { get; init; }

    public bool IdLookup { get; init; }

    public bool Unique { get; init; }

    public bool Restricted { get; init; }

    public bool Unfilterable { get; init; }

    public string[] To { get; init; } = [];

    public string? Relationship { get; init; }

    /// <summary>What a record pointed to calls those that point to it by this lookup, such as <c>Contacts</c> of an account.</summary>
    public string? Children { get; init; }

    public string? Compound { get; init; }

    public string[] Values { get; init; } = [];

    public string? Default { get; init; }

    /// <summary>The org's own rules look records up by it.</summary>
    public bool Index { get; init; }

    /// <summary>A name the org numbers itself.</summary>
    public bool AutoNumber { get; init; }

    /// <summary>Paths through lookups to the field this one shows, such as <c>ContactId.AccountId.Name</c>.</summary>
    public string[] From { get; init; } = [];

    public Field ToField()
    {
        // A combobox is stored and checked as a picklist that takes any value.
        var type = Type == "combobox" ? FieldType.Picklist : Enum.Parse<FieldType>(Type, ignoreCase: true);
        return new Field
        {
            Name = Name,
            Label = Label,
            Type = type,
            WireType = Type,
            Length = type == FieldType.Reference ? 18 : Length,
            Precision = Precision,
            Scale = Scale,
            Createable = Access.Contains('c', StringComparison.Ordinal),
            Updateable = Access.Contains('u', StringComparison.Ordinal),
            Nillable = !Required && !NotNull,
            DefaultedOnCreate = Defaulted,
            IdLookup = IdLookup,
            Unique = Unique,
            RestrictedPicklist = Restricted,
            Filterable = !Unfilterable,
            ReferenceTo = [.. To],
            RelationshipName = Relationship,
            ChildName = Children,
            CompoundName = Compound,
            PicklistValues = [.. Values],
            System = SystemOf(type),
            Default = Default ?? (type == FieldType.Boolean ? "false" : null),
            LookedUp = Index,
            AutoNumber = AutoNumber,
            Shows = [.. From.Select(path => path.Split('.').ToImmutableArray())],
        };
    }

    private SystemField SystemOf(FieldType type) =>
        From.Length > 0 ? SystemField.Shown
        : type == FieldType.Address ? SystemField.Address
        : Name == "Name" && Access.Length == 0 && !AutoNumber ? SystemField.PersonName
        : SystemField.None;
}

/// <summary>How schema files are read: camel case, and a key nobody knows is an error.</summary>
internal static class SchemaJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };
}
