using System.Text.Json;
using ContactSync.Sandbox.Http;
using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Writing;
using Microsoft.AspNetCore.Http;

namespace ContactSync.Sandbox.Control;

/// <summary>The state of the org as the control plane tells it: counts and jobs in short, or the records of one object whole.</summary>
internal static class StateExport
{
    public static Task SummaryAsync(HttpContext http, OrgBox box) => http.Response.WriteAsJsonAsync(
        new
        {
            orgId = box.OrgId,
            time = box.Clock.GetUtcNow(),
            // The stamp of the oldest write that cannot be read yet.
            openSince = box.Jobs.Settings.Open.Oldest is { } stamp ? DateTimeOffset.FromUnixTimeSeconds(stamp) : (DateTimeOffset?)null,
            objects = box.Store.Schema.Objects.ToDictionary(o => o.Name, o => new { live = box.Store.Table(o).Live, deleted = box.Store.Table(o).Deleted, bytes = box.Store.Table(o).Bytes, heldBytes = box.Store.Table(o).HeldBytes }),
            jobs = box.Jobs.All.Select(j => new
            {
                id = j.Id,
                operation = j.Record.Operation,
                @object = j.Record.Object,
                state = j.Record.State.ToString(),
                rows = j.Record.UploadedRows,
                processed = j.Record.Processed,
                failed = j.Record.Failed,
            }),
        },
        http.RequestAborted);

    /// <summary>
    /// Writes every record of an object, deleted ones too, as JSON lines in the order of their ids, so that two exports can be
    /// compared line by line; <c>fields</c> of the query chooses, else all that are not blank. Fails for an unknown object or field.
    /// </summary>
    public static async Task RecordsAsync(HttpContext http, OrgBox box, string name)
    {
        var type = box.Store.Schema.Find(name) ?? throw new FormatException($"The org has no object {name}.");
        var asked = http.Request.Query["fields"].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var fields = asked.Length == 0 ? [.. type.Fields] : Array.ConvertAll(asked, f => type.Find(f) ?? throw new FormatException($"{type.Name} has no field {f}."));
        var view = new RecordView(box.Store, type);
        var table = box.Store.Table(type);
        http.Response.ContentType = "application/x-ndjson";
        using var line = new MemoryStream();
        for (var number = 1; number <= table.Last; number++)
        {
            if (table[number] is not { IsEmpty: false } blob)
            {
                continue;
            }
            view.Load(number, blob);
            line.SetLength(0);
            using (var json = new Utf8JsonWriter(line))
            {
                Write(json, view, fields, whole: asked.Length == 0);
            }
            line.WriteByte((byte)'\n');
            await http.Response.Body.WriteAsync(line.GetBuffer().AsMemory(0, (int)line.Length), http.RequestAborted);
        }
    }

    private static void Write(Utf8JsonWriter json, RecordView view, Field[] fields, bool whole)
    {
        json.WriteStartObject();
        foreach (var field in fields)
        {
            if (!whole || !view.Get(field).IsEmpty)
            {
                json.WritePropertyName(field.Name);
                RecordJson.WriteField(json, view, field);
            }
        }
        json.WriteEndObject();
    }
}
