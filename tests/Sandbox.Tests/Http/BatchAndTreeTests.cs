using System.Net;
using System.Text.Json;

namespace ContactSync.Sandbox.Tests.Http;

public sealed class BatchAndTreeTests
{
    private const string Family = """
        {"records":[{"attributes":{"type":"Account","referenceId":"a"},"Name":"Ajax",
          "Contacts":{"records":[{"attributes":{"type":"Contact","referenceId":"c1"},"LastName":"One"},{"attributes":{"type":"Contact","referenceId":"c2"},"LastName":"Two","Email":"EMAIL"}]},
          "Opportunities":{"records":[{"attributes":{"type":"Opportunity","referenceId":"o"},"Name":"Deal","StageName":"Prospecting","CloseDate":"2026-05-01"}]}}]}
        """;

    [Fact]
    public async Task A_batch_answers_each_request_and_counts_each()
    {
        await using var org = await TestOrg.StartAsync(o => o with { DailyApiRequests = 100 });
        var id = await org.CreateAsync(new { LastName = "One" });
        var reply = await org.SendAsync(HttpMethod.Post, "/composite/batch", new
        {
            batchRequests = new object[]
            {
                new { method = "PATCH", url = "v66.0/sobjects/Contact/" + id, richInput = new { FirstName = "Ann" } },
                new { method = "GET", url = $"v66.0/sobjects/Contact/{id}?fields=FirstName" },
                new { method = "GET", url = "v66.0/sobjects/Contact/003000000000000AAA" },
                new { method = "GET", url = "v66.0/limits" },
            },
        });

        Assert.True(reply.GetProperty("hasErrors").GetBoolean());
        var results = reply.GetProperty("results").EnumerateArray().ToArray();
        Assert.Equal([204, 200, 404, 200], results.Select(r => r.GetProperty("statusCode").GetInt32()));
        Assert.Equal(JsonValueKind.Null, results[0].GetProperty("result").ValueKind);
        Assert.Equal("Ann", results[1].GetProperty("result").GetProperty("FirstName").GetString());
        Assert.Equal(95, results[3].GetProperty("result").GetProperty("DailyApiRequests").GetProperty("Remaining").GetInt32());
    }

    [Fact]
    public async Task A_batch_halts_on_an_error_when_told_to()
    {
        await using var org = await TestOrg.StartAsync();
        string[] urls = ["v66.0/sobjects", "v66.0/sobjects/Nope", "v66.0/sobjects"];
        var reply = await org.SendAsync(HttpMethod.Post, "/composite/batch", new { haltOnError = true, batchRequests = urls.Select(url => new { method = "GET", url }) });
        Assert.Equal([200, 404, 412], reply.GetProperty("results").EnumerateArray().Select(r => r.GetProperty("statusCode").GetInt32()));
        Assert.Equal("BATCH_PROCESSING_HALTED", reply.GetProperty("results")[2].GetProperty("result")[0].GetProperty("errorCode").GetString());
    }

    [Fact]
    public async Task A_batch_has_a_limit_and_a_form()
    {
        await using var org = await TestOrg.StartAsync();
        var requests = Enumerable.Range(0, 26).Select(_ => new { method = "GET", url = "v66.0/limits" });
        await org.RefusedAsync(HttpMethod.Post, "/composite/batch", new { batchRequests = requests }, HttpStatusCode.BadRequest, "LIMIT_EXCEEDED");
        await org.RefusedAsync(HttpMethod.Post, "/composite/batch", new { batchRequests = new[] { new { method = "GET" } } }, HttpStatusCode.BadRequest, "JSON_PARSER_ERROR");
        await org.RefusedAsync(HttpMethod.Get, "/composite/batch", null, HttpStatusCode.MethodNotAllowed, "METHOD_NOT_ALLOWED");
    }

    [Fact]
    public async Task A_tree_makes_parents_and_children()
    {
        await using var org = await TestOrg.StartAsync();
        var reply = await org.SendAsync(HttpMethod.Post, "/composite/tree/Account", Family.Replace("EMAIL", "two@example.org", StringComparison.Ordinal), HttpStatusCode.Created);

        Assert.False(reply.GetProperty("hasErrors").GetBoolean());
        Assert.Equal(["a", "c1", "c2", "o"], reply.GetProperty("results").EnumerateArray().Select(r => r.GetProperty("referenceId").GetString()));
        Assert.Equal(2, (await org.QueryAsync("SELECT COUNT() FROM Contact WHERE Account.Name = 'Ajax'")).GetProperty("totalSize").GetInt32());
        Assert.Equal(1, (await org.QueryAsync("SELECT COUNT() FROM Opportunity WHERE Account.Name = 'Ajax'")).GetProperty("totalSize").GetInt32());
    }

    [Fact]
    public async Task One_bad_record_takes_the_whole_tree_back()
    {
        await using var org = await TestOrg.StartAsync();
        var reply = await org.SendAsync(HttpMethod.Post, "/composite/tree/Account", Family.Replace("EMAIL", "nonsense", StringComparison.Ordinal), HttpStatusCode.BadRequest);

        Assert.True(reply.GetProperty("hasErrors").GetBoolean());
        var failed = Assert.Single(reply.GetProperty("results").EnumerateArray());
        Assert.Equal(("c2", "INVALID_EMAIL_ADDRESS"), (failed.GetProperty("referenceId").GetString(), failed.GetProperty("errors")[0].GetProperty("statusCode").GetString()));
        Assert.Equal(0, (await org.QueryAsync("SELECT COUNT() FROM Account", all: true)).GetProperty("totalSize").GetInt32());
    }

    [Theory]
    [InlineData("""{"records":[{"attributes":{"type":"Account"},"Name":"x"}]}""", "Include a reference ID for each record in the request.")]
    [InlineData("""{"records":[{"attributes":{"type":"Account","referenceId":"a"},"Name":"x"},{"attributes":{"type":"Account","referenceId":"a"},"Name":"y"}]}""", "Duplicate ReferenceId provided in the request. Please use unique references.")]
    [InlineData("""{"records":[{"attributes":{"type":"Contact","referenceId":"a"},"LastName":"x"}]}""", "The object type Contact does not match Account.")]
    public async Task A_tree_whose_names_make_no_sense_is_refused(string body, string message)
    {
        await using var org = await TestOrg.StartAsync();
        var error = (await org.SendAsync(HttpMethod.Post, "/composite/tree/Account", body, HttpStatusCode.BadRequest)).GetProperty("results")[0].GetProperty("errors")[0];
        Assert.Equal(("INVALID_INPUT", message), (error.GetProperty("statusCode").GetString(), error.GetProperty("message").GetString()));
    }

    [Fact]
    public async Task A_tree_has_limits_of_records_and_levels()
    {
        await using var org = await TestOrg.StartAsync();
        var many = Enumerable.Range(0, 201).Select(i => new { attributes = new { type = "Account", referenceId = "r" + i }, Name = "x" });
        await org.RefusedAsync(HttpMethod.Post, "/composite/tree/Account", new { records = many }, HttpStatusCode.BadRequest, "INVALID_INPUT");
        var deep = Enumerable.Range(0, 6).Aggregate("{}", (inner, i) =>
            $$"""{"records":[{"attributes":{"type":"Account","referenceId":"r{{i}}"},"Name":"x"{{(inner == "{}" ? "" : ",\"ChildAccounts\":" + inner)}}}]}""");
        await org.RefusedAsync(HttpMethod.Post, "/composite/tree/Account", deep, HttpStatusCode.BadRequest, "INVALID_INPUT");
        await org.RefusedAsync(HttpMethod.Post, "/composite/tree/Nope", new { records = Array.Empty<object>() }, HttpStatusCode.NotFound, "NOT_FOUND");
        await org.RefusedAsync(HttpMethod.Post, "/composite/tree/Account", "[]", HttpStatusCode.BadRequest, "JSON_PARSER_ERROR");
    }
}
