using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace ContactSync.EndToEnd.Tests.Harness;

/// <summary>The org as its administrator sees and edits it, over REST; and what the sandbox says it was asked.</summary>
internal sealed class OrgView : IDisposable
{
    private const string Version = "services/data/v66.0";
    private readonly HttpClient _http;
    private readonly string _control;

    public OrgView(Uri address, string token, string controlToken)
    {
        _http = new HttpClient { BaseAddress = address };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        _control = controlToken;
    }

    /// <summary>Makes a Contact and returns its Id.</summary>
    public async Task<string> CreateAsync(object fields)
    {
        using var reply = await _http.PostAsJsonAsync($"{Version}/sobjects/Contact", fields);
        var body = await reply.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(reply.IsSuccessStatusCode, body.ToString());
        return body.GetProperty("id").GetString()!;
    }

    /// <summary>Edits a Contact, which moves its stamps.</summary>
    public async Task UpdateAsync(string id, object fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, $"{Version}/sobjects/Contact/{id}") { Content = JsonContent.Create(fields) };
        using var reply = await _http.SendAsync(request);
        Assert.True(reply.IsSuccessStatusCode, await reply.Content.ReadAsStringAsync());
    }

    /// <summary>Merges a Contact into another, as people do in Salesforce; the master keeps its values.</summary>
    public async Task MergeAsync(string master, string loser)
    {
        var token = _http.DefaultRequestHeaders.Authorization!.Parameter;
        var envelope = $"""
            <se:Envelope xmlns:se="http://schemas.xmlsoap.org/soap/envelope/"><se:Header><SessionHeader xmlns="urn:partner.soap.sforce.com"><sessionId>{token}</sessionId></SessionHeader></se:Header>
            <se:Body><merge xmlns="urn:partner.soap.sforce.com"><request><masterRecord><type>Contact</type><Id>{master}</Id></masterRecord><recordToMergeIds>{loser}</recordToMergeIds></request></merge></se:Body></se:Envelope>
            """;
        using var content = new StringContent(envelope, System.Text.Encoding.UTF8, "text/xml");
        content.Headers.TryAddWithoutValidation("SOAPAction", "\"\"");
        using var reply = await _http.PostAsync("services/Soap/u/64.0", content);
        var text = await reply.Content.ReadAsStringAsync();
        Assert.True(reply.IsSuccessStatusCode && text.Contains("<success>true</success>", StringComparison.Ordinal), text);
    }

    public async Task DeleteAsync(string id)
    {
        using var reply = await _http.DeleteAsync($"{Version}/sobjects/Contact/{id}");
        Assert.True(reply.IsSuccessStatusCode, await reply.Content.ReadAsStringAsync());
    }

    /// <summary>Deletes a Contact past the recycle bin, by a Bulk job.</summary>
    public async Task DeleteForGoodAsync(string id)
    {
        using var made = await _http.PostAsJsonAsync($"{Version}/jobs/ingest", new { @object = "Contact", operation = "hardDelete" });
        var job = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString();
        using var content = new StringContent($"Id\n{id}\n", System.Text.Encoding.UTF8, "text/csv");
        (await _http.PutAsync($"{Version}/jobs/ingest/{job}/batches", content)).EnsureSuccessStatusCode();
        using var close = new HttpRequestMessage(HttpMethod.Patch, $"{Version}/jobs/ingest/{job}") { Content = JsonContent.Create(new { state = "UploadComplete" }) };
        (await _http.SendAsync(close)).EnsureSuccessStatusCode();
        while (true)
        {
            var info = await _http.GetFromJsonAsync<JsonElement>($"{Version}/jobs/ingest/{job}");
            if (info.GetProperty("state").GetString() is "JobComplete" or "Failed")
            {
                Assert.Equal(0, info.GetProperty("numberRecordsFailed").GetInt32());
                return;
            }

            await Task.Delay(50);
        }
    }

    /// <summary>All records a query finds, over all pages.</summary>
    public async Task<IReadOnlyList<JsonElement>> QueryAsync(string soql)
    {
        var records = new List<JsonElement>();
        var url = $"{Version}/query?q={Uri.EscapeDataString(soql)}";
        while (true)
        {
            var page = await _http.GetFromJsonAsync<JsonElement>(url);
            records.AddRange(page.GetProperty("records").EnumerateArray());
            if (page.GetProperty("done").GetBoolean())
            {
                return records;
            }

            url = page.GetProperty("nextRecordsUrl").GetString()!.TrimStart('/');
        }
    }

    /// <summary>One Contact with these fields.</summary>
    public async Task<JsonElement> ContactAsync(string id, string fields) => Assert.Single(await QueryAsync($"SELECT {fields} FROM Contact WHERE Id = '{id}'"));

    /// <summary>Live Contacts, or those of them that a SOQL condition holds for.</summary>
    public async Task<long> CountAsync(string? where = null)
    {
        var soql = where is null ? "SELECT COUNT() FROM Contact" : $"SELECT COUNT() FROM Contact WHERE {where}";
        return (await _http.GetFromJsonAsync<JsonElement>($"{Version}/query?q={Uri.EscapeDataString(soql)}")).GetProperty("totalSize").GetInt64();
    }

    /// <summary>The requests the org was sent so far, oldest first.</summary>
    public async Task<IReadOnlyList<JsonElement>> RequestsAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "__control/requests");
        request.Headers.Add("X-Sandbox-Token", _control);
        using var reply = await _http.SendAsync(request);
        var text = await reply.Content.ReadAsStringAsync();
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }

    /// <summary>Bulk ingest jobs made so far.</summary>
    public async Task<int> IngestJobsAsync() =>
        (await RequestsAsync()).Count(r => r.GetProperty("method").GetString() == "POST" && r.GetProperty("path").GetString()!.TrimEnd('/').EndsWith("/jobs/ingest", StringComparison.OrdinalIgnoreCase));

    /// <summary>What the sandbox says of itself: counts and jobs.</summary>
    public async Task<JsonElement> StateAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "__control/state");
        request.Headers.Add("X-Sandbox-Token", _control);
        using var reply = await _http.SendAsync(request);
        return await reply.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>Holds each job to so many rows a second; 0 lets them run free.</summary>
    public Task PaceAsync(int rowsPerSecond) => ControlAsync("pace", new { rowsPerSecond });

    /// <summary>Posts to the sandbox's control plane.</summary>
    public async Task ControlAsync(string path, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "__control/" + path) { Content = JsonContent.Create(body) };
        request.Headers.Add("X-Sandbox-Token", _control);
        using var reply = await _http.SendAsync(request);
        Assert.True(reply.IsSuccessStatusCode, await reply.Content.ReadAsStringAsync());
    }

    /// <summary>Aborts a Bulk ingest job, as an administrator may.</summary>
    public async Task AbortAsync(string job)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, $"{Version}/jobs/ingest/{job}") { Content = JsonContent.Create(new { state = "Aborted" }) };
        using var reply = await _http.SendAsync(request);
        Assert.True(reply.IsSuccessStatusCode, await reply.Content.ReadAsStringAsync());
    }

    /// <summary>Sets the fault plan.</summary>
    public Task FaultAsync(object plan) => ControlAsync("faults", plan);

    /// <summary>How often each rule of the fault plan has struck.</summary>
    public async Task<IReadOnlyList<int>> StruckAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "__control/faults");
        request.Headers.Add("X-Sandbox-Token", _control);
        using var reply = await _http.SendAsync(request);
        using var body = JsonDocument.Parse(await reply.Content.ReadAsStringAsync());
        return [.. body.RootElement.GetProperty("struck").EnumerateArray().Select(n => n.GetInt32())];
    }

    public void Dispose() => _http.Dispose();
}
