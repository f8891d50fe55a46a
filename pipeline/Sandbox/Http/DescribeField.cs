using System.Text.Json;
using ContactSync.Sandbox.Schema;

namespace ContactSync.Sandbox.Http;

/// <summary>One field of a describe body: all 57 keys.</summary>
internal static class DescribeField
{
    private const int BytesPerCharacter = 3;

    public static void Write(Utf8JsonWriter json, ObjectType type, Field field)
    {
        var sortable = field.Filterable && field.Type != FieldType.Address;
        json.WriteStartObject();
        json.WriteString("name", field.Name);
        json.WriteString("label", field.Label);
        json.WriteString("type", field.WireType);
        json.WriteString("soapType", SoapType(field));
        json.WriteNumber("length", field.Length);
        json.WriteNumber("byteLength", field.Type is FieldType.Id or FieldType.Reference ? field.Length : field.Length * BytesPerCharacter);
        json.WriteNumber("digits", field.Type == FieldType.Int ? 8 : 0);
        json.WriteNumber("precision", field.Precision);
        json.WriteNumber("scale", field.Scale);
        json.WriteBoolean("createable", field.Createable);
        json.WriteBoolean("updateable", field.Updateable);
        json.WriteBoolean("nillable", field.Nillable);
        json.WriteBoolean("defaultedOnCreate", field.DefaultedOnCreate);
        json.WriteBoolean("custom", field.Custom);
        json.WriteBoolean("externalId", field.ExternalId);
        json.WriteBoolean("idLookup", field.IdLookup);
        json.WriteBoolean("unique", field.Unique);
        json.WriteBoolean("caseSensitive", field.CaseSensitive);
        json.WriteBoolean("filterable", field.Filterable);
        json.WriteBoolean("sortable", sortable);
        json.WriteBoolean("groupable", sortable && !field.IsFloating && field.Type != FieldType.DateTime);
        json.WriteBoolean("aggregatable", field.Type is not (FieldType.Boolean or FieldType.Address) && field.Filterable);
        json.WriteBoolean("nameField", field.Name == "Name");
        json.WriteBoolean("permissionable", field.Type == FieldType.Address || field is { Nillable: true, Createable: true, Updateable: true } and not { CompoundName: "Name" });
        json.WriteBoolean("queryByDistance", field.Type == FieldType.Address);
        json.WriteBoolean("searchPrefilterable", field is { Type: FieldType.Reference, Nillable: true, Polymorphic: false, RelationshipName: not null } and not { Name: "MasterRecordId" });
        json.WriteBoolean("restrictedPicklist", field.RestrictedPicklist);
        json.WriteBoolean("autoNumber", field.AutoNumber);
        DescribeJson.Booleans(json, false, "aiPredictionField", "calculated", "cascadeDelete", "dependentPicklist", "deprecatedAndHidden", "displayLocationInDecimal",
            "encrypted", "formulaTreatNullNumberAsZero", "highScaleNumber", "htmlFormatted", "restrictedDelete", "writeRequiresMasterRead");
        DescribeJson.Booleans(json, field.Polymorphic, "namePointing", "polymorphicForeignKey");
        DescribeJson.Nulls(json, "calculatedFormula", "controllerName", "defaultValueFormula", "filteredLookupInfo", "inlineHelpText", "mask", "maskType", "referenceTargetField", "relationshipOrder");
        json.WriteString("compoundFieldName", field.CompoundName);
        json.WriteString("extraTypeInfo", Extra(type, field));
        json.WriteString("relationshipName", field.RelationshipName);
        if (field.Type == FieldType.Boolean)
        {
            json.WriteBoolean("defaultValue", field.Default == "true");
        }
        else if (field.Type == FieldType.Picklist && field.Default is not null)
        {
            json.WriteString("defaultValue", field.Default);
        }
        else
        {
            json.WriteNull("defaultValue");
        }
        Picklist(json, field);
        json.WriteStartArray("referenceTo");
        foreach (var target in field.ReferenceTo)
        {
            json.WriteStringValue(target);
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Picklist(Utf8JsonWriter json, Field field)
    {
        json.WriteStartArray("picklistValues");
        foreach (var value in field.PicklistValues)
        {
            json.WriteStartObject();
            json.WriteBoolean("active", true);
            json.WriteBoolean("defaultValue", value == field.Default);
            json.WriteString("label", value);
            json.WriteNull("validFor");
            json.WriteString("value", value);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static string? Extra(ObjectType type, Field field) =>
        field.Type == FieldType.TextArea ? "plaintextarea"
        : field.Name == "PhotoUrl" ? "imageurl"
        : type.Find("FirstName") is not null && (field.Name == "Name" || field.CompoundName == "Name") ? "personname"
        : null;

    private static string SoapType(Field field) => field.Type switch
    {
        FieldType.Id or FieldType.Reference => "tns:ID",
        FieldType.Boolean => "xsd:boolean",
        FieldType.Int => "xsd:int",
        FieldType.Double or FieldType.Currency or FieldType.Percent => "xsd:double",
        FieldType.Date => "xsd:date",
        FieldType.DateTime => "xsd:dateTime",
        FieldType.Address => "urn:address",
        _ => "xsd:string",
    };
}
