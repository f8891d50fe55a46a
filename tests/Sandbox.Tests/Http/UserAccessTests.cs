using System.Net;
using System.Text.Json;

namespace ContactSync.Sandbox.Tests.Http;

/// <summary>Users of the schema file, those who may only read, and those who are no longer active.</summary>
public sealed class UserAccessTests
{
    private const string Schema = """{"users":[{"role":"reader","lastName":"Reader","readOnly":true}]}""";
    private const string NoAccess = "INSUFFICIENT_ACCESS_OR_READONLY";

    [Fact]
    public async Task A_user_who_may_only_read_writes_nothing_by_any_way()
    {
        await using var org = await SchemaOrg.StartAsync(Schema);
        var id = await org.CreateAsync(new { LastName = "Kept" });
        await LoginAsync(org, "sandbox-reader");

        Assert.Equal("Kept", (await org.GetAsync("/sobjects/Contact/" + id)).GetProperty("LastName").GetString());
        await org.RefusedAsync(HttpMethod.Post, "/sobjects/Contact", new { LastName = "New" }, HttpStatusCode.Forbidden, NoAccess);
        await org.RefusedAsync(HttpMethod.Patch, "/sobjects/Contact/" + id, new { LastName = "Changed" }, HttpStatusCode.Forbidden, NoAccess);
        await org.RefusedAsync(HttpMethod.Delete, "/sobjects/Contact/" + id, null, HttpStatusCode.Forbidden, NoAccess);
        var collection = await org.SendAsync(HttpMethod.Post, "/composite/sobjects", new { records = new[] { new Dictionary<string, object> { ["attributes"] = new { type = "Contact" }, ["LastName"] = "New" } } });
        Assert.Equal(NoAccess, collection[0].GetProperty("errors")[0].GetProperty("statusCode").GetString());
        var job = await TestJob.RunAsync(org, "insert", "LastName\nNew\n");
        Assert.Contains($"\"{NoAccess}:insufficient access rights on object id:--\"", await job.FailedAsync(), StringComparison.Ordinal);
        var merged = (await org.ResultsAsync($"<undelete xmlns=\"urn:partner.soap.sforce.com\"><ids>{id}</ids></undelete>")).Single();
        Assert.Equal(("false", NoAccess), (merged.Text("success"), merged.Element("errors")!.Text("statusCode")));
        Assert.Equal(1, await org.Server.CountAsync("Contact"));
    }

    [Fact]
    public async Task A_user_of_the_schema_file_is_made_once_and_found_again()
    {
        await using var org = await SchemaOrg.StartAsync(Schema);
        await LoginAsync(org, "sandbox-reader");
        var id = (await org.GetAsync("/services/oauth2/userinfo")).GetProperty("user_id").GetString();
        var schema = Path.Combine(org.Options.DataDirectory, "again.json");
        await File.WriteAllTextAsync(schema, Schema);
        await org.RestartAsync(o => o with { SchemaFile = schema });
        await LoginAsync(org, "sandbox-reader");
        Assert.Equal(id, (await org.GetAsync("/services/oauth2/userinfo")).GetProperty("user_id").GetString());
        Assert.Equal(3, await org.Server.CountAsync("User"));
    }

    [Fact]
    public async Task A_user_made_inactive_can_neither_log_in_nor_go_on()
    {
        await using var org = await TestOrg.StartAsync(o => o with { AllowPasswordFlow = true });
        var user = (await org.GetAsync("/services/oauth2/userinfo")).GetProperty("user_id").GetString();
        await org.SendAsync(HttpMethod.Patch, "/sobjects/User/" + user, new { IsActive = false }, HttpStatusCode.NoContent, org.Admin);

        await org.RefusedAsync(HttpMethod.Get, "/limits", null, HttpStatusCode.Unauthorized, "INVALID_SESSION_ID");
        Assert.Equal("""{"error":"invalid_grant","error_description":"inactive user"}""", await TokenAsync(org, "sandbox-integration", HttpStatusCode.BadRequest));
        var (_, fault) = await org.SoapAsync("""<login xmlns="urn:partner.soap.sforce.com"><username>integration@sandbox.example</username><password>sandbox-password</password></login>""", "64.0");
        Assert.Equal("INVALID_LOGIN", fault.Text("faultcode"));

        await org.SendAsync(HttpMethod.Patch, "/sobjects/User/" + user, new { IsActive = true }, HttpStatusCode.NoContent, org.Admin);
        await LoginAsync(org, "sandbox-integration");
        await org.GetAsync("/limits");
    }

    [Theory]
    [InlineData("""{"users":[{"role":"admin"}]}""")]
    [InlineData("""{"users":[{"role":"reader"},{"role":"Reader"}]}""")]
    [InlineData("""{"users":[{"role":""}]}""")]
    public async Task Users_that_make_no_sense_stop_the_start(string schema) => await Assert.ThrowsAsync<SandboxSetupException>(() => SchemaOrg.StartAsync(schema));

    private static async Task LoginAsync(TestOrg org, string client)
    {
        var token = JsonElement.Parse(await TokenAsync(org, client, HttpStatusCode.OK)).GetProperty("access_token").GetString();
        org.User.DefaultRequestHeaders.Authorization = new System.Net.Http.Headers.AuthenticationHeaderValue("Bearer", token);
    }

    private static async Task<string> TokenAsync(TestOrg org, string client, HttpStatusCode status)
    {
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("grant_type", "client_credentials"), KeyValuePair.Create("client_id", client), KeyValuePair.Create("client_secret", client + "-secret")]);
        using var reply = await org.Anonymous.PostAsync(new Uri("/services/oauth2/token", UriKind.Relative), form);
        var text = await reply.Content.ReadAsStringAsync();
        Assert.True(status == reply.StatusCode, text);
        return text;
    }
}
