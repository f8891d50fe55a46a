using System.Collections.Frozen;
using System.Collections.Immutable;
using ContactSync.Sandbox.Duplicates;
using ContactSync.Sandbox.Writing.Rules;

namespace ContactSync.Sandbox.Schema;

/// <summary>All objects of the org: the standard ones with the custom fields and workflows of the schema file.</summary>
internal sealed class OrgSchema
{
    private static readonly string[] StandardNames =
    [
        "Account", "Contact", "User", "Lead", "Campaign", "CampaignMember", "CampaignMemberStatus", "Opportunity", "OpportunityContactRole", "Task",
        "DuplicateRecordSet", "DuplicateRecordItem",
    ];

    private readonly FrozenDictionary<string, ObjectType> _byName;
    private readonly FrozenDictionary<string, ObjectType> _byPrefix;

    private OrgSchema(ImmutableArray<ObjectType> objects)
    {
        Objects = objects;
        _byName = objects.ToFrozenDictionary(o => o.Name, StringComparer.OrdinalIgnoreCase);
        _byPrefix = objects.ToFrozenDictionary(o => o.Prefix, StringComparer.Ordinal);
    }

    public ImmutableArray<ObjectType> Objects { get; }

    /// <summary>The duplicate rules; none but those of the schema file are active.</summary>
    public RuleBook Duplicates { get; private set; } = null!;

    /// <summary>A rule that alerts lets rows of Bulk jobs pass.</summary>
    public bool BulkSavesAlerts { get; private set; }

    /// <summary>In the order of the schema file, which is that of their ids.</summary>
    public IReadOnlyList<ListView> ListViews { get; private init; } = [];

    public IReadOnlyList<Report> Reports { get; private init; } = [];

    public IReadOnlyList<UserRow> Users { get; private init; } = [];

    public ObjectType? Find(string name) => _byName.GetValueOrDefault(name);

    public ObjectType? FindByPrefix(string prefix) => _byPrefix.GetValueOrDefault(prefix);

    /// <summary>Puts the schema together; throws <see cref="SandboxSetupException"/> naming the entry that makes no sense.</summary>
    public static OrgSchema Load(string? schemaFile)
    {
        var custom = CustomFile.Read(schemaFile);
        var objects = StandardNames
            .Select(ObjectFile.ReadEmbedded)
            .Select(file => file.ToObjectType(custom.Fields.Where(f => Same(f.Object, file.Name)).Select(f => f.ToField())))
            .ToImmutableArray();
        var schema = new OrgSchema(objects) { ListViews = custom.ListViews, Reports = custom.Reports, Users = Checked(custom.Users) };
        foreach (var field in objects.SelectMany(o => o.Fields))
        {
            field.Followable = field.ReferenceTo.Count(name => schema.Find(name) is not null) <= 1;
        }
        foreach (var type in objects)
        {
            type.Children = [.. objects.SelectMany(child => child.Fields.Where(f => f.ChildName is not null && f.ReferenceTo.Contains(type.Name))
                .Select(f => new ChildRelationship(f.ChildName!, child, f)))];
        }
        foreach (var field in custom.Fields)
        {
            _ = schema.Known(field.Object, field.Name);
        }
        foreach (var row in custom.Workflows)
        {
            var type = schema.Known(row.Object, row.Set);
            type.Workflows = type.Workflows.Add(ToWorkflow(type, row));
        }
        schema.Duplicates = RuleBook.Of(custom, schema);
        foreach (var type in objects)
        {
            type.DuplicateRules = schema.Duplicates.Of(type);
            type.ValidationRules = [.. custom.ValidationRules.Select(r => ValidationRule.Of(r, schema)).Where(r => r.Type == type)];
            type.Triggers = [.. custom.Triggers.Select(r => RecordTrigger.Of(r, schema)).Where(t => t.Type == type)];
        }
        schema.BulkSavesAlerts = Same(custom.BulkAlerts, "save") || (Same(custom.BulkAlerts, "fail")
            ? false : throw new SandboxSetupException($"bulkAlerts in the schema file is {custom.BulkAlerts}; use fail or save."));
        return schema;
    }

    private static Workflow ToWorkflow(ObjectType type, WorkflowRow row)
    {
        var field = type.Find(row.Set);
        if (field is not { Type: FieldType.DateTime, System: SystemField.None } || !Same(row.To, "now"))
        {
            throw new SandboxSetupException($"Workflow on {row.Object} in the schema file: set names no date-time field ({row.Set}) or to is not \"now\".");
        }
        return new Workflow(row.On.Any(o => Same(o, "create")), row.On.Any(o => Same(o, "update")), field, row.UnlessUser);
    }

    private ObjectType Known(string name, string what) =>
        Find(name) ?? throw new SandboxSetupException($"{name}.{what} in the schema file: the org has no object {name}.");

    /// <summary>Roles differ, and are not those of the two users every org has.</summary>
    private static IReadOnlyList<UserRow> Checked(IReadOnlyList<UserRow> users)
    {
        string[] taken = ["admin", "integration"];
        var wrong = users.FirstOrDefault(u => string.IsNullOrWhiteSpace(u.Role) || taken.Contains(u.Role, StringComparer.OrdinalIgnoreCase) || users.Count(o => Same(o.Role, u.Role)) > 1);
        return wrong is null ? users : throw new SandboxSetupException($"users in the schema file: the role \"{wrong.Role}\" is blank, taken or there twice. Give each user a role of its own.");
    }

    private static bool Same(string a, string b) => a.Equals(b, StringComparison.OrdinalIgnoreCase);
}
