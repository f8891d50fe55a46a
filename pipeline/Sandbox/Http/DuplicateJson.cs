using System.Text.Json;
using ContactSync.Sandbox.Duplicates;
using ContactSync.Sandbox.Soql;
using ContactSync.Sandbox.Store;
using ContactSync.Sandbox.Writing;

namespace ContactSync.Sandbox.Http;

/// <summary>The part of a refusal that says which records are duplicates, and the request header that asks for it.</summary>
internal static class DuplicateJson
{
    private const string Header = "Sforce-Duplicate-Rule-Header";
    private const double FirstVersion = 52;

    /// <summary>What the request says of duplicates; versions before 52.0 do not know the header.</summary>
    public static DuplicateOptions Read(Exchange exchange)
    {
        var header = exchange.Request.Headers[Header].ToString();
        if (header.Length == 0 || double.Parse(exchange.Version, System.Globalization.CultureInfo.InvariantCulture) < FirstVersion)
        {
            return DuplicateOptions.None;
        }
        var set = header.Split([';', ','], StringSplitOptions.TrimEntries).Select(p => p.Split('=', StringSplitOptions.TrimEntries))
            .Where(p => p is [_, var value] && value.Equals("true", StringComparison.OrdinalIgnoreCase)).Select(p => p[0].ToUpperInvariant()).ToHashSet();
        return new DuplicateOptions(set.Contains("ALLOWSAVE"), set.Contains("INCLUDERECORDDETAILS"));
    }

    /// <summary>Writes the finding under the name given: single records spell it <c>duplicateResut</c>.</summary>
    public static void Write(Utf8JsonWriter json, string name, DuplicateFinding finding, Exchange exchange)
    {
        json.WriteStartObject(name);
        json.WriteBoolean("allowSave", !finding.Action.Blocks);
        json.WriteString("duplicateRule", finding.Rule.Name);
        json.WriteString("duplicateRuleEntityType", finding.Rule.Type.Name);
        json.WriteString("errorMessage", finding.Rule.AlertText);
        json.WriteStartArray("matchResults");
        foreach (var matches in finding.Matches)
        {
            json.WriteStartObject();
            json.WriteString("entityType", matches.Rule.Type.Name);
            Empty(json, "errors");
            json.WriteString("matchEngine", matches.Rule.Engine);
            json.WriteStartArray("matchRecords");
            WriteRecords(json, matches, exchange);
            json.WriteEndArray();
            json.WriteString("rule", matches.Rule.Name);
            json.WriteNumber("size", matches.Numbers.Length);
            json.WriteBoolean("success", true);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteRecords(Utf8JsonWriter json, DuplicateMatches matches, Exchange exchange)
    {
        var (store, type) = (exchange.Box.Store, matches.Rule.Type);
        var query = new SoqlQuery("", [], type.Name);
        var fields = exchange.Caller.Duplicates.IncludeRecordDetails ? type.Fields.Select(f => f.Name) : ["Id"];
        var columns = fields.Select(f => FieldPath.Resolve(store, type, f, query, 1)).ToArray();
        var view = new RecordView(store, type);
        foreach (var number in matches.Numbers)
        {
            json.WriteStartObject();
            Empty(json, "additionalInformation");
            Empty(json, "fieldDiffs");
            json.WritePropertyName("matchConfidence");
            json.WriteRawValue("100.0");
            json.WritePropertyName("record");
            // A record removed since it matched has no fields left to show.
            if (store.Table(type)[number] is { IsEmpty: false } blob)
            {
                view.Load(number, blob);
                RecordJson.Write(json, exchange.Root, view, columns);
            }
            else
            {
                json.WriteNullValue();
            }
            json.WriteEndObject();
        }
    }

    private static void Empty(Utf8JsonWriter json, string name)
    {
        json.WriteStartArray(name);
        json.WriteEndArray();
    }
}
