using System.Net;
using System.Text;
using System.Text.Json;

namespace ContactSync.Sandbox.Tests;

/// <summary>An ingest job driven call by call.</summary>
internal sealed class TestJob(TestOrg org, string id)
{
    public string Id => id;

    private string Path => "/jobs/ingest/" + id;

    public static async Task<TestJob> CreateAsync(TestOrg org, string operation, string? key = null, string lineEnding = "LF", string @object = "Contact", string delimiter = "COMMA")
    {
        var settings = new Dictionary<string, string> { ["object"] = @object, ["operation"] = operation, ["lineEnding"] = lineEnding, ["columnDelimiter"] = delimiter };
        if (key is not null)
        {
            settings["externalIdFieldName"] = key;
        }
        var info = await org.SendAsync(HttpMethod.Post, "/jobs/ingest", settings);
        return new TestJob(org, info.GetProperty("id").GetString()!);
    }

    /// <summary>Creates, uploads, closes and waits.</summary>
    public static async Task<TestJob> RunAsync(TestOrg org, string operation, string csv, string? key = null, string lineEnding = "LF", string @object = "Contact")
    {
        var job = await CreateAsync(org, operation, key, lineEnding, @object);
        await job.UploadAsync(Encoding.UTF8.GetBytes(csv));
        await job.CloseAsync();
        await job.WaitAsync();
        return job;
    }

    public async Task UploadAsync(byte[] csv, HttpStatusCode expected = HttpStatusCode.Created)
    {
        using var content = new ByteArrayContent(csv);
        content.Headers.TryAddWithoutValidation("Content-Type", "text/csv");
        using var reply = await org.User.PutAsync(TestOrg.Data + Path + "/batches", content);
        Assert.Equal(expected, reply.StatusCode);
    }

    public Task<JsonElement> CloseAsync(HttpStatusCode expected = HttpStatusCode.OK) => StateAsync("UploadComplete", expected);

    public Task<JsonElement> AbortAsync(HttpStatusCode expected = HttpStatusCode.OK) => StateAsync("Aborted", expected);

    public Task<JsonElement> InfoAsync() => org.GetAsync(Path);

    public async Task<string> PollAsync() => (await InfoAsync()).GetProperty("state").GetString()!;

    public async Task<JsonElement> WaitAsync()
    {
        while (true)
        {
            var info = await InfoAsync();
            if (info.GetProperty("state").GetString() is "JobComplete" or "Failed" or "Aborted")
            {
                return info;
            }
            await Task.Delay(20);
        }
    }

    public async Task<string> ResultAsync(string name)
    {
        using var reply = await org.User.GetAsync(new Uri(TestOrg.Data + Path + "/" + name, UriKind.Relative));
        var text = await reply.Content.ReadAsStringAsync();
        Assert.True(reply.IsSuccessStatusCode, text);
        Assert.Equal("text/csv", reply.Content.Headers.ContentType!.MediaType);
        return text;
    }

    public Task<string> SuccessAsync() => ResultAsync("successfulResults");

    public Task<string> FailedAsync() => ResultAsync("failedResults");

    private Task<JsonElement> StateAsync(string state, HttpStatusCode expected) => org.SendAsync(HttpMethod.Patch, Path, new { state }, expected);
}
