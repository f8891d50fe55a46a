using System.Net;
using System.Text.Json;

namespace ContactSync.Sandbox.Tests.Duplicates;

/// <summary>An org with the duplicate rules and whatever else its schema file says.</summary>
internal sealed class RuledOrg : IAsyncDisposable
{
    /// <summary>First and last name fuzzy, e-mail exact: create alerts and reports.</summary>
    public const string FirstLastEmail =
        """
        "matchingRules": [{ "object": "Contact", "name": "First_Last_Email", "items": [
          { "field": "FirstName", "method": "FirstName" }, { "field": "LastName", "method": "LastName" }, { "field": "Email", "method": "Exact" } ] }],
        """;

    private readonly string _schema;

    private RuledOrg(TestOrg org, string schema)
    {
        Org = org;
        _schema = schema;
    }

    public TestOrg Org { get; }

    /// <summary>Starts an org of <c>Sync_Key__c</c> and the sections given.</summary>
    public static async Task<RuledOrg> StartAsync(string sections, Func<SandboxOptions, SandboxOptions>? change = null)
    {
        var schema = Path.GetTempFileName();
        await File.WriteAllTextAsync(schema, $$"""
            { "fields": [{ "object": "Contact", "name": "Sync_Key__c", "type": "Text", "length": 80, "externalId": true, "unique": true }], {{sections}} }
            """);
        return new RuledOrg(await TestOrg.StartAsync(o => (change ?? (x => x))(o) with { SchemaFile = schema }), schema);
    }

    /// <summary>An org with one rule over <see cref="FirstLastEmail"/>.</summary>
    public static Task<RuledOrg> WithRuleAsync(string rule) =>
        StartAsync($$"""{{FirstLastEmail}} "duplicateRules": [{ "object": "Contact", "name": "People", "matchRules": [{ "matchingRule": "First_Last_Email" }], {{rule}} }]""");

    public static Task<RuledOrg> StandardAsync(params string[] names) =>
        StartAsync($"\"duplicateRules\": [{string.Join(',', names.Select(n => $$"""{ "name": "Standard_{{n}}_Duplicate_Rule" }"""))}]");

    public Task<string> AddAsync(string type, string body) => IdOfAsync(Org.SendAsync(HttpMethod.Post, "/sobjects/" + type, body, HttpStatusCode.Created));

    /// <summary>Sends a record that the rules refuse; gives the error.</summary>
    public Task<JsonElement> RefusedAsync(string type, string body) =>
        Org.RefusedAsync(HttpMethod.Post, "/sobjects/" + type, body, HttpStatusCode.BadRequest, "DUPLICATES_DETECTED");

    /// <summary>Sends a record under a duplicate rule header.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(string header, HttpMethod method, string path, string body)
    {
        using var request = new HttpRequestMessage(method, path.StartsWith("/services", StringComparison.Ordinal) ? path : TestOrg.Data + path)
        {
            Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("Sforce-Duplicate-Rule-Header", header);
        using var reply = await Org.User.SendAsync(request);
        var text = await reply.Content.ReadAsStringAsync();
        return (reply.StatusCode, text.Length == 0 ? default : JsonElement.Parse(text));
    }

    public static string[] MatchedIds(JsonElement error, string name = "duplicateResut") =>
        [.. error.GetProperty(name).GetProperty("matchResults").EnumerateArray().SelectMany(r => r.GetProperty("matchRecords").EnumerateArray())
            .Select(m => m.GetProperty("record").GetProperty("Id").GetString()!)];

    public async Task<int> CountAsync(string soql) => (await Org.QueryAsync(soql)).GetProperty("totalSize").GetInt32();

    public async ValueTask DisposeAsync()
    {
        await Org.DisposeAsync();
        File.Delete(_schema);
    }

    private static async Task<string> IdOfAsync(Task<JsonElement> reply) => (await reply).GetProperty("id").GetString()!;
}
