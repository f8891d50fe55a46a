using System.Collections.Immutable;
using System.Text.Json;
using ContactSync.Sandbox.Bulk;
using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Soql;

namespace ContactSync.Sandbox.Http;

/// <summary>Reads the JSON that makes a job and checks all that Salesforce checks before it makes one.</summary>
internal static class JobRequest
{
    private static readonly ImmutableArray<string> IngestOperations = ["insert", "update", "upsert", "delete", "hardDelete"];
    private static readonly ImmutableArray<string> Delimiters = ["COMMA", "BACKQUOTE", "CARET", "PIPE", "SEMICOLON", "TAB"];

    public static Func<string, long, JobRecord> Ingest(JsonElement body, Exchange exchange)
    {
        var operation = Choice(body, "operation", IngestOperations, null);
        var name = Text(body, "object") ?? throw Invalid("INVALIDJOB", "object is required");
        var type = exchange.Box.Store.Schema.Find(name) ?? throw Invalid("INVALIDENTITY", $"Entity '{name}' is not supported by the Bulk API.");
        if (type.Name == "User" && operation is "delete" or "hardDelete" && !type.Deletable)
        {
            throw Invalid("INVALIDENTITY", $"Entity '{name}' does not support {operation}.");
        }
        if (operation == "hardDelete" && exchange.Caller.Role != "admin")
        {
            throw Invalid("FEATURENOTENABLED", "hardDelete operation requires special user profile permission, please contact your system administrator");
        }
        var key = Key(body, type, operation);
        var (lineEnding, delimiter) = Settings(body);
        var rule = Text(body, "assignmentRuleId");
        if (rule is not null && (type.Name != "Lead" || Number(exchange) < 49))
        {
            throw Invalid("INVALIDJOB", "assignmentRuleId is only for Lead and Case, from version 49.0 on");
        }
        if (body.TryGetProperty("concurrencyMode", out var mode) && !(mode.ValueKind == JsonValueKind.String && mode.ValueEquals("Parallel")))
        {
            throw Invalid("INVALIDJOB", "concurrencyMode can only be Parallel");
        }
        return (id, now) => new JobRecord(id, false, type.Name, operation, exchange.Caller.Number, Number(exchange), now)
        {
            ExternalIdFieldName = key,
            LineEnding = lineEnding,
            ColumnDelimiter = delimiter,
            AssignmentRuleId = rule,
        };
    }

    public static Func<string, long, JobRecord> Query(JsonElement body, Exchange exchange)
    {
        var operation = Choice(body, "operation", ["query", "queryAll"], null);
        var soql = Text(body, "query") ?? throw Invalid("API_ERROR", "query is required");
        var query = SoqlParser.Parse(soql);
        var plan = new SoqlPlan(new QueryScope(exchange.Box.Store, operation == "queryAll", exchange.Box.Now) { UserId = exchange.Caller.Id }, query);
        if (query.Aggregates || query.Children.Count > 0 || plan.TypeOfs.Length > 0 || query.Offset is not null || Array.Exists(plan.Columns, c => c.Field.Type == FieldType.Address))
        {
            throw Invalid("FEATURENOTENABLED", "Aggregate Relationships, OFFSET and compound address fields are not supported in Bulk Query");
        }
        var (lineEnding, delimiter) = Settings(body);
        return (id, now) => new JobRecord(id, true, plan.Type.Name, operation, exchange.Caller.Number, Number(exchange), now)
        {
            Query = soql,
            QueryAll = operation == "queryAll",
            State = JobState.UploadComplete,
            LineEnding = lineEnding,
            ColumnDelimiter = delimiter,
        };
    }

    public static SalesforceFault Invalid(string code, string message) => new(400, code, message);

    public static string? Text(JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static double Number(Exchange exchange) => double.Parse(exchange.Version, System.Globalization.CultureInfo.InvariantCulture);

    private static string? Key(JsonElement body, ObjectType type, string operation)
    {
        var name = Text(body, "externalIdFieldName");
        if (operation != "upsert")
        {
            return name is null ? null : throw Invalid("INVALIDJOB", "externalIdFieldName is only for upsert");
        }
        if (name is null)
        {
            throw Invalid("INVALIDJOB", "externalIdFieldName is required for upsert");
        }
        return type.Find(name) is { } field && (field.ExternalId || field.IdLookup)
            ? field.Name
            : throw Invalid("INVALIDJOB", $"Field name provided, {name} does not match an External ID, Salesforce Id, or indexed field for {type.Name}");
    }

    private static (string LineEnding, string Delimiter) Settings(JsonElement body)
    {
        Choice(body, "contentType", ["CSV"], "CSV");
        return (Choice(body, "lineEnding", ["LF", "CRLF"], "LF"), Choice(body, "columnDelimiter", Delimiters, "COMMA"));
    }

    private static string Choice(JsonElement body, string name, ImmutableArray<string> values, string? otherwise)
    {
        var text = Text(body, name) ?? otherwise ?? throw Invalid("INVALIDJOB", name + " is required");
        var found = values.FirstOrDefault(v => v.Equals(text, StringComparison.OrdinalIgnoreCase));
        return found ?? throw Invalid("INVALIDJOB", $"Unsupported {name}: {text}");
    }
}
