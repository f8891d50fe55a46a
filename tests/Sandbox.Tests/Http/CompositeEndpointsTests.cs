using System.Net;
using System.Text.Json;
using ContactSync.Sandbox.Tests.Control;

namespace ContactSync.Sandbox.Tests.Http;

public sealed class CompositeEndpointsTests
{
    [Fact]
    public async Task Later_requests_refer_to_earlier_replies()
    {
        await using var org = await TestOrg.StartAsync();
        var reply = await org.SendAsync(HttpMethod.Post, "/composite", """
            {"compositeRequest":[
              {"method":"POST","url":"/services/data/v66.0/sobjects/Account","referenceId":"refAccount","body":{"Name":"Ajax"}},
              {"method":"POST","url":"/services/data/v66.0/sobjects/Contact","referenceId":"refContact","body":{"LastName":"Of @{refAccount.id}","AccountId":"@{refAccount.id}"}},
              {"method":"GET","url":"/services/data/v66.0/query?q=SELECT Id, LastName FROM Contact WHERE AccountId = '@{refAccount.id}'","referenceId":"found"},
              {"method":"PATCH","url":"/services/data/v66.0/sobjects/Contact/@{found.records[0].Id}","referenceId":"changed","body":{"LastName":"Changed"}},
              {"method":"GET","url":"/services/data/v66.0/sobjects/Contact/@{refContact.id}?fields=LastName,AccountId","referenceId":"read"}]}
            """);
        var replies = Replies(reply);

        Assert.Equal(["refAccount", "refContact", "found", "changed", "read"], replies.Select(r => r.GetProperty("referenceId").GetString()));
        Assert.Equal([201, 201, 200, 204, 200], replies.Select(r => r.GetProperty("httpStatusCode").GetInt32()));
        var account = replies[0].GetProperty("body").GetProperty("id").GetString();
        Assert.Equal($"/services/data/v66.0/sobjects/Account/{account}", replies[0].GetProperty("httpHeaders").GetProperty("Location").GetString());
        Assert.Equal(JsonValueKind.Null, replies[3].GetProperty("body").ValueKind);
        Assert.Equal("Of " + account, replies[2].GetProperty("body").GetProperty("records")[0].GetProperty("LastName").GetString());
        Assert.Equal(("Changed", account), (replies[4].GetProperty("body").GetProperty("LastName").GetString(), replies[4].GetProperty("body").GetProperty("AccountId").GetString()));
    }

    [Fact]
    public async Task Without_all_or_none_the_rest_goes_on_and_a_reference_to_what_failed_is_halted()
    {
        await using var org = await TestOrg.StartAsync();
        var replies = Replies(await org.SendAsync(HttpMethod.Post, "/composite", Two(allOrNone: false)));

        Assert.Equal([400, 400, 201], replies.Select(r => r.GetProperty("httpStatusCode").GetInt32()));
        Assert.Equal("REQUIRED_FIELD_MISSING", replies[0].GetProperty("body")[0].GetProperty("errorCode").GetString());
        Assert.Equal("PROCESSING_HALTED", replies[1].GetProperty("body")[0].GetProperty("errorCode").GetString());
        Assert.Equal("Invalid reference specified. No value for bad.id found in bad", replies[1].GetProperty("body")[0].GetProperty("message").GetString());
        Assert.Equal(1, (await org.QueryAsync("SELECT COUNT() FROM Contact")).GetProperty("totalSize").GetInt32());
    }

    [Fact]
    public async Task All_or_none_takes_everything_back_also_after_a_restart()
    {
        await using var org = await TestOrg.StartAsync();
        var replies = Replies(await org.SendAsync(HttpMethod.Post, "/composite", """
            {"allOrNone":true,"compositeRequest":[
              {"method":"POST","url":"/services/data/v66.0/sobjects/Contact","referenceId":"good","body":{"LastName":"Good"}},
              {"method":"PATCH","url":"/services/data/v66.0/composite/sobjects/Contact/Sync_Key__c","referenceId":"many","body":{"records":[{"attributes":{"type":"Contact"},"Sync_Key__c":"k","LastName":"Many"}]}},
              {"method":"POST","url":"/services/data/v66.0/sobjects/Contact","referenceId":"bad","body":{"FirstName":"No last name"}},
              {"method":"POST","url":"/services/data/v66.0/sobjects/Contact","referenceId":"late","body":{"LastName":"Late"}}]}
            """));

        Assert.Equal(["PROCESSING_HALTED", "PROCESSING_HALTED", "REQUIRED_FIELD_MISSING", "PROCESSING_HALTED"], replies.Select(r => r.GetProperty("body")[0].GetProperty("errorCode").GetString()));
        Assert.Equal(0, (await org.QueryAsync("SELECT COUNT() FROM Contact", all: true)).GetProperty("totalSize").GetInt32());
        await org.RestartAsync();
        Assert.Equal(0, (await org.QueryAsync("SELECT COUNT() FROM Contact", all: true)).GetProperty("totalSize").GetInt32());
    }

    [Fact]
    public async Task All_or_none_goes_through_where_writes_are_seen_late()
    {
        await using var org = await TestOrg.StartAsync();
        await OrgControl.PostAsync(org, "pace", new { visibleAfterSeconds = 0.2 });
        var replies = Replies(await org.SendAsync(HttpMethod.Post, "/composite", """
            {"allOrNone":true,"compositeRequest":[
              {"method":"POST","url":"/services/data/v66.0/sobjects/Contact","referenceId":"a","body":{"LastName":"A"}},
              {"method":"POST","url":"/services/data/v66.0/sobjects/Contact","referenceId":"b","body":{"LastName":"B","ReportsToId":"@{a.id}"}}]}
            """));
        Assert.Equal([201, 201], replies.Select(r => r.GetProperty("httpStatusCode").GetInt32()));
        Assert.Equal(2, (await org.QueryAsync("SELECT COUNT() FROM Contact")).GetProperty("totalSize").GetInt32());
    }

    [Fact]
    public async Task All_or_none_that_succeeds_is_durable()
    {
        await using var org = await TestOrg.StartAsync();
        await org.SendAsync(HttpMethod.Post, "/composite", """
            {"allOrNone":true,"compositeRequest":[
              {"method":"POST","url":"/services/data/v66.0/sobjects/Contact","referenceId":"a","body":{"LastName":"A"}},
              {"method":"POST","url":"/services/data/v66.0/sobjects/Contact","referenceId":"b","body":{"LastName":"B","ReportsToId":"@{a.id}"}}]}
            """);
        await org.RestartAsync();
        Assert.Equal("A", (await org.QueryAsync("SELECT ReportsTo.LastName FROM Contact WHERE LastName = 'B'")).GetProperty("records")[0].GetProperty("ReportsTo").GetProperty("LastName").GetString());
    }

    [Fact]
    public async Task Headers_of_a_subrequest_are_its_own_and_a_describe_not_changed_since_has_no_body()
    {
        await using var org = await TestOrg.StartAsync();
        var replies = Replies(await org.SendAsync(HttpMethod.Post, "/composite", """
            {"compositeRequest":[{"method":"GET","url":"/services/data/v66.0/sobjects","referenceId":"a","httpHeaders":{"If-Modified-Since":"Thu, 03 Sep 2099 21:35:07 GMT"}}]}
            """));
        Assert.Equal(304, replies[0].GetProperty("httpStatusCode").GetInt32());
        Assert.Equal(JsonValueKind.Null, replies[0].GetProperty("body").ValueKind);
        Assert.True(replies[0].GetProperty("httpHeaders").TryGetProperty("Last-Modified", out _));
    }

    [Theory]
    [InlineData("""{"compositeRequest":[]}""", "LIMIT_EXCEEDED")]
    [InlineData("""{"requests":[]}""", "JSON_PARSER_ERROR")]
    [InlineData("""{"compositeRequest":[{"method":"GET","url":"/services/data/v66.0/limits"}]}""", "JSON_PARSER_ERROR")]
    [InlineData("""{"compositeRequest":[{"method":"GET","url":"/services/data/v66.0/limits","referenceId":"a b"}]}""", "INVALID_INPUT")]
    [InlineData("""{"compositeRequest":[{"method":"GET","url":"/services/data/v66.0/limits","referenceId":"a"},{"method":"GET","url":"/services/data/v66.0/limits","referenceId":"a"}]}""", "INVALID_INPUT")]
    [InlineData("""{"compositeRequest":[{"method":"GET","url":"/services/data/v66.0/limits","referenceId":"a","httpHeaders":{"Authorization":"x"}}]}""", "INVALID_INPUT")]
    public async Task A_composite_nobody_can_run_is_refused(string body, string code)
    {
        await using var org = await TestOrg.StartAsync();
        await org.RefusedAsync(HttpMethod.Post, "/composite", body, HttpStatusCode.BadRequest, code);
    }

    [Theory]
    [InlineData(26, "/services/data/v66.0/sobjects")]
    [InlineData(6, "/services/data/v66.0/query?q=SELECT+Id+FROM+Contact")]
    public async Task Too_many_requests_in_one_are_refused(int count, string url)
    {
        await using var org = await TestOrg.StartAsync();
        var requests = Enumerable.Range(0, count).Select(i => new { method = "GET", url, referenceId = "r" + i });
        await org.RefusedAsync(HttpMethod.Post, "/composite", new { compositeRequest = requests }, HttpStatusCode.BadRequest, "LIMIT_EXCEEDED");
    }

    [Fact]
    public async Task A_subrequest_may_fail_as_any_request_does()
    {
        await using var org = await TestOrg.StartAsync();
        string[] urls = ["/services/data/v66.0/sobjects/Foo", "/services/data/v28.0/sobjects", "/services/data/v66.0/jobs/ingest", "/services/data/v66.0/query?q=SELECT", "nonsense"];
        var replies = Replies(await org.SendAsync(HttpMethod.Post, "/composite", new { compositeRequest = urls.Select((url, i) => new { method = "GET", url, referenceId = "r" + i }) }));
        Assert.Equal([404, 410, 404, 400, 404], replies.Select(r => r.GetProperty("httpStatusCode").GetInt32()));
        Assert.All(replies, r => Assert.Equal(JsonValueKind.Array, r.GetProperty("body").ValueKind));
    }

    [Fact]
    public async Task A_composite_counts_as_one_request()
    {
        await using var org = await TestOrg.StartAsync(o => o with { DailyApiRequests = 100 });
        var requests = Enumerable.Range(0, 5).Select(i => new { method = "GET", url = "/services/data/v66.0/limits", referenceId = "r" + i });
        var replies = Replies(await org.SendAsync(HttpMethod.Post, "/composite", new { compositeRequest = requests }));
        Assert.All(replies, r => Assert.Equal(99, r.GetProperty("body").GetProperty("DailyApiRequests").GetProperty("Remaining").GetInt32()));
    }

    [Fact]
    public async Task Graphs_stand_or_fall_each_for_itself()
    {
        await using var org = await TestOrg.StartAsync();
        object Graph(string id, string last) => new
        {
            graphId = id,
            compositeRequest = new object[]
            {
                new { method = "POST", url = "/services/data/v66.0/sobjects/Account", referenceId = "a", body = new { Name = id } },
                new { method = "POST", url = "/services/data/v66.0/sobjects/Contact", referenceId = "c", body = new { LastName = last, AccountId = "@{a.id}" } },
            },
        };
        var reply = await org.SendAsync(HttpMethod.Post, "/composite/graph", new { graphs = new[] { Graph("1", "One"), Graph("2", "") } });

        Assert.Equal([true, false], reply.GetProperty("graphs").EnumerateArray().Select(g => g.GetProperty("isSuccessful").GetBoolean()));
        Assert.Equal([400, 400], Replies(reply.GetProperty("graphs")[1].GetProperty("graphResponse")).Select(r => r.GetProperty("httpStatusCode").GetInt32()));
        Assert.Equal(["1"], (await org.QueryAsync("SELECT Name FROM Account")).GetProperty("records").EnumerateArray().Select(a => a.GetProperty("Name").GetString()));
    }

    [Fact]
    public async Task After_fourteen_failed_graphs_the_rest_is_not_run()
    {
        await using var org = await TestOrg.StartAsync();
        var graphs = Enumerable.Range(0, 16).Select(i => new
        {
            graphId = "g" + i,
            compositeRequest = new[] { new { method = "POST", url = "/services/data/v66.0/sobjects/Contact", referenceId = "c", body = new { LastName = i < 14 ? "" : "Good" } } },
        });
        var reply = await org.SendAsync(HttpMethod.Post, "/composite/graph", new { graphs });
        Assert.All(reply.GetProperty("graphs").EnumerateArray(), g => Assert.False(g.GetProperty("isSuccessful").GetBoolean()));
        Assert.Equal(0, (await org.QueryAsync("SELECT COUNT() FROM Contact")).GetProperty("totalSize").GetInt32());
    }

    [Theory]
    [InlineData(76, 1)]
    [InlineData(1, 501)]
    [InlineData(2, 251)]
    [InlineData(1, 16)]
    public async Task Graphs_have_limits(int graphs, int nodes)
    {
        await using var org = await TestOrg.StartAsync();
        var body = new
        {
            graphs = Enumerable.Range(0, graphs).Select(g => new
            {
                graphId = "g" + g,
                compositeRequest = Enumerable.Range(0, nodes).Select(n => new
                {
                    method = "POST",
                    url = "/services/data/v66.0/sobjects/Contact",
                    referenceId = "n" + n,
                    body = new { LastName = "x", ReportsToId = n == 0 ? null : $"@{{n{n - 1}.id}}" },
                }),
            }),
        };
        await org.RefusedAsync(HttpMethod.Post, "/composite/graph", body, HttpStatusCode.BadRequest, "LIMIT_EXCEEDED");
    }

    private static JsonElement[] Replies(JsonElement reply) => [.. reply.GetProperty("compositeResponse").EnumerateArray()];

    private static object Two(bool allOrNone) => new
    {
        allOrNone,
        compositeRequest = new object[]
        {
            new { method = "POST", url = "/services/data/v66.0/sobjects/Contact", referenceId = "bad", body = new { FirstName = "x" } },
            new { method = "GET", url = "/services/data/v66.0/sobjects/Contact/@{bad.id}", referenceId = "lost" },
            new { method = "POST", url = "/services/data/v66.0/sobjects/Contact", referenceId = "good", body = new { LastName = "Good" } },
        },
    };
}
