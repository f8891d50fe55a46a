using System.Text.Json;
using ContactSync.Salesforce.Wire;

namespace ContactSync.Salesforce;

/// <summary>A value of a picklist.</summary>
public sealed record PicklistValue(string Value, string Label, bool IsActive, bool IsDefault);

/// <summary>A field of an object as describe tells it. <see cref="Length"/> is in characters.</summary>
public sealed record FieldDescription
{
    /// <summary>The API name, in the org's own spelling.</summary>
    public required string Name { get; init; }

    /// <summary>The name that people see.</summary>
    public required string Label { get; init; }

    /// <summary>The type, such as <c>string</c>, <c>email</c>, <c>picklist</c>, <c>reference</c>, <c>datetime</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The most characters it holds; 0 where that has no meaning.</summary>
    public int Length { get; init; }

    /// <summary>Digits in all, for numbers.</summary>
    public int Precision { get; init; }

    /// <summary>Digits after the point, for numbers.</summary>
    public int Scale { get; init; }

    /// <summary>Whether it may be blank.</summary>
    public bool IsNillable { get; init; }

    /// <summary>Whether it may be set when a record is created.</summary>
    public bool IsCreateable { get; init; }

    /// <summary>Whether it may be changed.</summary>
    public bool IsUpdateable { get; init; }

    /// <summary>Whether it may stand in a WHERE clause.</summary>
    public bool IsFilterable { get; init; }

    /// <summary>Whether it is marked as an external id.</summary>
    public bool IsExternalId { get; init; }

    /// <summary>Whether no two records may share a value.</summary>
    public bool IsUnique { get; init; }

    /// <summary>Whether uniqueness and lookups regard case.</summary>
    public bool IsCaseSensitive { get; init; }

    /// <summary>Whether records can be named by it in upserts and references.</summary>
    public bool IsIdLookup { get; init; }

    /// <summary>Whether it is a formula, which is never written and does not move the record's stamp.</summary>
    public bool IsCalculated { get; init; }

    /// <summary>Whether the org numbers it.</summary>
    public bool IsAutoNumber { get; init; }

    /// <summary>Whether the org fills it in when it is left out.</summary>
    public bool IsDefaultedOnCreate { get; init; }

    /// <summary>Whether a picklist accepts its listed values only.</summary>
    public bool IsRestrictedPicklist { get; init; }

    /// <summary>Whether it is one of the org's custom fields.</summary>
    public bool IsCustom { get; init; }

    /// <summary>The compound field it is a part of; null for most.</summary>
    public string? CompoundFieldName { get; init; }

    /// <summary>The values of a picklist; empty otherwise.</summary>
    public IReadOnlyList<PicklistValue> PicklistValues { get; init; } = [];

    /// <summary>The objects it may point to; empty unless it is a reference.</summary>
    public IReadOnlyList<string> ReferenceTo { get; init; } = [];

    /// <summary>Whether a record cannot be created without it.</summary>
    public bool IsRequiredOnCreate => IsCreateable && !IsNillable && !IsDefaultedOnCreate;

    internal static FieldDescription Parse(JsonElement field) => new()
    {
        Name = field.Text("name") ?? "",
        Label = field.Text("label") ?? "",
        Type = field.Text("type") ?? "",
        Length = (int)field.Number("length"),
        Precision = (int)field.Number("precision"),
        Scale = (int)field.Number("scale"),
        IsNillable = field.Flag("nillable"),
        IsCreateable = field.Flag("createable"),
        IsUpdateable = field.Flag("updateable"),
        IsFilterable = field.Flag("filterable"),
        IsExternalId = field.Flag("externalId"),
        IsUnique = field.Flag("unique"),
        IsCaseSensitive = field.Flag("caseSensitive"),
        IsIdLookup = field.Flag("idLookup"),
        IsCalculated = field.Flag("calculated"),
        IsAutoNumber = field.Flag("autoNumber"),
        IsDefaultedOnCreate = field.Flag("defaultedOnCreate"),
        IsRestrictedPicklist = field.Flag("restrictedPicklist"),
        IsCustom = field.Flag("custom"),
        CompoundFieldName = field.Text("compoundFieldName"),
        PicklistValues = [.. field.Items("picklistValues").Select(v => new PicklistValue(v.Text("value") ?? "", v.Text("label") ?? "", v.Flag("active"), v.Flag("defaultValue")))],
        ReferenceTo = [.. field.Items("referenceTo").Select(name => name.ToString())],
    };
}
