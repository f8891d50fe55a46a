using System.Text;
using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Store;
using ContactSync.Sandbox.Values;

namespace ContactSync.Sandbox.Http;

/// <summary>
/// What was changed or deleted in a span of time. Seconds of both ends are dropped; the start of the next span is the
/// <c>latestDateCovered</c> of this one. Hard-deleted records are in neither list.
/// </summary>
internal static class ReplicationEndpoints
{
    private const long Minute = 60;
    private const long Day = 86_400;
    private const int UpdatedDays = 30;
    private const int DeletedDays = 15;

    public static Task UpdatedAsync(Exchange exchange)
    {
        var (type, start, end) = Span(exchange, UpdatedDays);
        var found = Find(exchange, type, blob => !Blob.IsDeleted(blob) && Blob.SystemStamp(blob) >= start && Blob.SystemStamp(blob) < end);
        return exchange.JsonAsync(200, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("ids");
            foreach (var number in found)
            {
                json.WriteStringValue(RecordEndpoints.IdOf(exchange, type, number));
            }
            json.WriteEndArray();
            json.WriteString("latestDateCovered", Text(Covered(exchange, end)));
            json.WriteEndObject();
        });
    }

    public static Task DeletedAsync(Exchange exchange)
    {
        var (type, start, end) = Span(exchange, DeletedDays);
        var table = exchange.Box.Store.Table(type);
        var found = Find(exchange, type, blob => Blob.IsDeleted(blob) && Blob.Modified(blob) >= start && Blob.Modified(blob) < end);
        return exchange.JsonAsync(200, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("deletedRecords");
            foreach (var number in found)
            {
                if (table[number] is { IsEmpty: false } blob)
                {
                    json.WriteStartObject();
                    json.WriteString("deletedDate", Text(Blob.Modified(blob.Span)));
                    json.WriteString("id", RecordEndpoints.IdOf(exchange, type, number));
                    json.WriteEndObject();
                }
            }
            json.WriteEndArray();
            json.WriteString("earliestDateAvailable", Text(Whole(exchange.Box.Now - (DeletedDays * Day))));
            json.WriteString("latestDateCovered", Text(Covered(exchange, end)));
            json.WriteEndObject();
        });
    }

    private static List<int> Find(Exchange exchange, ObjectType type, Func<ReadOnlySpan<byte>, bool> within)
    {
        var table = exchange.Box.Store.Table(type);
        var found = new List<int>();
        for (var number = 1; number <= table.Last; number++)
        {
            if (table[number] is { IsEmpty: false } blob && within(blob.Span))
            {
                found.Add(number);
            }
        }
        return found.Count <= exchange.Box.Options.ReplicationIds
            ? found
            : throw new SalesforceFault(400, "EXCEEDED_ID_LIMIT", "too many ids in the time span: shorten it");
    }

    private static (ObjectType Type, long Start, long End) Span(Exchange exchange, int days)
    {
        var type = exchange.Box.Store.Schema.Find(exchange.Path[4]) ?? throw SalesforceFault.NotFound();
        if (type.Lacks.Contains("replicateable"))
        {
            throw new SalesforceFault(400, "INVALID_TYPE_FOR_OPERATION", $"entity type {type.Name} does not support replication");
        }
        var (start, end) = (Instant(exchange, "start"), Instant(exchange, "end"));
        if (start >= end)
        {
            throw Refused("endDate must be at least one minute greater than startDate");
        }
        return start >= Whole(exchange.Box.Now - (days * Day)) ? (type, start, end) : throw Refused("startDate before org replication enabled date");
    }

    private static long Instant(Exchange exchange, string name)
    {
        var text = exchange.QueryValue(name) ?? throw new SalesforceFault(400, "MISSING_ARGUMENT", $"Required parameter missing: {name}");
        return text.Length > 10 && Stamp.TryParse(Encoding.UTF8.GetBytes(text), out var seconds) ? Whole(seconds) : throw Refused($"{name} is not a valid date-time: {text}");
    }

    /// <summary>What is stamped later than now may still come, and so may what is stamped and not visible yet.</summary>
    private static long Covered(Exchange exchange, long end) => Math.Min(end, Whole(Math.Min(exchange.Box.Now, exchange.Box.Jobs.Settings.Open.Oldest ?? long.MaxValue)));

    private static long Whole(long seconds) => seconds - (seconds % Minute);

    private static string Text(long seconds) => Stamp.Json(DateTimeOffset.FromUnixTimeSeconds(seconds));

    private static SalesforceFault Refused(string message) => new(400, "INVALID_REPLICATION_DATE", message);
}
