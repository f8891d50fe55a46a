using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ContactSync.Sandbox.Tests.Http;

namespace ContactSync.Sandbox.Tests.Recorded;

/// <summary>The facts kept beside the project hold for the sandbox.</summary>
public sealed class FactsTests
{
    private const string Schema = """{"fields":[{"object":"Account","name":"ApplicantId__c","type":"Text","length":20,"externalId":true,"unique":true}]}""";

    [Fact]
    public async Task Every_recorded_header_ends_its_job_as_recorded()
    {
        var facts = SharedFacts.Read("facts/bulk_header_and_job_errors.json");
        await using var org = await SchemaOrg.StartAsync(Schema);
        await org.SendAsync(HttpMethod.Post, "/sobjects/Account", new { Name = "Parent", ApplicantId__c = "p" }, HttpStatusCode.Created);
        foreach (var found in facts.GetProperty("cases").EnumerateArray())
        {
            await EndsAsync(org, $"Name,{found.GetProperty("header").GetString()}\nx,p\n", "LF", found.GetProperty("state").GetString()!, found.GetProperty("errorMessage").GetString());
        }
        var others = facts.GetProperty("other_job_level").EnumerateArray().Select(o => o.GetProperty("errorMessage").GetString()!).ToList();
        (string Csv, string Ending)[] csv = [("Name,Industryy\nx,y\n", "LF"), ("Name,Site\nx,\"a\r\nb\"\n", "LF"), ("Name\nx\n", "CRLF"), ("\ufeff\"Name\"\n\"x\"\n", "LF")];
        Assert.Equal(csv.Length, others.Count);
        for (var i = 0; i < csv.Length; i++)
        {
            await EndsAsync(org, csv[i].Csv, csv[i].Ending, "Failed", others[i]);
        }
    }

    [Fact]
    public async Task Every_recorded_refusal_of_the_token_endpoint_is_given()
    {
        using var key = RSA.Create(2048);
        await using var org = await TestOrg.StartAsync(o => o with { JwtPublicKeyPem = key.ExportSubjectPublicKeyInfoPem() });
        const string Jwt = "urn:ietf:params:oauth:grant-type:jwt-bearer";
        string Assertion(string sub, string aud) => TestJwt.Sign(key, new { iss = "sandbox-integration", sub, aud, exp = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 100 });
        var url = org.Server.BaseAddress.ToString();
        Dictionary<string, (string, string)[]> forms = new()
        {
            ["jwt: app not pre-authorised"] = [("grant_type", Jwt), ("assertion", Assertion("nobody@example.org", url))],
            ["jwt: aud wrong"] = [("grant_type", Jwt), ("assertion", Assertion("integration@sandbox.example", "https://example.org"))],
            ["jwt: bad assertion"] = [("grant_type", Jwt), ("assertion", "x")],
            ["refresh token dead"] = [("grant_type", "refresh_token"), ("refresh_token", "x"), ("client_id", "sandbox-integration"), ("client_secret", "sandbox-integration-secret")],
            ["unknown grant"] = [("grant_type", "x")],
            ["password flow refused"] = [("grant_type", "password"), ("username", "integration@sandbox.example"), ("password", "sandbox-password"), ("client_id", "sandbox-integration"), ("client_secret", "sandbox-integration-secret")],
            ["client id unknown"] = [("grant_type", "client_credentials"), ("client_id", "x"), ("client_secret", "x")],
        };
        foreach (var fact in SharedFacts.Read("facts/oauth_errors.json").EnumerateArray())
        {
            using var form = new FormUrlEncodedContent(forms[fact.GetProperty("case").GetString()!].Select(f => KeyValuePair.Create(f.Item1, f.Item2)));
            using var reply = await org.Anonymous.PostAsync("/services/oauth2/token", form);
            Assert.Equal(fact.GetProperty("http").GetInt32(), (int)reply.StatusCode);
            var body = JsonElement.Parse(await reply.Content.ReadAsStringAsync());
            Assert.True(JsonElement.DeepEquals(fact.GetProperty("body"), body), $"{fact.GetProperty("case")}: {body}");
        }
    }

    [Fact]
    public async Task Every_recorded_refusal_of_rest_is_given()
    {
        var facts = SharedFacts.Read("facts/rest_errors.json");
        await using var org = await TestOrg.StartAsync(o => o with { RowsPerSecond = 2, MinimumInProgressPolls = 0 });
        await org.CreateAsync(new { LastName = "One" });
        var job = (await org.SendAsync(HttpMethod.Post, "/jobs/query", new { operation = "query", query = "SELECT Id FROM Contact" })).GetProperty("id").GetString();

        await GivenAsync(org, facts, "not_found", HttpMethod.Get, "/sobjects/Foo");
        await GivenAsync(org, facts, "bulk_unsupported_entity", HttpMethod.Post, "/jobs/ingest", new { @object = "CaseStatus", operation = "insert" });
        await GivenAsync(org, facts, "session", HttpMethod.Get, "/limits", client: org.Anonymous);
        await GivenAsync(org, facts, "bulk_query_delete_running", HttpMethod.Delete, "/jobs/query/" + job);
        while ((await org.GetAsync("/jobs/query/" + job)).GetProperty("state").GetString() != "JobComplete")
        {
            await Task.Delay(20);
        }
        await GivenAsync(org, facts, "bulk_query_abort_done", HttpMethod.Patch, "/jobs/query/" + job, new { state = "Aborted" });
    }

    [Theory]
    [InlineData("bulk_success_results_v66.csv", "Contact", "")]
    [InlineData("bulk_success_results_number_reformat.csv", "Account", "AnnualRevenue")]
    public async Task Recorded_results_come_out_as_recorded(string file, string type, string asInteger)
    {
        var lines = (await File.ReadAllTextAsync(SharedFacts.Find("facts/" + file))).ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        var header = lines[0].Split(',')[2..];
        await using var org = await TestOrg.StartAsync();
        var rows = lines[1..].Select(l => l.Split(',')[2..]).Select(cells => string.Join(',', cells.Select((c, i) => header[i] == asInteger ? double.Parse(c.Trim('"'), System.Globalization.CultureInfo.InvariantCulture).ToString("F0", System.Globalization.CultureInfo.InvariantCulture) : c)));
        var job = await TestJob.RunAsync(org, "insert", string.Join(',', header) + "\n" + string.Join('\n', rows) + "\n", @object: type);
        var own = (await job.SuccessAsync()).TrimEnd('\n').Split('\n');
        Assert.Equal(lines[0], own[0]);
        Assert.Equal(lines[1..].Select(l => l[l.IndexOf(',', StringComparison.Ordinal)..]).Order(), own[1..].Select(l => l[l.IndexOf(',', StringComparison.Ordinal)..]).Order());
        Assert.All(own[1..], l => Assert.Matches("^\"[0-9A-Za-z]{18}\",", l));
    }

    [Fact]
    public async Task Query_results_have_the_recorded_form()
    {
        var lines = (await File.ReadAllTextAsync(SharedFacts.Find("facts/bulk_query_results.csv"))).ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        await using var org = await TestOrg.StartAsync();
        foreach (var line in lines[1..])
        {
            var name = line.Split(',')[1].Trim('"').Split(' ');
            await org.CreateAsync(new { FirstName = name[0], LastName = name[1] });
        }
        var id = (await org.SendAsync(HttpMethod.Post, "/jobs/query", new { operation = "query", query = "SELECT Id, Name FROM Contact" })).GetProperty("id").GetString();
        while ((await org.GetAsync("/jobs/query/" + id)).GetProperty("state").GetString() != "JobComplete")
        {
            await Task.Delay(20);
        }
        var own = (await org.User.GetStringAsync($"{TestOrg.Data}/jobs/query/{id}/results")).TrimEnd('\n').Split('\n');
        Assert.Equal(lines[0], own[0]);
        Assert.Equal(lines[1..].Select(l => l.Split(',')[1]).Order(), own[1..].Select(l => l.Split(',')[1]).Order());
    }

    [Fact]
    public async Task Every_input_of_another_loader_ends_its_job_with_each_row_accounted_for()
    {
        var folder = Path.GetDirectoryName(SharedFacts.Find("csv-inputs/accountsForInsert.csv"))!;
        await using var org = await TestOrg.StartAsync();
        var files = Directory.GetFiles(folder, "*.csv");
        foreach (var file in files)
        {
            var job = await TestJob.CreateAsync(org, "insert", @object: "Account", lineEnding: (await File.ReadAllTextAsync(file)).Contains("\r\n", StringComparison.Ordinal) ? "CRLF" : "LF");
            await job.UploadAsync(await File.ReadAllBytesAsync(file));
            await job.CloseAsync();
            var info = await job.WaitAsync();
            var (processed, failed) = (info.GetProperty("numberRecordsProcessed").GetInt32(), info.GetProperty("numberRecordsFailed").GetInt32());
            if (info.GetProperty("state").GetString() == "Failed")
            {
                Assert.Matches("^(InvalidBatch|ClientInputError) : ", info.GetProperty("errorMessage").GetString());
                Assert.Equal(0, processed);
            }
            Assert.Equal((processed - failed, failed), (Records(await job.SuccessAsync()), Records(await job.FailedAsync())));
        }
        Assert.True(files.Length > 10);
    }

    private static int Records(string csv) => System.Text.RegularExpressions.Regex.Count(csv, "^\"[0-9A-Za-z]{0,18}\",\"", System.Text.RegularExpressions.RegexOptions.Multiline) - (csv.StartsWith("\"sf__Id\",\"", StringComparison.Ordinal) ? 0 : 0);

    private static async Task EndsAsync(TestOrg org, string csv, string ending, string state, string? message)
    {
        var job = await TestJob.CreateAsync(org, "insert", @object: "Account", lineEnding: ending);
        await job.UploadAsync(Encoding.UTF8.GetBytes(csv));
        await job.CloseAsync();
        var info = await job.WaitAsync();
        Assert.Equal((state, message), (info.GetProperty("state").GetString(), info.TryGetProperty("errorMessage", out var own) ? own.GetString() : null));
        Assert.Equal(state == "Failed" ? 0 : 1, info.GetProperty("numberRecordsProcessed").GetInt32());
    }

    private static async Task GivenAsync(TestOrg org, JsonElement facts, string name, HttpMethod method, string path, object? body = null, HttpClient? client = null)
    {
        var fact = facts.GetProperty(name);
        var reply = await org.SendAsync(method, path, body, (HttpStatusCode)fact.GetProperty("http").GetInt32(), client);
        Assert.True(JsonElement.DeepEquals(fact.GetProperty("body"), reply), $"{name}: {reply}");
    }
}
