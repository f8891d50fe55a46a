using System.Collections.Frozen;
using System.Text.Json;
using ContactSync.Salesforce.Wire;

namespace ContactSync.Salesforce;

/// <summary>An object of an org and those of its fields that our user may see.</summary>
public sealed class ObjectDescription
{
    private readonly FrozenDictionary<string, FieldDescription> byName;

    private ObjectDescription(JsonElement reply)
    {
        Name = reply.Text("name") ?? "";
        Label = reply.Text("label") ?? "";
        KeyPrefix = reply.Text("keyPrefix");
        IsCreateable = reply.Flag("createable");
        IsUpdateable = reply.Flag("updateable");
        IsQueryable = reply.Flag("queryable");
        Fields = [.. reply.Items("fields").Select(FieldDescription.Parse)];
        byName = Fields.ToFrozenDictionary(field => field.Name, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The API name, in the org's own spelling.</summary>
    public string Name { get; }

    /// <summary>The name that people see.</summary>
    public string Label { get; }

    /// <summary>The first three characters of every Id of the object, such as <c>003</c>.</summary>
    public string? KeyPrefix { get; }

    /// <summary>Whether our user may create records.</summary>
    public bool IsCreateable { get; }

    /// <summary>Whether our user may change records.</summary>
    public bool IsUpdateable { get; }

    /// <summary>Whether our user may query records.</summary>
    public bool IsQueryable { get; }

    /// <summary>The fields in the org's order.</summary>
    public IReadOnlyList<FieldDescription> Fields { get; }

    /// <summary>The field of a name, without regard to case; null when there is none our user may see.</summary>
    public FieldDescription? Field(string name) => byName.GetValueOrDefault(name);

    internal static ObjectDescription Parse(JsonElement reply) => new(reply);
}
