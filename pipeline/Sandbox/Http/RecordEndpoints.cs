using System.Text;
using System.Text.Json;
using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Soql;
using ContactSync.Sandbox.Store;
using ContactSync.Sandbox.Values;
using ContactSync.Sandbox.Writing;

namespace ContactSync.Sandbox.Http;

/// <summary>Single records: create, read, update, delete by id, and read, upsert, delete by external id.</summary>
internal static class RecordEndpoints
{
    public static Task HandleAsync(Exchange exchange)
    {
        var type = exchange.Box.Store.Schema.Find(exchange.Path[4]) ?? throw SalesforceFault.NotFound();
        return (exchange.Request.Method, exchange.Path[5..]) switch
        {
            ("GET", []) => DescribeEndpoints.BasicAsync(exchange, type),
            ("POST", []) => CreateAsync(exchange, type),
            ("POST", ["Id" or "id"]) => CreateAsync(exchange, type),
            ("GET", [var id]) => ReadAsync(exchange, type, ById(exchange, type, id)),
            ("PATCH", [var id]) => UpdateAsync(exchange, type, ById(exchange, type, id)),
            ("DELETE", [var id]) => DeleteAsync(exchange, type, ById(exchange, type, id)),
            ("GET", [var key, var value]) => ReadAsync(exchange, type, ByKey(exchange, type, key, value)),
            ("PATCH", [var key, var value]) => UpsertAsync(exchange, type, key, value),
            ("DELETE", [var key, var value]) => DeleteAsync(exchange, type, ByKey(exchange, type, key, value)),
            _ => throw SalesforceFault.NotFound(),
        };
    }

    public static int Status(RowError error) => error.Code switch
    {
        "NOT_FOUND" or "ENTITY_IS_DELETED" => 404,
        "INSUFFICIENT_ACCESS_OR_READONLY" => 403,
        "PRECONDITION_FAILED" => 412,
        _ => 400,
    };

    public static string IdOf(Exchange exchange, ObjectType type, int number) => SfId.Format(type.Prefix, exchange.Box.Store.Catalog.Pod, number);

    private static int ById(Exchange exchange, ObjectType type, string text)
    {
        Span<byte> id = stackalloc byte[SfId.Length];
        if (!SfId.TryNormalize(Encoding.UTF8.GetBytes(text), id) || !RecordLookup.OfObject(type, id))
        {
            throw new SalesforceFault(404, "NOT_FOUND", "Provided external ID field does not exist or is not accessible: " + text);
        }
        return new RecordLookup(exchange.Box.Store).ById(type, id) is > 0 and var number ? number : throw SalesforceFault.NotFound();
    }

    private static Field KeyField(ObjectType type, string name) =>
        type.Find(name) is { IsKey: true } field ? field
            : throw new SalesforceFault(404, "NOT_FOUND", "Provided external ID field does not exist or is not accessible: " + name);

    private static int ByKey(Exchange exchange, ObjectType type, string name, string value)
    {
        if (type.Find(name) is { System: SystemField.Id })
        {
            return ById(exchange, type, value);
        }
        var field = KeyField(type, name);
        lock (exchange.Box.Store.Gate)
        {
            var (number, count) = new RecordLookup(exchange.Box.Store).ByKey(type, field, Encoding.UTF8.GetBytes(value));
            return count == 1 ? number : count == 0 ? throw SalesforceFault.NotFound() : throw new SeveralMatches(field, value);
        }
    }

    private static async Task CreateAsync(Exchange exchange, ObjectType type)
    {
        using var body = await exchange.ReadJsonAsync();
        var draft = JsonDraft.Read(exchange.Box.Store.Schema, type, body.RootElement);
        var outcome = await RecordWrites.OneAsync(exchange, (writer, transaction, now) => writer.Insert(transaction, type, draft, exchange.Caller, now));
        await ReplyAsync(exchange, type, outcome, withCreated: false);
    }

    private static async Task UpdateAsync(Exchange exchange, ObjectType type, int number)
    {
        using var body = await RecordAsync(exchange);
        if (body.RootElement.TryGetProperty("Id", out _) || body.RootElement.TryGetProperty("id", out _))
        {
            throw new SalesforceFault(400, new RowError("INVALID_FIELD", "The Id field should not be specified in the sobject data."));
        }
        Preconditions.Check(exchange, type);
        var draft = JsonDraft.Read(exchange.Box.Store.Schema, type, body.RootElement);
        var outcome = await RecordWrites.OneAsync(exchange, (writer, transaction, now) => Preconditions.Refusal(exchange, type, transaction.Table(type)[number].Span) is { } refusal
            ? refusal
            : writer.Update(transaction, type, number, draft, exchange.Caller, now));
        await (outcome.Error is { } error ? exchange.ErrorAsync(Status(error), error) : exchange.EmptyAsync(204));
    }

    /// <summary>The body, which is an object.</summary>
    private static async Task<JsonDocument> RecordAsync(Exchange exchange)
    {
        var body = await exchange.ReadJsonAsync();
        if (body.RootElement.ValueKind == JsonValueKind.Object)
        {
            return body;
        }
        body.Dispose();
        throw new SalesforceFault(400, "JSON_PARSER_ERROR", "A record must be a JSON object at [line:1, column:1]");
    }

    private static async Task DeleteAsync(Exchange exchange, ObjectType type, int number)
    {
        if (!type.Deletable)
        {
            throw new SalesforceFault(400, "INSUFFICIENT_ACCESS_OR_READONLY", $"Entity type {type.Name} cannot be deleted");
        }
        var outcome = await RecordWrites.OneAsync(exchange, (writer, transaction, now) => writer.Delete(transaction, type, number, exchange.Caller, now));
        await (outcome.Error is { } error ? exchange.ErrorAsync(Status(error), error) : exchange.EmptyAsync(204));
    }

    private static async Task UpsertAsync(Exchange exchange, ObjectType type, string key, string value)
    {
        if (type.Find(key) is { System: SystemField.Id })
        {
            await UpdateAsync(exchange, type, ById(exchange, type, value));
            return;
        }
        var field = KeyField(type, key);
        using var body = await RecordAsync(exchange);
        if (body.RootElement.EnumerateObject().Any(p => p.Name.Equals(field.Name, StringComparison.OrdinalIgnoreCase) || p.Name.Equals("Id", StringComparison.OrdinalIgnoreCase)))
        {
            throw new SalesforceFault(400, new RowError("INVALID_FIELD", $"The {field.Name} field should not be specified in the sobject data.", field.Name));
        }
        var draft = JsonDraft.Read(exchange.Box.Store.Schema, type, RecordWrites.WithKey(body.RootElement, field.Name, value));
        var updateOnly = exchange.QueryValue("updateOnly") == "true";
        var outcome = await RecordWrites.OneAsync(exchange, (writer, transaction, now) =>
            RecordWrites.Upsert(exchange, writer, transaction, type, field, draft, now, updateOnly));
        if (outcome.Error?.Code == "DUPLICATE_EXTERNAL_ID")
        {
            throw new SeveralMatches(field, value);
        }
        await ReplyAsync(exchange, type, outcome, withCreated: true);
    }

    private static Task ReadAsync(Exchange exchange, ObjectType type, int number)
    {
        var store = exchange.Box.Store;
        var blob = store.Table(type)[number];
        if (Blob.IsDeleted(blob.Span))
        {
            throw new SalesforceFault(404, "ENTITY_IS_DELETED", "entity is deleted");
        }
        if (Preconditions.IsUnchanged(exchange, type, blob.Span))
        {
            return exchange.EmptyAsync(304);
        }
        var names = exchange.QueryValue("fields")?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [.. type.Fields.Select(f => f.Name)];
        var query = new SoqlQuery("", [], type.Name);
        var columns = Array.ConvertAll(names, n => n.Contains('.', StringComparison.Ordinal) || type.Find(n) is not null
            ? FieldPath.Resolve(store, type, n, query, 1)
            : throw SalesforceFault.NoSuchColumn(n, type.Name));
        var view = new RecordView(store, type);
        view.Load(number, blob);
        return exchange.JsonAsync(200, json => RecordJson.Write(json, exchange.Root, view, columns));
    }

    private static Task ReplyAsync(Exchange exchange, ObjectType type, WriteOutcome outcome, bool withCreated)
    {
        if (outcome.Error is { } error)
        {
            return exchange.ErrorAsync(Status(error), error);
        }
        var id = IdOf(exchange, type, outcome.Number);
        if (outcome.Created)
        {
            exchange.Response.Headers.Location = $"{exchange.Root}/sobjects/{type.Name}/{id}";
        }
        return exchange.JsonAsync(outcome.Created ? 201 : 200, json =>
        {
            json.WriteStartObject();
            json.WriteString("id", id);
            json.WriteBoolean("success", true);
            json.WriteStartArray("errors");
            json.WriteEndArray();
            if (withCreated)
            {
                json.WriteBoolean("created", outcome.Created);
            }
            json.WriteEndObject();
        });
    }
}
