using ContactSync.Sandbox.Duplicates;
using ContactSync.Sandbox.Schema;

namespace ContactSync.Sandbox;

/// <summary>Prints what an org of a schema file would have, and so checks the file: what <c>sandbox schema</c> does.</summary>
public static class SandboxSchema
{
    /// <summary>
    /// Prints the objects, or the fields and rules of one. Throws <see cref="SandboxSetupException"/> for a file that makes no
    /// sense and an object the org does not have.
    /// </summary>
    public static async Task RunAsync(string? schemaFile, string? objectName, TextWriter output)
    {
        var schema = OrgSchema.Load(schemaFile);
        if (objectName is null)
        {
            foreach (var type in schema.Objects)
            {
                var custom = type.Fields.Where(f => f.Custom).Select(f => f.Name).ToList();
                await output.WriteLineAsync($"{type.Name,-24} {type.Prefix}  {type.Fields.Length,3} fields{(custom.Count == 0 ? "" : ", of them " + string.Join(", ", custom))}{Rules(type)}");
            }
            return;
        }
        var named = schema.Find(objectName) ?? throw new SandboxSetupException($"The org has no object {objectName}; it has {string.Join(", ", schema.Objects.Select(o => o.Name))}.");
        foreach (var field in named.Fields)
        {
            await output.WriteLineAsync($"{field.Name,-32} {field.WireType}{(field.Length > 0 ? $"({field.Length})" : "")}{Flags(field)}".TrimEnd());
        }
        foreach (var rule in named.DuplicateRules)
        {
            await output.WriteLineAsync($"duplicate rule   {rule.Name}  create {Text(rule.OnInsert)}, edit {Text(rule.OnUpdate)}  by {string.Join(", ", rule.Matches.Select(m => m.Rule.Name))}");
        }
        foreach (var rule in named.ValidationRules)
        {
            await output.WriteLineAsync($"validation rule  {rule.Name}  {rule.Message}");
        }
        foreach (var trigger in named.Triggers)
        {
            await output.WriteLineAsync($"trigger          makes {trigger.Creates.Name} into {trigger.Into.Name}");
        }
    }

    private static string Rules(ObjectType type)
    {
        var count = type.DuplicateRules.Length + type.ValidationRules.Length + type.Triggers.Length;
        return count == 0 ? "" : $", {count} {(count == 1 ? "rule" : "rules")}";
    }

    private static string Flags(Field field) => string.Concat(
        new[]
        {
            (field.Required, "required"), (field.ExternalId, "external id"), (field.Unique, "unique"), (field.RestrictedPicklist, "restricted"),
            (!field.Createable && !field.Updateable, "read only"), (field.ReferenceTo.Length > 0, "to " + string.Join('|', field.ReferenceTo)),
        }.Where(f => f.Item1).Select(f => "  " + f.Item2));

    private static string Text(DuplicateAction action) =>
        action.Blocks ? "block" : action.DoesAnything ? "allow" + (action.Alerts ? " alert" : "") + (action.Reports ? " report" : "") : "allow";
}
