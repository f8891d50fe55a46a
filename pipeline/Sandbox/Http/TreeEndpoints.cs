using System.Buffers;
using System.Text.Json;
using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Writing;

namespace ContactSync.Sandbox.Http;

/// <summary>Makes records together with those that point to them, all or none: at most 200, five levels deep, of five objects.</summary>
internal static class TreeEndpoints
{
    private const int MaxRecords = 200;
    private const int MaxLevels = 5;
    private const int MaxObjects = 5;

    public static async Task HandleAsync(Exchange exchange)
    {
        var type = exchange.Box.Store.Schema.Find(exchange.Path[5]) ?? throw SalesforceFault.NotFound();
        using var body = await exchange.ReadJsonAsync();
        var nodes = new List<Node>();
        Gather(nodes, type, body.RootElement, parent: null, lookup: null, level: 1);
        if (Malformed(nodes) is { } wrong)
        {
            await ReplyAsync(exchange, [wrong]);
            return;
        }
        var writes = nodes.ConvertAll<RecordWrites.Write>(n => (writer, transaction, now) => n.Outcome = Insert(exchange, n, draft => writer.Insert(transaction, n.Type, draft, exchange.Caller, now)));
        await RecordWrites.ManyAsync(exchange, writes, allOrNone: true);
        var failed = nodes.Where(n => n.Outcome.Error is not null && n.Parent is not { Outcome.Error: not null }).ToList();
        await ReplyAsync(exchange, failed.Count > 0 ? failed : nodes);
    }

    private static void Gather(List<Node> nodes, ObjectType type, JsonElement list, Node? parent, Field? lookup, int level)
    {
        if (list.ValueKind != JsonValueKind.Object || !list.TryGetProperty("records", out var records) || records.ValueKind != JsonValueKind.Array)
        {
            throw new SalesforceFault(400, "JSON_PARSER_ERROR", "The request needs records, an array, at [line:1, column:1]");
        }
        if (level > MaxLevels)
        {
            throw new SalesforceFault(400, "INVALID_INPUT", $"A tree of records is at most {MaxLevels} levels deep.");
        }
        foreach (var record in records.EnumerateArray())
        {
            if (record.ValueKind != JsonValueKind.Object)
            {
                throw new SalesforceFault(400, "JSON_PARSER_ERROR", "A record must be a JSON object at [line:1, column:1]");
            }
            var attributes = record.TryGetProperty("attributes", out var given) ? given : default;
            var node = new Node(type, record, JobRequest.Text(attributes, "referenceId") ?? "", JobRequest.Text(attributes, "type"), parent, lookup);
            nodes.Add(node);
            if (nodes.Count > MaxRecords)
            {
                throw new SalesforceFault(400, "INVALID_INPUT", $"A tree holds at most {MaxRecords} records.");
            }
            foreach (var property in record.EnumerateObject())
            {
                if (Children(type, property) is { } children)
                {
                    Gather(nodes, children.Child, property.Value, node, children.Lookup, level + 1);
                }
            }
        }
    }

    private static ChildRelationship? Children(ObjectType type, JsonProperty property) =>
        property.Value.ValueKind == JsonValueKind.Object ? type.Children.FirstOrDefault(c => c.Name.Equals(property.Name, StringComparison.OrdinalIgnoreCase)) : null;

    private static Node? Malformed(List<Node> nodes)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in nodes)
        {
            var wrong = node.Name.Length == 0 ? "Include a reference ID for each record in the request."
                : !names.Add(node.Name) ? "Duplicate ReferenceId provided in the request. Please use unique references."
                : node.Stated is null ? "Include an object type for each record in the request."
                : !node.Stated.Equals(node.Type.Name, StringComparison.OrdinalIgnoreCase) ? $"The object type {node.Stated} does not match {node.Type.Name}."
                : null;
            if (wrong is not null)
            {
                node.Outcome = new RowError("INVALID_INPUT", wrong);
                return node;
            }
        }
        return nodes.Select(n => n.Type).Distinct().Count() > MaxObjects
            ? throw new SalesforceFault(400, "INVALID_INPUT", $"A tree holds records of at most {MaxObjects} objects.")
            : null;
    }

    private static WriteOutcome Insert(Exchange exchange, Node node, Func<RowDraft, WriteOutcome> insert)
    {
        if (node.Parent is { Outcome.Error: not null })
        {
            return new RowError("PROCESSING_HALTED", "The parent record was not created.");
        }
        try
        {
            return insert(JsonDraft.Read(exchange.Box.Store.Schema, node.Type, Own(exchange, node)));
        }
        catch (SalesforceFault fault)
        {
            return fault.Error;
        }
    }

    /// <summary>The record without its children, with the id of its parent.</summary>
    private static JsonElement Own(Exchange exchange, Node node)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var property in node.Record.EnumerateObject().Where(p => Children(node.Type, p) is null))
            {
                property.WriteTo(json);
            }
            if (node is { Parent: { } parent, Lookup: { } lookup })
            {
                json.WriteString(lookup.Name, RecordEndpoints.IdOf(exchange, parent.Type, parent.Outcome.Number));
            }
            json.WriteEndObject();
        }
        return JsonElement.Parse(buffer.WrittenSpan);
    }

    private static Task ReplyAsync(Exchange exchange, List<Node> nodes)
    {
        var failed = nodes.Exists(n => n.Outcome.Error is not null);
        return exchange.JsonAsync(failed ? 400 : 201, json =>
        {
            json.WriteStartObject();
            json.WriteBoolean("hasErrors", failed);
            json.WriteStartArray("results");
            foreach (var node in nodes)
            {
                json.WriteStartObject();
                json.WriteString("referenceId", node.Name);
                if (node.Outcome.Error is { } error)
                {
                    CollectionResult.Errors(json, error, exchange);
                }
                else
                {
                    json.WriteString("id", RecordEndpoints.IdOf(exchange, node.Type, node.Outcome.Number));
                }
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    /// <summary>A record of the tree; <c>Stated</c> is the type its attributes name.</summary>
    private sealed record Node(ObjectType Type, JsonElement Record, string Name, string? Stated, Node? Parent, Field? Lookup)
    {
        public WriteOutcome Outcome { get; set; }
    }
}
