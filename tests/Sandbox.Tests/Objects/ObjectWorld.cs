using System.Net;
using System.Text.Json;

namespace ContactSync.Sandbox.Tests.Objects;

/// <summary>An org with one record of each kind others refer to, and an external id on every object that can have one.</summary>
internal sealed class ObjectWorld : IAsyncDisposable
{
    private readonly string _schema;

    private ObjectWorld(TestOrg org, string schema)
    {
        Org = org;
        _schema = schema;
    }

    public TestOrg Org { get; }

    /// <summary>Ids by the lower-case name of what they are of: account, contact, lead, campaign, opportunity, and gone, a deleted campaign.</summary>
    public Dictionary<string, string> Ids { get; } = [];

    public static async Task<ObjectWorld> StartAsync(TimeProvider? clock = null)
    {
        var schema = Path.GetTempFileName();
        string[] keyed = ["Contact", "Lead", "Campaign", "CampaignMember", "Opportunity", "OpportunityContactRole", "Task"];
        await File.WriteAllTextAsync(schema, JsonSerializer.Serialize(new
        {
            fields = keyed.Select(o => new { @object = o, name = "Sync_Key__c", type = "Text", length = 80, externalId = true, unique = true }),
        }));
        var world = new ObjectWorld(await TestOrg.StartAsync(o => o with { SchemaFile = schema, TimeProvider = clock ?? o.TimeProvider }), schema);
        await world.FillAsync();
        return world;
    }

    /// <summary>Creates a record; <c>{contact}</c> and the like in the body stand for ids.</summary>
    public async Task<string> CreateAsync(string type, string body) =>
        (await Org.SendAsync(HttpMethod.Post, "/sobjects/" + type, With(body), HttpStatusCode.Created)).GetProperty("id").GetString()!;

    public Task UpdateAsync(string type, string id, string body) => Org.SendAsync(HttpMethod.Patch, $"/sobjects/{type}/{id}", With(body), HttpStatusCode.NoContent);

    public Task DeleteAsync(string type, string id) => Org.SendAsync(HttpMethod.Delete, $"/sobjects/{type}/{id}", null, HttpStatusCode.NoContent);

    public Task<JsonElement> ReadAsync(string type, string id) => Org.GetAsync($"/sobjects/{type}/{id}");

    public async Task<JsonElement[]> QueryAsync(string soql) => [.. (await Org.QueryAsync(With(soql))).GetProperty("records").EnumerateArray()];

    public async Task<string> RefusedAsync(string type, string body, string code) =>
        (await Org.RefusedAsync(HttpMethod.Post, "/sobjects/" + type, With(body), HttpStatusCode.BadRequest, code)).GetProperty("message").GetString()!;

    public string With(string text) => Ids.Aggregate(text, (t, id) => t.Replace("{" + id.Key + "}", id.Value, StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        await Org.DisposeAsync();
        File.Delete(_schema);
    }

    private async Task FillAsync()
    {
        Ids["account"] = await CreateAsync("Account", """{"Name":"Ajax"}""");
        Ids["contact"] = await CreateAsync("Contact", """{"FirstName":"Ann","LastName":"Lee","Email":"ann@example.org","MailingCity":"Oslo","HasOptedOutOfEmail":true,"AccountId":"{account}","Sync_Key__c":"c:1"}""");
        Ids["lead"] = await CreateAsync("Lead", """{"FirstName":"Bo","LastName":"Ray","Company":"Borax","City":"Bergen","Email":"bo@example.org","Sync_Key__c":"l:1"}""");
        Ids["campaign"] = await CreateAsync("Campaign", """{"Name":"Spring","Sync_Key__c":"k:1"}""");
        Ids["opportunity"] = await CreateAsync("Opportunity", """{"Name":"Deal","StageName":"Prospecting","CloseDate":"2026-05-01","AccountId":"{account}"}""");
        Ids["gone"] = await CreateAsync("Campaign", """{"Name":"Gone"}""");
        await DeleteAsync("Campaign", Ids["gone"]);
    }
}
