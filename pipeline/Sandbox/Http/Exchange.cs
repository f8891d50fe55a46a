using System.Buffers;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using ContactSync.Sandbox.Control;
using ContactSync.Sandbox.Store;
using ContactSync.Sandbox.Writing;
using Microsoft.AspNetCore.Http;

namespace ContactSync.Sandbox.Http;

/// <summary>One request and its reply. Bodies go out gzipped when the client takes that, and through the fault that was drawn for the request.</summary>
internal sealed class Exchange(HttpContext http, OrgBox box, LogLine log, FaultRule? fault)
{
    private const int SmallestGzip = 1024;
    private const int LargestJson = 64 << 20;

    private static readonly JsonWriterOptions Compact = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonWriterOptions Pretty = Compact with { Indented = true };

    public OrgBox Box => box;

    public LogLine Log => log;

    public HttpRequest Request => http.Request;

    public HttpResponse Response => http.Response;

    public CancellationToken Cancelled => http.RequestAborted;

    /// <summary>The segments of the path as sent, unescaped, empty ones dropped.</summary>
    public required string[] Path { get; init; }

    /// <summary>The segments in lower case, for matching.</summary>
    public required string[] Route { get; init; }

    public Caller Caller { get; set; } = null!;

    /// <summary>The transaction of the requests this one is part of; who made it commits it and holds the store's gate meanwhile.</summary>
    public Transaction? Joined { get; init; }

    /// <summary>The version of the path, such as <c>66.0</c>.</summary>
    public string Version { get; set; } = "";

    public string Root => "/services/data/v" + Version;

    public string? QueryValue(string name) => http.Request.Query.TryGetValue(name, out var values) ? values.ToString() : null;

    public Stream OpenBody()
    {
        Stream body = fault is { When: FaultTime.MidUpload } cut ? new CutRequest(http, cut) : http.Request.Body;
        body = new CountingStream(body, n => log.BytesIn += n);
        var coding = http.Request.Headers.ContentEncoding.ToString();
        return coding.Length == 0 || coding == "identity" ? body
            : coding.Equals("gzip", StringComparison.OrdinalIgnoreCase) ? new GzipBody(body)
            : throw new SalesforceFault(415, "UNSUPPORTED_MEDIA_TYPE", "Content-Encoding not supported: " + coding);
    }

    /// <summary>Cuts the connection: by a reset, or in order.</summary>
    public void Abort(bool inOrder) => CutOffException.Cut(http, inOrder);

    /// <summary>The stamp of a write, in seconds; returned once the write is to become visible, which an org may do later than it stamps.</summary>
    public async Task<long> StampAsync()
    {
        var now = box.Now;
        var late = fault is { Do: FaultDeed.LateVisible } ? TimeSpan.FromSeconds(fault.Seconds) : box.Jobs.Settings.Late;
        if (late > TimeSpan.Zero)
        {
            using var open = box.Jobs.Settings.Open.Begin(now);
            await box.Clock.WaitAsync(late, Cancelled);
        }
        return now;
    }

    public async Task<JsonDocument> ReadJsonAsync()
    {
        if (http.Request.ContentType is { Length: > 0 } type && !type.Contains("json", StringComparison.OrdinalIgnoreCase))
        {
            throw new SalesforceFault(415, "UNSUPPORTED_MEDIA_TYPE", "The content type of the request is not supported: " + type);
        }
        try
        {
            var bytes = await ReadAllAsync(LargestJson);
            JsonText.Check(bytes);
            return JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = JsonText.MaxDepth });
        }
        catch (JsonException e)
        {
            throw new SalesforceFault(400, "JSON_PARSER_ERROR", $"{e.Message.Split(" LineNumber")[0]} at [line:{e.LineNumber + 1}, column:{e.BytePositionInLine + 1}]");
        }
    }

    public async Task<byte[]> ReadAllAsync(int largest)
    {
        await using var body = OpenBody();
        using var all = new MemoryStream();
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            for (int read; (read = await body.ReadAsync(buffer, Cancelled)) > 0;)
            {
                all.Write(buffer, 0, read);
                if (all.Length > largest)
                {
                    throw new SalesforceFault(413, "REQUEST_ENTITY_TOO_LARGE", "The request body is too large.");
                }
            }
        }
        catch (InvalidDataException)
        {
            throw new SalesforceFault(400, "JSON_PARSER_ERROR", "The request body is not sound gzip.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        return all.ToArray();
    }

    public Task JsonAsync(int status, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var writer = new Utf8JsonWriter(buffer, http.Request.Headers["X-PrettyPrint"] == "1" ? Pretty : Compact))
        {
            write(writer);
        }
        return SendAsync(status, "application/json;charset=UTF-8", buffer.WrittenCount, (to, stop) => to.WriteAsync(buffer.WrittenMemory, stop).AsTask());
    }

    public Task ErrorAsync(int status, RowError error) => JsonAsync(status, json =>
    {
        json.WriteStartArray();
        json.WriteStartObject();
        json.WriteString("message", error.Message);
        json.WriteString("errorCode", error.Code);
        if (error.Fields.Length > 0 || error.Code is "REQUIRED_FIELD_MISSING")
        {
            json.WriteStartArray("fields");
            foreach (var field in error.Fields)
            {
                json.WriteStringValue(field);
            }
            json.WriteEndArray();
        }
        if (error.Duplicates is { } duplicates)
        {
            DuplicateJson.Write(json, "duplicateResut", duplicates, this);
        }
        json.WriteEndObject();
        json.WriteEndArray();
    });

    public Task EmptyAsync(int status)
    {
        log.Status = http.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    public Task TextAsync(int status, string contentType, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return SendAsync(status, contentType, bytes.Length, (to, stop) => to.WriteAsync(bytes, stop).AsTask());
    }

    /// <summary>The header names gzip and does not rule it out.</summary>
    private static bool TakesGzip(string header) => header.Split(',').Select(c => c.Split(';', StringSplitOptions.TrimEntries)).Any(c =>
        c[0].Trim().Equals("gzip", StringComparison.OrdinalIgnoreCase) && !c.Skip(1).Any(p => p.Replace(" ", "", StringComparison.Ordinal) is "q=0" or "q=0.0" or "q=0.00" or "q=0.000"));

    /// <summary>Sends a body of <paramref name="length"/> bytes before compression.</summary>
    public async Task SendAsync(int status, string contentType, long length, Func<Stream, CancellationToken, Task> write)
    {
        log.Status = http.Response.StatusCode = status;
        http.Response.ContentType = contentType;
        if (fault is { Rewrites: true })
        {
            using var whole = new MemoryStream();
            await write(whole, Cancelled);
            var changed = ReplyRewrite.Apply(fault, box.Faults, whole.ToArray(), http.Response.Headers);
            (length, write) = (changed.Length, (to, stop) => to.WriteAsync(changed, stop).AsTask());
        }
        if (fault is { When: FaultTime.After, Do: FaultDeed.Reset or FaultDeed.Fin or FaultDeed.LostReply or FaultDeed.Status })
        {
            await write(Stream.Null, Cancelled);
            return;
        }
        var cut = fault is { When: FaultTime.MidBody } ? fault : null;
        var gzip = (length >= SmallestGzip || cut is { As: CutForm.Gzip }) && cut is not { As: CutForm.KeepLength or CutForm.Close }
            && TakesGzip(http.Request.Headers.AcceptEncoding.ToString());
        Stream to = new CountingStream(http.Response.Body, n => log.BytesOut += n);
        if (cut is { As: CutForm.Gzip })
        {
            to = new CutReply(to, http, cut, box.Clock);
        }
        if (gzip)
        {
            http.Response.Headers.ContentEncoding = "gzip";
            to = new GZipStream(to, CompressionLevel.Fastest);
        }
        else if (cut is { As: CutForm.KeepLength })
        {
            http.Response.ContentLength = length;
        }
        else if (cut is { As: CutForm.Close })
        {
            // Neither a length nor chunks: the server closes the connection where the body ends.
            http.Response.Headers.TransferEncoding = "identity";
        }
        if (cut is not (null or { As: CutForm.Gzip }))
        {
            to = new CutReply(to, http, cut, box.Clock);
        }
        await using (to)
        {
            await write(to, Cancelled);
        }
    }
}
