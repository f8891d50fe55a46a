using System.Text.Json;
using ContactSync.Sandbox.Duplicates;
using ContactSync.Sandbox.Writing.Rules;

namespace ContactSync.Sandbox.Schema;

/// <summary>The schema file an operator writes: custom fields of known objects, workflows that set one of them, and the rules that records must pass.</summary>
internal sealed record CustomFile
{
    public IReadOnlyList<CustomField> Fields { get; init; } = [];

    public IReadOnlyList<WorkflowRow> Workflows { get; init; } = [];

    public IReadOnlyList<ValidationRow> ValidationRules { get; init; } = [];

    public IReadOnlyList<TriggerRow> Triggers { get; init; } = [];

    /// <summary>Matching rules beside the standard ones.</summary>
    public IReadOnlyList<MatchingRuleRow> MatchingRules { get; init; } = [];

    /// <summary>The active duplicate rules.</summary>
    public IReadOnlyList<DuplicateRuleRow> DuplicateRules { get; init; } = [];

    /// <summary>What a rule that alerts does to a row of a Bulk job, which has no way to be asked: <c>fail</c> or <c>save</c> it.</summary>
    public string BulkAlerts { get; init; } = "fail";

    /// <summary>Users beside the two that every org has.</summary>
    public IReadOnlyList<UserRow> Users { get; init; } = [];

    public IReadOnlyList<ListView> ListViews { get; init; } = [];

    public IReadOnlyList<Report> Reports { get; init; } = [];

    /// <summary>Reads <paramref name="path"/>, or the file shipped with the sandbox when null.</summary>
    public static CustomFile Read(string? path)
    {
        try
        {
            using var stream = path is null
                ? typeof(CustomFile).Assembly.GetManifestResourceStream("sandbox-schema.json")!
                : File.OpenRead(path);
            return JsonSerializer.Deserialize<CustomFile>(stream, SchemaJson.Options) ?? new CustomFile();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new SandboxSetupException($"The schema file {path} cannot be read: {e.Message} Correct it, or leave it out to use the shipped schema.", e);
        }
    }
}

/// <summary>A custom field; <c>type</c> is one of the setup names (Text, DateTime, Number, ...).</summary>
internal sealed record CustomField(string Object, string Name, string Type)
{
    public string? Label { get; init; }

    public int? Length { get; init; }

    public int? Precision { get; init; }

    public int? Scale { get; init; }

    public bool ExternalId { get; init; }

    public bool Unique { get; init; }

    public bool CaseSensitive { get; init; }

    public bool Required { get; init; }

    public bool Restricted { get; init; }

    public string[] Values { get; init; } = [];

    public string? ReferenceTo { get; init; }

    /// <summary>What a record pointed to calls those that point to it, without the <c>__r</c>.</summary>
    public string? ChildRelationship { get; init; }

    public Field ToField()
    {
        if (!Name.EndsWith("__c", StringComparison.OrdinalIgnoreCase))
        {
            throw new SandboxSetupException($"{Object}.{Name} in the schema file: a custom field's name ends in __c.");
        }
        var (type, length) = Type.ToUpperInvariant() switch
        {
            "TEXT" => (FieldType.String, 255),
            "TEXTAREA" => (FieldType.TextArea, 255),
            "LONGTEXTAREA" => (FieldType.TextArea, 32768),
            "EMAIL" => (FieldType.Email, 80),
            "PHONE" => (FieldType.Phone, 40),
            "URL" => (FieldType.Url, 255),
            "PICKLIST" => (FieldType.Picklist, 255),
            "CHECKBOX" => (FieldType.Boolean, 0),
            "NUMBER" => (FieldType.Double, 0),
            "CURRENCY" => (FieldType.Currency, 0),
            "PERCENT" => (FieldType.Percent, 0),
            "DATE" => (FieldType.Date, 0),
            "DATETIME" => (FieldType.DateTime, 0),
            "LOOKUP" => (FieldType.Reference, 18),
            _ => throw new SandboxSetupException($"{Object}.{Name} in the schema file: unknown type {Type}. Use Text, TextArea, LongTextArea, Email, Phone, Url, Picklist, Checkbox, Number, Currency, Percent, Date, DateTime or Lookup."),
        };
        var number = type is FieldType.Double or FieldType.Currency or FieldType.Percent;
        return new Field
        {
            Name = Name,
            Label = Label ?? Name[..^3].Replace('_', ' '),
            Type = type,
            WireType = type.ToString().ToLowerInvariant(),
            Length = Length ?? length,
            Precision = number ? Precision ?? 18 : 0,
            Scale = number ? Scale ?? 0 : 0,
            Createable = true,
            Updateable = true,
            Nillable = !Required && type != FieldType.Boolean,
            DefaultedOnCreate = type == FieldType.Boolean,
            Default = type == FieldType.Boolean ? "false" : null,
            ExternalId = ExternalId,
            IdLookup = ExternalId,
            Unique = Unique,
            CaseSensitive = CaseSensitive,
            Custom = true,
            RestrictedPicklist = Restricted,
            PicklistValues = [.. Values],
            ReferenceTo = ReferenceTo is null ? [] : [ReferenceTo],
            RelationshipName = ReferenceTo is null ? null : Name[..^1] + "r",
            ChildName = ChildRelationship is null ? null : ChildRelationship + "__r",
            Filterable = !(type == FieldType.TextArea && (Length ?? length) > 255),
        };
    }
}

/// <summary>A user as written: known by the role, logs in as the client <c>sandbox-</c>role, or by name and the password of all.</summary>
internal sealed record UserRow(string Role)
{
    /// <summary>The login name; role@sandbox.example when null.</summary>
    public string? Username { get; init; }

    public string? LastName { get; init; }

    public bool ReadOnly { get; init; }
}

/// <summary>A workflow as written; <c>to</c> is <c>now</c>, <c>unlessUser</c> is <c>integration</c>, <c>admin</c> or a user name.</summary>
internal sealed record WorkflowRow(string Object, string[] On, string Set, string To)
{
    public string? UnlessUser { get; init; }
}
