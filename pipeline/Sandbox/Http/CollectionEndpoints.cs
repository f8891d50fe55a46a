using System.Text;
using System.Text.Json;
using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Soql;
using ContactSync.Sandbox.Store;
using ContactSync.Sandbox.Values;
using ContactSync.Sandbox.Writing;

namespace ContactSync.Sandbox.Http;

/// <summary>Up to 200 records a call: create, update, upsert, delete; and retrieval of up to 2,000 by id.</summary>
internal static class CollectionEndpoints
{
    private const int MaxRecords = 200;
    private const int MaxRetrieved = 2000;

    public static Task HandleAsync(Exchange exchange) => (exchange.Request.Method, exchange.Path[5..]) switch
    {
        ("POST", []) => WriteAsync(exchange, null, null),
        ("PATCH", []) => WriteAsync(exchange, null, null),
        ("DELETE", []) => DeleteAsync(exchange),
        ("PATCH", [var name, var key]) => UpsertAsync(exchange, name, key),
        ("POST", [var name]) => RetrieveAsync(exchange, name),
        ("GET", [var name]) => RetrieveAsync(exchange, name),
        _ => throw SalesforceFault.NotFound(),
    };

    private static Task UpsertAsync(Exchange exchange, string name, string key)
    {
        var type = Known(exchange, name);
        var field = type.Find(key);
        return field is { ExternalId: true } or { IdLookup: true }
            ? WriteAsync(exchange, type, field)
            : throw new SalesforceFault(404, "NOT_FOUND", "Provided external ID field does not exist or is not accessible: " + key);
    }

    private static async Task WriteAsync(Exchange exchange, ObjectType? only, Field? key)
    {
        using var body = await exchange.ReadJsonAsync();
        var records = Records(body.RootElement);
        var types = new ObjectType[records.Length];
        var writes = new RecordWrites.Write[records.Length];
        for (var i = 0; i < records.Length; i++)
        {
            types[i] = TypeOf(exchange, records[i]);
            if (only is not null && types[i] != only)
            {
                throw new SalesforceFault(400, "INVALID_TYPE", $"Record type {types[i].Name} does not match the URL's {only.Name}");
            }
            writes[i] = Plan(exchange, types[i], key, JsonDraft.Read(exchange.Box.Store.Schema, types[i], records[i]));
        }
        var outcomes = await RecordWrites.ManyAsync(exchange, writes, AllOrNone(body.RootElement));
        await ReplyAsync(exchange, outcomes, types, withCreated: key is not null);
    }

    private static RecordWrites.Write Plan(Exchange exchange, ObjectType type, Field? key, RowDraft draft) => (exchange.Request.Method, key) switch
    {
        ("POST", _) => (writer, transaction, now) => writer.Insert(transaction, type, draft, exchange.Caller, now),
        (_, { System: SystemField.Id }) => (writer, transaction, now) => draft.ColumnOf(type.Id) is >= 0 and var id && draft.Value(id).Length > 0
            ? Update(exchange, writer, transaction, type, draft, now)
            : writer.Insert(transaction, type, draft, exchange.Caller, now),
        (_, not null) => (writer, transaction, now) => RecordWrites.Upsert(exchange, writer, transaction, type, key, draft, now),
        _ => (writer, transaction, now) => Update(exchange, writer, transaction, type, draft, now),
    };

    private static WriteOutcome Update(Exchange exchange, RecordWriter writer, Transaction transaction, ObjectType type, RowDraft draft, long now)
    {
        var column = draft.ColumnOf(type.Id);
        if (column < 0 || draft.Value(column).IsEmpty)
        {
            return draft.Error ?? new RowError("MISSING_ARGUMENT", "Id not specified in an update call");
        }
        var id = draft.Value(column);
        return !RecordLookup.OfObject(type, id)
            ? new RowError("MALFORMED_ID", $"{type.Label} ID: id value of incorrect type: {Encoding.ASCII.GetString(id)}", "Id")
            : writer.Update(transaction, type, new RecordLookup(exchange.Box.Store).ById(type, id), draft, exchange.Caller, now);
    }

    private static async Task DeleteAsync(Exchange exchange)
    {
        var ids = (exchange.QueryValue("ids") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Limit(ids.Length, MaxRecords);
        var lookup = new RecordLookup(exchange.Box.Store);
        var types = new ObjectType?[ids.Length];
        var writes = new RecordWrites.Write[ids.Length];
        for (var i = 0; i < ids.Length; i++)
        {
            var id = new byte[SfId.Length];
            var text = ids[i];
            var type = types[i] = SfId.TryNormalize(Encoding.UTF8.GetBytes(text), id) ? lookup.ObjectOf(id) : null;
            writes[i] = (writer, transaction, now) => type is null
                ? new RowError("MALFORMED_ID", "malformed id " + text)
                : writer.Delete(transaction, type, lookup.ById(type, id), exchange.Caller, now);
        }
        var outcomes = await RecordWrites.ManyAsync(exchange, writes, string.Equals(exchange.QueryValue("allOrNone"), "true", StringComparison.OrdinalIgnoreCase));
        await ReplyAsync(exchange, outcomes, types, withCreated: false);
    }

    private static async Task RetrieveAsync(Exchange exchange, string name)
    {
        var type = Known(exchange, name);
        string[] ids;
        string[] fields;
        if (exchange.Request.Method == "GET")
        {
            ids = (exchange.QueryValue("ids") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries);
            fields = (exchange.QueryValue("fields") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries);
        }
        else
        {
            using var body = await exchange.ReadJsonAsync();
            (ids, fields) = (Strings(body.RootElement, "ids"), Strings(body.RootElement, "fields"));
        }
        Limit(ids.Length, MaxRetrieved);
        var store = exchange.Box.Store;
        var lookup = new RecordLookup(store);
        var view = new RecordView(store, type);
        var query = new SoqlQuery("", [], type.Name);
        var columns = Array.ConvertAll(fields, f => f.Contains('.', StringComparison.Ordinal) || type.Find(f) is not null
            ? FieldPath.Resolve(store, type, f, query, 1) : throw SalesforceFault.NoSuchColumn(f, type.Name));
        await exchange.JsonAsync(200, json =>
        {
            Span<byte> id = stackalloc byte[SfId.Length];
            json.WriteStartArray();
            foreach (var text in ids)
            {
                if (SfId.TryNormalize(Encoding.UTF8.GetBytes(text), id) && lookup.ById(type, id) is > 0 and var number && store.Table(type)[number] is { IsEmpty: false } blob && !Blob.IsDeleted(blob.Span))
                {
                    view.Load(number, blob);
                    RecordJson.Write(json, exchange.Root, view, columns);
                }
                else
                {
                    json.WriteNullValue();
                }
            }
            json.WriteEndArray();
        });
    }

    private static Task ReplyAsync(Exchange exchange, WriteOutcome[] outcomes, ObjectType?[] types, bool withCreated) => exchange.JsonAsync(200, json =>
    {
        json.WriteStartArray();
        for (var i = 0; i < outcomes.Length; i++)
        {
            CollectionResult.Write(json, outcomes[i], outcomes[i].Number > 0 ? RecordEndpoints.IdOf(exchange, types[i]!, outcomes[i].Number) : null, withCreated, exchange);
        }
        json.WriteEndArray();
    });

    private static JsonElement[] Records(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("records", out var records) || records.ValueKind != JsonValueKind.Array)
        {
            throw new SalesforceFault(400, "JSON_PARSER_ERROR", "The request needs an array of records at [line:1, column:1]");
        }
        Limit(records.GetArrayLength(), MaxRecords);
        return [.. records.EnumerateArray()];
    }

    private static ObjectType TypeOf(Exchange exchange, JsonElement record) =>
        record.ValueKind == JsonValueKind.Object && record.TryGetProperty("attributes", out var attributes) && JobRequest.Text(attributes, "type") is { } name
            ? exchange.Box.Store.Schema.Find(name) ?? throw SoqlPlan.NotSupported(name)
            : throw new SalesforceFault(400, "INVALID_INPUT", "Include an attributes type in each record");

    private static ObjectType Known(Exchange exchange, string name) => exchange.Box.Store.Schema.Find(name) ?? throw SalesforceFault.NotFound();

    private static bool AllOrNone(JsonElement body) => body.TryGetProperty("allOrNone", out var value) && value.ValueKind == JsonValueKind.True;

    private static void Limit(int count, int most)
    {
        if (count > most)
        {
            throw new SalesforceFault(400, "EXCEEDED_ID_LIMIT", $"record limit reached. cannot submit more than {most} records into this call");
        }
    }

    private static string[] Strings(JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Select(e => e.ValueKind == JsonValueKind.String ? e.GetString()! : throw new SalesforceFault(400, "JSON_PARSER_ERROR", name + " must hold strings"))]
            : throw new SalesforceFault(400, "JSON_PARSER_ERROR", $"The request needs {name} at [line:1, column:1]");
}
