using System.Text.Json;
using ContactSync.Sandbox.Soql;

namespace ContactSync.Sandbox.Http;

/// <summary>Objects that hold nothing here but that clients ask for when they log in: Organization and EntityDefinition.</summary>
internal static class PseudoObjects
{
    /// <summary>The reply to a query of such an object; null for a query of any other.</summary>
    public static Task? FindAsync(Exchange exchange, SoqlQuery query)
    {
        List<Dictionary<string, object?>>? rows = query.From.ToUpperInvariant() switch
        {
            "ORGANIZATION" => [Organization(exchange)],
            "ENTITYDEFINITION" => [.. exchange.Box.Store.Schema.Objects.Select(Entity)],
            _ => null,
        };
        if (rows is null)
        {
            return null;
        }
        if (query.Where is SoqlCompare { Operator: "=" } where && rows[0].ContainsKey(where.Path))
        {
            rows.RemoveAll(r => !string.Equals(r[where.Path]?.ToString(), where.Literal.Text, StringComparison.OrdinalIgnoreCase));
        }
        return exchange.JsonAsync(200, json => Write(json, exchange, query, rows));
    }

    private static Dictionary<string, object?> Organization(Exchange exchange) => new(StringComparer.OrdinalIgnoreCase)
    {
        ["Id"] = exchange.Box.OrgId,
        ["Name"] = "Sandbox",
        ["InstanceName"] = "BOX1",
        ["IsSandbox"] = true,
        ["TrialExpirationDate"] = null,
        ["NamespacePrefix"] = null,
        ["OrganizationType"] = "Developer Edition",
        ["LanguageLocaleKey"] = "en_US",
        ["TimeZoneSidKey"] = "UTC",
        ["Country"] = "US",
    };

    private static Dictionary<string, object?> Entity(Schema.ObjectType type) => new(StringComparer.OrdinalIgnoreCase)
    {
        ["DurableId"] = type.Name,
        ["QualifiedApiName"] = type.Name,
        ["DeveloperName"] = type.Name,
        ["Label"] = type.Label,
        ["PluralLabel"] = type.Plural,
        ["KeyPrefix"] = type.Prefix,
        ["IsCustomizable"] = true,
        ["IsQueryable"] = true,
        ["IsCustomSetting"] = false,
    };

    private static void Write(Utf8JsonWriter json, Exchange exchange, SoqlQuery query, List<Dictionary<string, object?>> rows)
    {
        json.WriteStartObject();
        json.WriteNumber("totalSize", rows.Count);
        json.WriteBoolean("done", true);
        json.WriteStartArray("records");
        foreach (var row in query.CountOnly ? [] : rows)
        {
            json.WriteStartObject();
            json.WriteStartObject("attributes");
            json.WriteString("type", query.From);
            json.WriteString("url", $"{exchange.Root}/sobjects/{query.From}/{row.GetValueOrDefault("Id") ?? row.GetValueOrDefault("DurableId")}");
            json.WriteEndObject();
            foreach (var item in query.Select)
            {
                json.WritePropertyName(item.Path);
                JsonSerializer.Serialize(json, row.TryGetValue(item.Path, out var value) ? value : null);
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
