using System.Text.Json;
using ContactSync.Sandbox.Bulk;
using ContactSync.Sandbox.Store;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace ContactSync.Sandbox.Http;

/// <summary>Makes, fills and closes a small job in one request of two parts, <c>job</c> and <c>content</c>.</summary>
internal static class MultipartJob
{
    private const int LargestContent = 100_000;
    private const int LargestBody = 1 << 20;

    public static async Task CreateAsync(Exchange exchange)
    {
        var boundary = HeaderUtilities.RemoveQuotes(MediaTypeHeaderValue.Parse(exchange.Request.ContentType).Boundary).Value;
        if (string.IsNullOrEmpty(boundary))
        {
            throw JobRequest.Invalid("INVALIDJOB", "multipart boundary is missing");
        }
        var (settings, content) = await ReadPartsAsync(exchange, boundary);
        if (settings is null || content is null)
        {
            throw JobRequest.Invalid("INVALIDJOB", "multipart request needs a job part and a content part");
        }
        using var document = Parse(settings);
        var make = JobRequest.Ingest(document.RootElement, exchange);
        exchange.Box.Jobs.Quota.CheckIngest();
        var scan = new LineScan();
        scan.Add(content);
        var job = await exchange.Box.Jobs.CreateAsync((id, now) => make(id, now) with
        {
            Uploaded = true,
            UploadedRows = scan.Rows(),
            HasCrLf = scan.CrLf,
            HasBareLf = scan.BareLf,
        });
        DurableFile.Replace(job.DataFile, content);
        await exchange.Box.Jobs.TryMoveAsync(job, JobState.Open, JobState.UploadComplete);
        IngestEndpoints.Note(exchange, job);
        exchange.Log.Rows = scan.Rows();
        exchange.Box.Jobs.Start(job);
        await exchange.JsonAsync(200, json => JobJson.Write(json, exchange, job, JobState.UploadComplete, full: false));
    }

    private static async Task<(byte[]? Settings, byte[]? Content)> ReadPartsAsync(Exchange exchange, string boundary)
    {
        byte[]? settings = null;
        byte[]? content = null;
        try
        {
            using var body = new MemoryStream(await exchange.ReadAllAsync(LargestBody));
            var reader = new MultipartReader(boundary, body);
            while (await reader.ReadNextSectionAsync(exchange.Cancelled) is { } section)
            {
                using var bytes = new MemoryStream();
                await section.Body.CopyToAsync(bytes, exchange.Cancelled);
                var isJob = section.GetContentDispositionHeader()?.Name.Value?.Trim('"') == "job";
                (settings, content) = isJob ? (bytes.ToArray(), content) : (settings, bytes.ToArray());
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw JobRequest.Invalid("INVALIDJOB", "multipart request cannot be read: " + e.Message);
        }
        return content?.Length > LargestContent ? throw JobRequest.Invalid("INVALIDJOB", "content of a multipart request is limited to 100000 characters") : (settings, content);
    }

    private static JsonDocument Parse(byte[] settings)
    {
        try
        {
            JsonText.Check(settings);
            return JsonDocument.Parse(settings);
        }
        catch (JsonException e)
        {
            throw new SalesforceFault(400, "JSON_PARSER_ERROR", e.Message);
        }
    }
}
