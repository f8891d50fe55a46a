using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;

namespace ContactSync.Sandbox.Tests.Http;

public sealed class RestRoutesTests
{
    [Fact]
    public async Task Versions_need_no_session_and_end_with_the_newest()
    {
        await using var org = await TestOrg.StartAsync();

        var versions = await org.SendAsync(HttpMethod.Get, "/services/data", client: org.Anonymous);

        Assert.Equal("66.0", versions[versions.GetArrayLength() - 1].GetProperty("version").GetString());
        Assert.Equal("Spring '26", versions[versions.GetArrayLength() - 1].GetProperty("label").GetString());
        Assert.Equal("/services/data/v66.0", versions[versions.GetArrayLength() - 1].GetProperty("url").GetString());
    }

    [Theory]
    [InlineData("//services/data/v66.0/limits")]
    [InlineData("/services/data/v66.0/limits/")]
    [InlineData("/services/data/v66.0/LIMITS")]
    [InlineData("/Services/Data/V66.0/sobjects/contact/DESCRIBE")]
    [InlineData("/services/data/v51.0/limits")]
    public async Task Slashes_and_case_of_a_path_do_not_matter(string path)
    {
        await using var org = await TestOrg.StartAsync();
        using var reply = await org.User.GetAsync(new Uri(org.Server.BaseAddress.ToString().TrimEnd('/') + path));
        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        Assert.Matches("^api-usage=\\d+/100000$", reply.Headers.GetValues("Sforce-Limit-Info").Single());
    }

    [Fact]
    public async Task Without_a_good_token_the_session_is_invalid()
    {
        await using var org = await TestOrg.StartAsync();
        foreach (var client in new[] { org.Anonymous, new HttpClient { BaseAddress = org.Server.BaseAddress, DefaultRequestHeaders = { { "Authorization", "Bearer 00Dx!no" } } } })
        {
            var error = (await org.SendAsync(HttpMethod.Get, "/limits", null, HttpStatusCode.Unauthorized, client))[0];
            Assert.Equal("INVALID_SESSION_ID", error.GetProperty("errorCode").GetString());
            Assert.Equal("Session expired or invalid", error.GetProperty("message").GetString());
        }
    }

    [Theory]
    [InlineData("/nope", HttpStatusCode.NotFound, "NOT_FOUND")]
    [InlineData("/sobjects/Nope/describe", HttpStatusCode.NotFound, "NOT_FOUND")]
    [InlineData("/services/data/v67.0/limits", HttpStatusCode.NotFound, "NOT_FOUND")]
    [InlineData("/services/data/v28.0/limits", HttpStatusCode.Gone, "GONE")]
    [InlineData("/jobs/ingest/7500000000000001", HttpStatusCode.NotFound, "NOT_FOUND")]
    public async Task What_is_not_there_is_said_in_an_array(string path, HttpStatusCode status, string code)
    {
        await using var org = await TestOrg.StartAsync();
        await org.RefusedAsync(HttpMethod.Get, path, null, status, code);
    }

    [Fact]
    public async Task A_method_nobody_allows_is_refused()
    {
        await using var org = await TestOrg.StartAsync();
        await org.RefusedAsync(HttpMethod.Put, "/sobjects/Contact", new { }, HttpStatusCode.MethodNotAllowed, "METHOD_NOT_ALLOWED");
        await org.RefusedAsync(HttpMethod.Delete, "/query?q=x", null, HttpStatusCode.MethodNotAllowed, "METHOD_NOT_ALLOWED");
    }

    [Theory]
    [InlineData("/sobjects/Contact/describe", HttpStatusCode.OK)]
    [InlineData("/nope", HttpStatusCode.NotFound)]
    [InlineData("/composite", HttpStatusCode.MethodNotAllowed)]
    public async Task Head_is_answered_as_get_is_without_the_body(string path, HttpStatusCode status)
    {
        await using var org = await TestOrg.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Head, TestOrg.Data + path);
        using var reply = await org.User.SendAsync(request);
        Assert.Equal((status, "application/json"), (reply.StatusCode, reply.Content.Headers.ContentType?.MediaType));
        Assert.Empty(await reply.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("DELETE", "/services/oauth2/token", "POST")]
    [InlineData("POST", "/services/data/v66.0/limits", "GET,HEAD")]
    [InlineData("PUT", "/services/data/v66.0/sobjects/Contact/Id", "POST,GET,HEAD,PATCH,DELETE")]
    public async Task A_wrong_method_is_told_the_right_ones(string method, string path, string allowed)
    {
        await using var org = await TestOrg.StartAsync();
        var error = await org.RefusedAsync(new HttpMethod(method), path, null, HttpStatusCode.MethodNotAllowed, "METHOD_NOT_ALLOWED");
        Assert.EndsWith("Allowed are " + allowed, error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_host_name_is_not_served()
    {
        await using var org = await TestOrg.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/services/data");
        request.Headers.Host = "rebound.example.org";
        using var reply = await org.Anonymous.SendAsync(request);
        Assert.Equal(HttpStatusCode.MisdirectedRequest, reply.StatusCode);
    }

    [Fact]
    public async Task Bodies_are_gzipped_when_asked_and_taken_gzipped_and_chunked()
    {
        await using var org = await TestOrg.StartAsync();
        using var describe = new HttpRequestMessage(HttpMethod.Get, TestOrg.Data + "/sobjects/Contact/describe");
        describe.Headers.AcceptEncoding.ParseAdd("gzip, deflate");
        using var reply = await org.User.SendAsync(describe);
        Assert.Equal("gzip", reply.Content.Headers.ContentEncoding.Single());
        await using var plain = new GZipStream(await reply.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        Assert.Equal("Contact", (await JsonDocument.ParseAsync(plain)).RootElement.GetProperty("name").GetString());

        using var zipped = new MemoryStream();
        await using (var gzip = new GZipStream(zipped, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write("{\"LastName\":\"Zipped\"}"u8);
        }
        using var create = new HttpRequestMessage(HttpMethod.Post, TestOrg.Data + "/sobjects/Contact") { Content = new ByteArrayContent(zipped.ToArray()) };
        create.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        create.Content.Headers.ContentEncoding.Add("gzip");
        create.Headers.TransferEncodingChunked = true;
        using var created = await org.User.SendAsync(create);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
    }

    [Fact]
    public async Task Identity_is_reached_from_the_version_root()
    {
        await using var org = await TestOrg.StartAsync();
        var root = await org.GetAsync("");
        var identity = await org.GetAsync(new Uri(root.GetProperty("identity").GetString()!).PathAndQuery);
        var userInfo = await org.GetAsync("/services/oauth2/userinfo");

        Assert.Equal(org.Server.OrgId, identity.GetProperty("organization_id").GetString());
        Assert.Equal("integration@sandbox.example", identity.GetProperty("username").GetString());
        Assert.Equal(identity.GetProperty("user_id").GetString(), userInfo.GetProperty("user_id").GetString());
        Assert.Equal("integration@sandbox.example", userInfo.GetProperty("preferred_username").GetString());
    }

    [Theory]
    [InlineData("{\"LastName\":", "JSON_PARSER_ERROR")]
    [InlineData("[]", "JSON_PARSER_ERROR")]
    [InlineData("{\"LastName\":\"x\",\"HasOptedOutOfEmail\":\"maybe\"}", "JSON_PARSER_ERROR")]
    [InlineData("{\"LastName\":\"x\",\"Birthdate\":\"31/12/1999\"}", "JSON_PARSER_ERROR")]
    public async Task Json_nobody_can_read_is_refused(string body, string code)
    {
        await using var org = await TestOrg.StartAsync();
        await org.RefusedAsync(HttpMethod.Post, "/sobjects/Contact", body, HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task Record_counts_are_given_by_object()
    {
        await using var org = await TestOrg.StartAsync();
        await org.CreateAsync(new { LastName = "One" });
        var counts = await org.GetAsync("/limits/recordCount?sObjects=Contact");
        Assert.Equal("Contact", counts.GetProperty("sObjects")[0].GetProperty("name").GetString());
        Assert.Equal(1, counts.GetProperty("sObjects")[0].GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task A_body_that_is_no_json_is_an_unsupported_media_type()
    {
        await using var org = await TestOrg.StartAsync();
        using var content = new StringContent("a,b", Encoding.UTF8, "text/csv");
        using var reply = await org.User.PostAsync(TestOrg.Data + "/sobjects/Contact", content);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, reply.StatusCode);
    }
}
