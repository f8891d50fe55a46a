using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;

namespace ContactSync.Sandbox.Tests.Transcripts;

/// <summary>Each refusal of documented-errors.json is given as written there, and docs/sandbox.md shows the same list.</summary>
public sealed class DocumentedErrorsTests
{
    private static readonly JsonObject File = Conversation.Read("documented-errors.json");

    public static TheoryData<string, string> Requests => [.. Cases.Where(c => c["request"] is not null).Select(c => ((string)c["endpoint"]!, (string)c["name"]!))];

    private static IEnumerable<JsonObject> Cases => File["errors"]!.AsArray().Select(c => c!.AsObject());

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Each_documented_error_is_given(string endpoint, string name)
    {
        var found = Cases.Single(c => (string)c["endpoint"]! == endpoint && (string)c["name"]! == name);
        await using var org = await TranscriptTests.StartAsync();
        var conversation = new Conversation(org);
        await conversation.GiveAsync(File["given"]!.AsArray());
        await conversation.ExchangeAsync(found);
        Assert.Equal(HttpStatusCode.OK, (await org.User.GetAsync(TestOrg.Data + "/limits")).StatusCode);
    }

    [Fact]
    public void Each_test_named_is_there()
    {
        var types = Assembly.GetExecutingAssembly().GetTypes();
        var missing = Cases.Where(c => c["test"] is not null).Select(c => ((string)c["test"]!).Split('.')).Where(t =>
            types.SingleOrDefault(type => type.Name == t[0]) is not { } type || (t.Length > 1 && type.GetMethod(t[1]) is null));
        Assert.Empty(missing.Select(t => string.Join('.', t)));
    }

    [Fact]
    public void The_documentation_shows_the_table() => GeneratedTable.Check("errors: made by DocumentedErrorsTests", "end of errors", Table());

    [Fact]
    public async Task A_query_or_url_too_long_is_refused()
    {
        await using var org = await TestOrg.StartAsync();
        var ids = string.Join(',', Enumerable.Repeat("'003000000000001AAA'", 5_500));
        var soql = JsonNode.Parse(await (await org.User.PostAsync(TestOrg.Data + "/jobs/query", new StringContent(
            new JsonObject { ["operation"] = "query", ["query"] = $"SELECT Id FROM Contact WHERE Id IN ({ids})" }.ToJsonString(), Encoding.UTF8, "application/json"))).Content.ReadAsStringAsync());
        Assert.Equal("QUERY_TOO_COMPLICATED", (string?)soql![0]!["errorCode"]);
        using var reply = await org.User.GetAsync($"{TestOrg.Data}/query?q=SELECT+Id+FROM+Contact+WHERE+LastName='{new string('x', 17_000)}'");
        Assert.Equal(HttpStatusCode.RequestUriTooLong, reply.StatusCode);
        Assert.Equal("URI_TOO_LONG", (string?)JsonNode.Parse(await reply.Content.ReadAsStringAsync())![0]!["errorCode"]);
    }

    private static string Table()
    {
        var table = new StringBuilder("\n| endpoint | refusal | status | code | held by |\n|---|---|---|---|---|\n");
        foreach (var found in Cases)
        {
            var status = found["reply"]?["status"]?.ToString() ?? found["status"]!.ToString();
            var by = found["request"] is not null ? "documented-errors.json" : (string?)found["test"] ?? $"**nothing**: {found["gap"]}";
            table.Append(CultureInfo.InvariantCulture, $"| {found["endpoint"]} | {found["name"]} | {status} | {found["code"]} | {by} |\n");
        }
        var (requests, tests, gaps) = (Cases.Count(c => c["request"] is not null), Cases.Count(c => c["test"] is not null), Cases.Count(c => c["gap"] is not null));
        return table.Append(CultureInfo.InvariantCulture, $"\n{requests + tests + gaps} refusals: {requests} held by a written request and reply, {tests} by a test of their own, {gaps} by nothing.\n").ToString();
    }
}
