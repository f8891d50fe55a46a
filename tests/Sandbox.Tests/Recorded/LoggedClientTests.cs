using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ContactSync.Sandbox.Tests.Http;

namespace ContactSync.Sandbox.Tests.Recorded;

/// <summary>What an unmodified client was seen to send is taken, request by request, with the status it was given then.</summary>
public sealed partial class LoggedClientTests
{
    private const string Schema = """{"fields":[{"object":"Contact","name":"Ext_Id__c","type":"Text","length":20,"externalId":true,"unique":true}]}""";

    [Fact]
    public async Task Each_logged_request_is_answered_with_its_status()
    {
        var lines = await File.ReadAllLinesAsync(SharedFacts.Find("requests/jsforce.txt"));
        await using var org = await SchemaOrg.StartAsync(Schema, o => o with { MinimumInProgressPolls = 0 });
        var identity = new Uri((await org.GetAsync("")).GetProperty("identity").GetString()!).AbsolutePath;
        Dictionary<string, string> jobs = [];
        var sent = 0;
        for (var i = 0; i < lines.Length; i++)
        {
            if (Head().Match(lines[i]) is not { Success: true } head)
            {
                continue;
            }
            var more = lines.Skip(i + 1).TakeWhile(l => l.StartsWith("    ", StringComparison.Ordinal)).Select(l => l.Trim()).ToList();
            var body = more.Find(l => l.StartsWith("B ", StringComparison.Ordinal))?[2..];
            var headers = more.Find(l => l.StartsWith("H ", StringComparison.Ordinal))?[2..] ?? "";
            var path = Identity().Replace(head.Groups["path"].Value, identity).Replace("TOKEN", Uri.EscapeDataString(org.User.DefaultRequestHeaders.Authorization!.Parameter!), StringComparison.Ordinal).Replace("Soap/u/66.0", "Soap/u/64.0", StringComparison.Ordinal);
            foreach (var (logged, own) in jobs)
            {
                path = path.Replace(logged, own, StringComparison.Ordinal);
            }
            await EndedAsync(org, path);
            var (status, text) = await SendAsync(org, head.Groups["method"].Value, path, body, headers);
            // The server of the log did not know every endpoint.
            Assert.True((head.Groups["status"].Value == "404" && status == HttpStatusCode.OK) || head.Groups["status"].Value == ((int)status).ToString(System.Globalization.CultureInfo.InvariantCulture), $"{lines[i]} was answered with {(int)status} {text}");
            if (head.Groups["method"].Value == "POST" && JobList().IsMatch(path))
            {
                var next = lines.Skip(i + 1).Select(l => Job().Match(l)).First(m => m.Success && !jobs.ContainsKey(m.Value)).Value;
                jobs[next] = JsonElement.Parse(text).GetProperty("id").GetString()!;
            }
            sent++;
        }
        Assert.True(sent > 15, $"{sent} requests were found in the log");
    }

    /// <summary>Results are asked for once the job has ended; when that was is not in the log.</summary>
    private static async Task EndedAsync(TestOrg org, string path)
    {
        if (Results().Match(path) is { Success: true } results)
        {
            while ((await org.GetAsync(results.Groups[1].Value)).GetProperty("state").GetString() is not ("JobComplete" or "Failed"))
            {
                await Task.Delay(10);
            }
        }
    }

    private static async Task<(HttpStatusCode Status, string Text)> SendAsync(TestOrg org, string method, string path, string? body, string headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
        {
            var text = body.Replace("\\n", "\n", StringComparison.Ordinal).Replace("u@x.test", "integration@sandbox.example", StringComparison.Ordinal).Replace("pwtok", "sandbox-password", StringComparison.Ordinal)
                .Replace("client_id=cid&client_secret=sec", "client_id=sandbox-integration&client_secret=sandbox-integration-secret", StringComparison.Ordinal);
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", headers.Split(" | ").First(h => h.StartsWith("content-type", StringComparison.Ordinal))[14..]);
            request.Headers.TransferEncodingChunked = headers.Contains("chunked", StringComparison.Ordinal);
        }
        using var reply = await (headers.Contains("authorization", StringComparison.Ordinal) ? org.User : org.Anonymous).SendAsync(request);
        return (reply.StatusCode, await reply.Content.ReadAsStringAsync());
    }

    [GeneratedRegex(@"^(?<method>[A-Z]+) (?<path>/\S*) -> (?<status>\d+)")]
    private static partial Regex Head();

    [GeneratedRegex("/id/[^/]+/[^/?]+")]
    private static partial Regex Identity();

    [GeneratedRegex("750[0-9A-Za-z]{15}")]
    private static partial Regex Job();

    [GeneratedRegex("/jobs/(ingest|query)$")]
    private static partial Regex JobList();

    [GeneratedRegex("(.*/jobs/(?:ingest|query)/[^/]+)/(?:successfulResults|failedResults|unprocessedrecords|results)", RegexOptions.IgnoreCase)]
    private static partial Regex Results();
}
