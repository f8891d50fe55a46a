using System.Net;
using System.Text;
using System.Text.Json;

namespace ContactSync.Sandbox.Tests.Http;

/// <summary>Input nobody can read, found by sending much of it: refused in the API's shape.</summary>
public sealed class BadInputTests
{
    [Theory]
    [InlineData("/sobjects/Contact", "{\"LastN\u00ffme\":\"x\"}", true)]
    [InlineData("/sobjects/Contact", "{\"LastName\":\"\\ud800\"}", false)]
    [InlineData("/sobjects/Contact", "{\"\\udc00\":\"x\"}", false)]
    [InlineData("/composite", "{\"compositeRequest\":[{\"method\":\"GET\",\"url\":\"/serv\u00ffces\",\"referenceId\":\"r\"}]}", true)]
    [InlineData("/jobs/query", "{\"operation\":\"query\",\"query\":\"SELECT \\ud83d FROM Contact\"}", false)]
    public async Task Text_that_is_no_text_is_no_json(string path, string body, bool latin1)
    {
        await using var org = await TestOrg.StartAsync();
        using var content = new ByteArrayContent((latin1 ? Encoding.Latin1 : Encoding.UTF8).GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        using var reply = await org.User.PostAsync(TestOrg.Data + path, content);
        var error = JsonElement.Parse(await reply.Content.ReadAsStringAsync())[0];
        Assert.Equal((HttpStatusCode.BadRequest, "JSON_PARSER_ERROR"), (reply.StatusCode, error.GetProperty("errorCode").GetString()));
    }

    [Theory]
    [InlineData("/sobjects/Contact/Sync_Key__c/x")]
    [InlineData("/sobjects/Contact/{id}")]
    public async Task A_change_is_an_object(string path)
    {
        await using var org = await TestOrg.StartAsync();
        path = path.Replace("{id}", await org.CreateAsync(new { LastName = "x" }), StringComparison.Ordinal);
        foreach (var body in new[] { "\"\"", "[]", "1", "null" })
        {
            await org.RefusedAsync(HttpMethod.Patch, path, body, HttpStatusCode.BadRequest, "JSON_PARSER_ERROR");
        }
    }

    [Fact]
    public async Task Whole_surrogate_pairs_are_text()
    {
        await using var org = await TestOrg.StartAsync();
        await org.SendAsync(HttpMethod.Post, "/sobjects/Contact", "{\"LastName\":\"\\ud83d\\ude00\"}", HttpStatusCode.Created);
        Assert.Equal("\U0001F600", (await org.QueryAsync("SELECT LastName FROM Contact")).GetProperty("records")[0].GetProperty("LastName").GetString());
    }

    [Theory]
    [InlineData("<se:Envelope xmlns:se='x'><se:Body></se:\u0001ody></se:Envelope>")]
    [InlineData("<se:Envelope xmlns:se='x'><se:Body>\u0000</se:Body></se:Envelope>")]
    public async Task A_fault_shows_no_character_that_xml_cannot_hold(string text)
    {
        await using var org = await TestOrg.StartAsync();
        var (status, fault) = await org.SoapTextAsync(text);
        Assert.Equal((HttpStatusCode.InternalServerError, "soapenv:Client"), (status, fault.Text("faultcode")));
    }

    [Theory]
    [InlineData("/services/oauth2/token")]
    [InlineData("/services/oauth2/revoke")]
    public async Task A_form_of_one_endless_name_is_an_invalid_request(string path)
    {
        await using var org = await TestOrg.StartAsync();
        using var content = new StringContent(new string('x', 5_000) + "=y", Encoding.UTF8, "application/x-www-form-urlencoded");
        using var reply = await org.Anonymous.PostAsync(path, content);
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_request"), (reply.StatusCode, JsonElement.Parse(await reply.Content.ReadAsStringAsync()).GetProperty("error").GetString()));
    }

    [Fact]
    public async Task A_job_is_deleted_once_however_many_ask_at_a_time()
    {
        await using var org = await TestOrg.StartAsync(o => o with { MinimumInProgressPolls = 0 });
        for (var round = 0; round < 10; round++)
        {
            var job = await TestJob.RunAsync(org, "insert", "LastName\na\n");
            var replies = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => org.User.DeleteAsync($"{TestOrg.Data}/jobs/ingest/{job.Id}")));
            Assert.Equal(1, replies.Count(r => r.StatusCode == HttpStatusCode.NoContent));
            Assert.Equal(5, replies.Count(r => r.StatusCode == HttpStatusCode.NotFound));
        }
    }
}
