using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Soql;

namespace ContactSync.Sandbox.Writing.Rules;

/// <summary>A rule each saved record of an object must keep: a condition that must not hold, or a field whose value no other record may have.</summary>
internal sealed record ValidationRule(string Name, ObjectType Type, string Message, SoqlQuery? Condition, Field? Existing, Field? Field, string? UnlessUser)
{
    /// <summary>Throws <see cref="SandboxSetupException"/> naming what makes no sense.</summary>
    public static ValidationRule Of(ValidationRow row, OrgSchema schema)
    {
        var type = schema.Find(row.Object) ?? throw Wrong(row.Name, $"the org has no object {row.Object}.");
        if (row.Condition is null == row.Existing is null)
        {
            throw Wrong(row.Name, "a rule has a condition or an existing, and not both.");
        }
        var existing = row.Existing is null ? null : FieldOf(row, type, row.Existing);
        return existing is { IsKey: false }
            ? throw Wrong(row.Name, $"records of {type.Name} are not found by {existing.Name}; existing takes an external id, a unique field or an e-mail address.")
            : new ValidationRule(row.Name, type, row.Message, Parse(row, type), existing, row.Field is null ? null : FieldOf(row, type, row.Field), row.UnlessUser);
    }

    public static SandboxSetupException Wrong(string name, string what) => new($"Validation rule {name} in the schema file: {what}");

    private static Field FieldOf(ValidationRow row, ObjectType type, string name) => type.Find(name) ?? throw Wrong(row.Name, $"{type.Name} has no field {name}.");

    private static SoqlQuery? Parse(ValidationRow row, ObjectType type)
    {
        try
        {
            return row.Condition is null ? null : SoqlParser.Parse($"SELECT Id FROM {type.Name} WHERE {row.Condition}");
        }
        catch (SalesforceFault e)
        {
            throw Wrong(row.Name, e.Message);
        }
    }
}
