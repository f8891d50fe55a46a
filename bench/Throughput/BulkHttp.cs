using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace ContactSync.Bench.Throughput;

/// <summary>Bulk API 2.0 by a plain HttpClient, as little as will do: the peer, and the load on the sandbox that is not made by the product's client.</summary>
internal sealed class BulkHttp : IDisposable
{
    private const string Version = "services/data/v66.0";
    private readonly HttpClient _http;

    public BulkHttp(Uri address, string token)
    {
        _http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(10) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>Makes an upsert job, streams the CSV into it, closes it, and waits for its end; returns its id and its counts.</summary>
    public async Task<(string Id, long Processed, long Failed)> UpsertAsync(Func<Stream> csv, string key)
    {
        var job = await SendAsync(HttpMethod.Post, $"{Version}/jobs/ingest", JsonContent.Create(new
        {
            @object = "Contact",
            operation = "upsert",
            externalIdFieldName = key,
            contentType = "CSV",
            lineEnding = "LF",
            columnDelimiter = "COMMA",
        }));
        var id = job.GetProperty("id").GetString()!;
        await using (var body = csv())
        {
            using var content = new StreamContent(body, 128 << 10);
            content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
            await SendAsync(HttpMethod.Put, $"{Version}/jobs/ingest/{id}/batches", content);
        }

        await SendAsync(HttpMethod.Patch, $"{Version}/jobs/ingest/{id}", JsonContent.Create(new { state = "UploadComplete" }));
        var ended = await EndAsync($"{Version}/jobs/ingest/{id}");
        return (id, ended.GetProperty("numberRecordsProcessed").GetInt64(), ended.GetProperty("numberRecordsFailed").GetInt64());
    }

    /// <summary>Reads all three result files of an ingest job and throws the bytes away; returns how many.</summary>
    public async Task<long> DrainResultsAsync(string id)
    {
        long bytes = 0;
        foreach (var file in new[] { "successfulResults", "failedResults", "unprocessedrecords" })
        {
            bytes += (await DrainAsync($"{Version}/jobs/ingest/{id}/{file}")).Bytes;
        }

        return bytes;
    }

    /// <summary>Runs a query job and reads all pages of its results; returns rows, as the org counted them, and bytes.</summary>
    public async Task<(long Rows, long Bytes)> QueryAsync(string soql)
    {
        var job = await SendAsync(HttpMethod.Post, $"{Version}/jobs/query", JsonContent.Create(new { operation = "query", query = soql, contentType = "CSV", lineEnding = "LF", columnDelimiter = "COMMA" }));
        var id = job.GetProperty("id").GetString()!;
        await EndAsync($"{Version}/jobs/query/{id}");
        long bytes = 0, rows = 0;
        string? locator = null;
        do
        {
            var page = await DrainAsync($"{Version}/jobs/query/{id}/results?maxRecords=100000{(locator is null ? "" : "&locator=" + locator)}");
            bytes += page.Bytes;
            rows += page.Rows;
            locator = page.Locator;
        }
        while (locator is not null and not "null");
        return (rows, bytes);
    }

    /// <summary>The Id of the one record a SOQL query finds.</summary>
    public async Task<string> FindIdAsync(string soql)
    {
        var reply = await SendAsync(HttpMethod.Get, $"{Version}/query?q={Uri.EscapeDataString(soql)}", null);
        return reply.GetProperty("records").EnumerateArray().Single().GetProperty("Id").GetString()!;
    }

    /// <summary>How many records of an object are alive.</summary>
    public async Task<long> CountAsync(string name) =>
        (await SendAsync(HttpMethod.Get, $"{Version}/query?q={Uri.EscapeDataString("SELECT COUNT() FROM " + name)}", null)).GetProperty("totalSize").GetInt64();

    public void Dispose() => _http.Dispose();

    private async Task<(long Bytes, long Rows, string? Locator)> DrainAsync(string path)
    {
        using var reply = await _http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        reply.EnsureSuccessStatusCode();
        await using var stream = await reply.Content.ReadAsStreamAsync();
        var buffer = new byte[128 << 10];
        long bytes = 0;
        while (await stream.ReadAsync(buffer) is > 0 and var read)
        {
            bytes += read;
        }

        var counted = reply.Headers.TryGetValues("Sforce-NumberOfRecords", out var numbers) ? long.Parse(numbers.First(), CultureInfo.InvariantCulture) : 0;
        return (bytes, counted, reply.Headers.TryGetValues("Sforce-Locator", out var locators) ? locators.First() : null);
    }

    private async Task<JsonElement> EndAsync(string path)
    {
        while (true)
        {
            var job = await SendAsync(HttpMethod.Get, path, null);
            switch (job.GetProperty("state").GetString())
            {
                case "JobComplete":
                    return job;
                case "Failed" or "Aborted":
                    throw new InvalidOperationException(job.ToString());
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10));
        }
    }

    private async Task<JsonElement> SendAsync(HttpMethod method, string path, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        using var reply = await _http.SendAsync(request);
        var text = await reply.Content.ReadAsStringAsync();
        if (!reply.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"{method} {path}: {(int)reply.StatusCode} {text}");
        }

        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }
}
