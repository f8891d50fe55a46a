using System.Collections.Immutable;
using System.Text.Json;
using ContactSync.Sandbox.Schema;

namespace ContactSync.Sandbox.Http;

/// <summary>The describe bodies, with every key a real one has.</summary>
internal static class DescribeJson
{
    public static void Flags(Utf8JsonWriter json, ObjectType type)
    {
        Booleans(json, false, "activateable", "custom", "customSetting", "deprecatedAndHidden", "hasSubtypes", "isInterface", "isSubtype");
        Booleans(json, type.DeepCloneable, "deepCloneable");
        Unless(json, type.Lacks, "createable", "deletable", "feedEnabled", "layoutable", "mergeable", "mruEnabled", "queryable", "replicateable", "retrieveable", "searchable", "triggerable", "undeletable", "updateable");
        json.WriteNull("associateEntityType");
        json.WriteNull("associateParentEntity");
        json.WriteString("keyPrefix", type.Prefix);
        json.WriteString("label", type.Label);
        json.WriteString("labelPlural", type.Plural);
        json.WriteString("name", type.Name);
    }

    public static void Urls(Utf8JsonWriter json, string root, ObjectType type)
    {
        var url = $"{root}/sobjects/{type.Name}";
        json.WriteStartObject("urls");
        json.WriteString("rowTemplate", url + "/{ID}");
        json.WriteString("describe", url + "/describe");
        json.WriteString("layouts", url + "/describe/layouts");
        json.WriteString("compactLayouts", url + "/describe/compactLayouts");
        json.WriteString("sobject", url);
        json.WriteEndObject();
    }

    public static void Object(Utf8JsonWriter json, Exchange exchange, ObjectType type)
    {
        json.WriteStartObject();
        Flags(json, type);
        EmptyArrays(json, "actionOverrides", "namedLayoutInfos");
        Nulls(json, "defaultImplementation", "extendedBy", "extendsInterfaces", "implementedBy", "implementsInterfaces", "listviewable", "lookupLayoutable", "networkScopeFieldName");
        Unless(json, type.Lacks, "compactLayoutable", "searchLayoutable");
        json.WriteString("sobjectDescribeOption", "FULL");
        ChildRelationships(json, exchange, type);
        json.WriteStartArray("fields");
        foreach (var field in type.Fields)
        {
            DescribeField.Write(json, type, field);
        }
        json.WriteEndArray();
        RecordTypes(json, exchange, type);
        json.WriteStartArray("supportedScopes");
        json.WriteStartObject();
        json.WriteString("label", $"All {type.Plural.ToLowerInvariant()}");
        json.WriteString("name", "everything");
        json.WriteEndObject();
        json.WriteEndArray();
        Urls(json, exchange.Root, type);
        json.WriteEndObject();
    }

    public static void Booleans(Utf8JsonWriter json, bool value, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            json.WriteBoolean(name, value);
        }
    }

    private static void Unless(Utf8JsonWriter json, ImmutableArray<string> lacking, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            json.WriteBoolean(name, !lacking.Contains(name));
        }
    }

    public static void Nulls(Utf8JsonWriter json, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            json.WriteNull(name);
        }
    }

    private static void EmptyArrays(Utf8JsonWriter json, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            json.WriteStartArray(name);
            json.WriteEndArray();
        }
    }

    private static void ChildRelationships(Utf8JsonWriter json, Exchange exchange, ObjectType type)
    {
        json.WriteStartArray("childRelationships");
        foreach (var child in exchange.Box.Store.Schema.Objects)
        {
            foreach (var field in child.Fields.Where(f => f.ReferenceTo.Contains(type.Name)))
            {
                json.WriteStartObject();
                Booleans(json, false, "cascadeDelete", "deprecatedAndHidden", "restrictedDelete");
                json.WriteString("childSObject", child.Name);
                json.WriteString("field", field.Name);
                EmptyArrays(json, "junctionIdListNames", "junctionReferenceTo");
                json.WriteString("relationshipName", field.ChildName);
                json.WriteEndObject();
            }
        }
        json.WriteEndArray();
    }

    private static void RecordTypes(Utf8JsonWriter json, Exchange exchange, ObjectType type)
    {
        json.WriteStartArray("recordTypeInfos");
        json.WriteStartObject();
        Booleans(json, true, "active", "available", "defaultRecordTypeMapping", "master");
        json.WriteString("developerName", "Master");
        json.WriteString("name", "Master");
        json.WriteString("recordTypeId", "012000000000000AAA");
        json.WriteStartObject("urls");
        json.WriteString("layout", $"{exchange.Root}/sobjects/{type.Name}/describe/layouts/012000000000000AAA");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    }
}
