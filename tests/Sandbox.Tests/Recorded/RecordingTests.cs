using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ContactSync.Sandbox.Tests.Http;

namespace ContactSync.Sandbox.Tests.Recorded;

/// <summary>Requests once sent to real orgs are answered in the same form by the sandbox.</summary>
public sealed class RecordingTests
{
    // The Bulk API before 2.0, the Tooling API and objects the sandbox does not hold.
    private static readonly string[] NotServed = ["/services/async/", "/tooling/", "FROM%20Event", "Event\"", "sobjects/Organization", "RecordType", "TYPEOF", "DunsNumber", "sObjects=Event", "Entitlement"];

    [Fact]
    public async Task Recorded_calls_are_answered_in_the_recorded_form()
    {
        var folder = Path.GetDirectoryName(SharedFacts.Find("recordings/count_query.json"))!;
        await using var org = await TestOrg.StartAsync();
        await org.SeedAsync("Account", "Name,Phone\nSample Account,1\nLorem Ipsum,2\n");
        var account = (await org.QueryAsync("SELECT Id FROM Account")).GetProperty("records")[0].GetProperty("Id").GetString()!;
        var replayed = 0;
        foreach (var call in Directory.GetFiles(folder, "*.yaml").Order(StringComparer.Ordinal).SelectMany(RecordedCalls.Read).Where(c => !Array.Exists(NotServed, n => (c.Path + c.Body).Contains(n, StringComparison.Ordinal))))
        {
            using var request = new HttpRequestMessage(new HttpMethod(call.Method), call.Path);
            request.Content = call.Body is null ? null : new StringContent(Regex.Replace(call.Body, "001[0-9A-Za-z]{15}", account), Encoding.UTF8, "application/json");
            using var reply = await org.User.SendAsync(request);
            var text = await reply.Content.ReadAsStringAsync();
            var what = $"{call.Method} {call.Path} {call.Body}\n{text}\nrecorded: {call.Reply}";
            Assert.True(reply.StatusCode is HttpStatusCode.OK, what);
            AssertLike(call.Reply, JsonElement.Parse(text), "$", what);
            replayed++;
        }
        Assert.True(replayed >= 8, $"only {replayed} calls were replayed");
    }

    [Fact]
    public async Task Versions_are_labelled_as_recorded()
    {
        await using var org = await TestOrg.StartAsync();
        var own = (await org.SendAsync(HttpMethod.Get, "/services/data", client: org.Anonymous)).EnumerateArray().ToDictionary(v => v.GetProperty("version").GetString()!);
        foreach (var recorded in SharedFacts.Read("recordings/versions.json").EnumerateArray())
        {
            // The apostrophes of old labels are curved, or were made so since.
            var version = own[recorded.GetProperty("version").GetString()!];
            Assert.Equal((recorded.GetProperty("label").GetString()!.Replace('\u2019', '\''), recorded.GetProperty("url").GetString()), (version.GetProperty("label").GetString(), version.GetProperty("url").GetString()));
        }
    }

    [Theory]
    [InlineData("contact", "Contact", """{"LastName":"Smith","FirstName":"John","MailingCity":"New York"}""")]
    [InlineData("account", "Account", """{"Name":"Lorem","BillingCity":"New York"}""")]
    public async Task A_record_has_the_recorded_members_in_the_recorded_form(string file, string type, string body)
    {
        await using var org = await TestOrg.StartAsync();
        var id = (await org.SendAsync(HttpMethod.Post, "/sobjects/" + type, body, HttpStatusCode.Created)).GetProperty("id").GetString();
        var own = (await org.GetAsync($"/sobjects/{type}/{id}")).EnumerateObject().ToDictionary(p => p.Name, p => p.Value);
        var recorded = SharedFacts.Read($"recordings/{file}.json").EnumerateObject().ToList();
        // What describe lists as a difference of the objects, and what the recorded org had switched on.
        var missing = recorded.Where(p => !own.ContainsKey(p.Name) && !p.Name.EndsWith("__c", StringComparison.Ordinal)).Select(p => p.Name);
        Assert.All(recorded.Where(p => own.ContainsKey(p.Name) && p.Value.ValueKind != JsonValueKind.Null && own[p.Name].ValueKind != JsonValueKind.Null), p => Assert.Equal(Kind(p.Value), Kind(own[p.Name])));
        Assert.True(missing.Count() <= 12, string.Join(", ", missing));
        Assert.Equal("attributes", own.Keys.First());
    }

    [Fact]
    public async Task Pages_have_the_recorded_members()
    {
        await using var org = await TestOrg.StartAsync();
        await org.SeedAsync("Contact", "LastName\n" + string.Join('\n', Enumerable.Range(0, 450).Select(i => "P" + i)));
        using var request = new HttpRequestMessage(HttpMethod.Get, TestOrg.Data + "/query?q=SELECT+Id,LastName+FROM+Contact");
        request.Headers.Add("Sforce-Query-Options", "batchSize=200");
        using var reply = await org.User.SendAsync(request);
        var page = JsonElement.Parse(await reply.Content.ReadAsStringAsync());
        for (var i = 1; i <= 4; i++)
        {
            var recorded = SharedFacts.Read($"recordings/querybatch_batch-{i}.json");
            if (recorded.TryGetProperty("nextRecordsUrl", out var next) == page.TryGetProperty("nextRecordsUrl", out var ownNext))
            {
                Assert.Equal(recorded.EnumerateObject().Select(p => p.Name).Order(), page.EnumerateObject().Select(p => p.Name).Order());
                Assert.True(next.ValueKind == JsonValueKind.Undefined || ownNext.GetString()!.StartsWith("/services/data/v66.0/query/01g", StringComparison.Ordinal));
            }
            if (page.TryGetProperty("nextRecordsUrl", out var more))
            {
                page = await org.GetAsync(more.GetString()!);
            }
        }
        Assert.True(page.GetProperty("done").GetBoolean());
        var empty = SharedFacts.Read("recordings/query_empty_result.json");
        Assert.True(JsonElement.DeepEquals(empty, await org.QueryAsync("SELECT Id FROM Contact WHERE LastName = 'Nobody'")));
        Assert.Equal(SharedFacts.Read("recordings/count_query.json").EnumerateObject().Select(p => (p.Name, p.Value.ValueKind)), (await org.QueryAsync("SELECT COUNT() FROM Contact")).EnumerateObject().Select(p => (p.Name, p.Value.ValueKind)));
    }

    private static JsonValueKind Kind(JsonElement value) => value.ValueKind == JsonValueKind.False ? JsonValueKind.True : value.ValueKind;

    /// <summary>The same members of the same kinds; of lists the first items are compared, values are not.</summary>
    private static void AssertLike(JsonElement recorded, JsonElement own, string path, string what)
    {
        if (recorded.ValueKind == JsonValueKind.Null || own.ValueKind == JsonValueKind.Null)
        {
            return;
        }
        Assert.True(Kind(recorded) == Kind(own), $"{path}: {what}");
        if (recorded.ValueKind == JsonValueKind.Object)
        {
            var members = own.EnumerateObject().ToDictionary(p => p.Name, p => p.Value);
            foreach (var member in recorded.EnumerateObject())
            {
                Assert.True(members.TryGetValue(member.Name, out var value) || member.Name is "nextRecordsUrl" or "ETag", $"{path}.{member.Name} is missing: {what}");
                if (value.ValueKind != JsonValueKind.Undefined)
                {
                    AssertLike(member.Value, value, $"{path}.{member.Name}", what);
                }
            }
        }
        else if (recorded.ValueKind == JsonValueKind.Array && recorded.GetArrayLength() > 0 && own.GetArrayLength() > 0)
        {
            AssertLike(recorded[0], own[0], path + "[0]", what);
        }
    }
}
