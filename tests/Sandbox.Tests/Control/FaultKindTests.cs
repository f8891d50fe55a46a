using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace ContactSync.Sandbox.Tests.Control;

public sealed class FaultKindTests
{
    [Theory]
    [InlineData("before")]
    [InlineData("midBody")]
    public async Task A_fin_ends_the_connection_in_order_before_the_reply_is_whole(string when)
    {
        await using var org = await TestOrg.StartAsync();
        await OrgControl.FaultAsync(org, new { match = new { path = "/describe" }, @do = "fin", when, bytes = 50 });
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(org.Server.BaseAddress.Host, org.Server.BaseAddress.Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"GET {TestOrg.Data}/sobjects/Contact/describe HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {org.Server.AccessToken}\r\n\r\n"));
        var (all, buffer) = (0, new byte[4096]);
        // A reset would throw.
        for (int read; (read = await socket.ReceiveAsync(buffer)) > 0;)
        {
            all += read;
        }
        Assert.Equal(when == "midBody", all > 50);
        Assert.True(all < 2000, $"{all} bytes");
    }

    [Fact]
    public async Task A_gzip_body_can_be_cut_in_a_whole_reply()
    {
        await using var org = await TestOrg.StartAsync();
        await OrgControl.FaultAsync(org, new { match = new { path = "/describe" }, @do = "truncate", @as = "gzip", bytes = 500 });
        using var request = new HttpRequestMessage(HttpMethod.Get, TestOrg.Data + "/sobjects/Contact/describe");
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
        using var reply = await org.User.SendAsync(request);
        Assert.Equal(["gzip"], reply.Content.Headers.ContentEncoding);
        Assert.Equal(500, (await reply.Content.ReadAsByteArrayAsync()).Length);
    }

    [Fact]
    public async Task A_body_that_ends_with_the_connection_can_be_cut()
    {
        await using var org = await TestOrg.StartAsync();
        await OrgControl.FaultAsync(org, new { match = new { path = "/describe" }, @do = "truncate", @as = "close", bytes = 100 });
        using var reply = await org.User.GetAsync(new Uri(TestOrg.Data + "/sobjects/Contact/describe", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        Assert.True(reply.Content.Headers.ContentLength is null && reply.Headers.TransferEncodingChunked != true);
        Assert.Equal(100, (await reply.Content.ReadAsByteArrayAsync()).Length);
    }

    [Fact]
    public async Task A_status_can_come_with_headers_and_a_page_of_its_own()
    {
        await using var org = await TestOrg.StartAsync();
        await OrgControl.FaultAsync(org, new { match = new { path = "/limits" }, @do = "status", status = 500, body = "<html>Sorry</html>", headers = new Dictionary<string, string> { ["Retry-After"] = "7" } });
        using var reply = await org.User.GetAsync(new Uri(TestOrg.Data + "/limits", UriKind.Relative));
        Assert.Equal((HttpStatusCode.InternalServerError, "text/html", "<html>Sorry</html>"), (reply.StatusCode, reply.Content.Headers.ContentType!.MediaType, await reply.Content.ReadAsStringAsync()));
        Assert.Equal(TimeSpan.FromSeconds(7), reply.Headers.RetryAfter!.Delta);
    }

    [Fact]
    public async Task Rows_of_a_result_come_twice_shuffled_left_out_or_under_wrong_ids()
    {
        await using var org = await TestOrg.StartAsync();
        var job = await TestJob.RunAsync(org, "upsert", "Sync_Key__c,LastName\n" + string.Concat(Enumerable.Range(0, 20).Select(i => $"{i},\"L\n{i}\"\n")), "Sync_Key__c");
        var rows = Records(await job.SuccessAsync());
        foreach (var (@do, expected) in new (string, Func<List<string>, bool>)[]
        {
            ("dupRows", r => r.Count == 23 && r[20..].SequenceEqual(rows[..3])),
            ("dropRows", r => r.SequenceEqual(rows[3..])),
            ("shuffleRows", r => !r.SequenceEqual(rows) && r.Order().SequenceEqual(rows.Order())),
            ("wrongId", r => r.Count == 20 && r[0][..22] == rows[1][..22] && r[0][22..] == rows[0][22..]),
        })
        {
            await OrgControl.FaultAsync(org, new { match = new { path = "/successfulResults", jobOp = "upsert" }, @do, by = 3 });
            Assert.True(expected(Records(await job.SuccessAsync())), @do);
            Assert.Equal(rows, Records(await job.SuccessAsync()));
        }
    }

    [Fact]
    public async Task A_count_is_off_in_the_header_or_in_the_json()
    {
        await using var org = await TestOrg.StartAsync();
        var job = await TestJob.RunAsync(org, "insert", "LastName\nA\nB\n");
        await OrgControl.FaultAsync(
            org, new { match = new { path = job.Id, jobOp = "insert" }, @do = "wrongCount", by = 5 }, new { match = new { path = job.Id }, @do = "wrongCount", field = "numberRecordsFailed", by = 1 });
        Assert.Equal(7, (await job.InfoAsync()).GetProperty("numberRecordsProcessed").GetInt32());
        Assert.Equal(1, (await job.InfoAsync()).GetProperty("numberRecordsFailed").GetInt32());
        Assert.Equal(2, (await job.InfoAsync()).GetProperty("numberRecordsProcessed").GetInt32());

        var query = (await org.SendAsync(HttpMethod.Post, "/jobs/query", new { operation = "query", query = "SELECT Id FROM Contact" })).GetProperty("id").GetString();
        while ((await org.GetAsync("/jobs/query/" + query)).GetProperty("state").GetString() != "JobComplete")
        {
            await Task.Delay(10);
        }
        await OrgControl.FaultAsync(org, new { match = new { path = "/results" }, @do = "wrongCount", by = -1 });
        using var reply = await org.User.GetAsync(new Uri($"{TestOrg.Data}/jobs/query/{query}/results", UriKind.Relative));
        Assert.Equal("1", reply.Headers.GetValues("Sforce-NumberOfRecords").Single());
        Assert.Equal(2, Records(await reply.Content.ReadAsStringAsync()).Count);
    }

    [Fact]
    public async Task The_date_of_a_reply_is_off_and_nothing_else()
    {
        await using var org = await TestOrg.StartAsync();
        await OrgControl.FaultAsync(org, new { match = new { path = "/limits" }, @do = "skewDate", seconds = -3600 });
        using var skewed = await org.User.GetAsync(new Uri(TestOrg.Data + "/limits", UriKind.Relative));
        using var right = await org.User.GetAsync(new Uri(TestOrg.Data + "/limits", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, skewed.StatusCode);
        Assert.InRange((right.Headers.Date - skewed.Headers.Date)!.Value.TotalSeconds, 3590, 3700);
    }

    [Theory]
    [InlineData("Failed", "InternalServerError : Failed to process the batch after 20 retries")]
    [InlineData("Aborted", null)]
    public async Task A_job_ends_part_way_and_what_it_wrote_stays(string state, string? message)
    {
        await using var org = await TestOrg.StartAsync();
        await OrgControl.FaultAsync(org, new { match = new { jobOp = "insert" }, @do = "jobState", state, after = 3 });
        var job = await TestJob.RunAsync(org, "insert", "LastName\nA\nB\nC\nD\nE\n");
        var info = await job.InfoAsync();
        Assert.Equal((state, 3), (info.GetProperty("state").GetString(), info.GetProperty("numberRecordsProcessed").GetInt32()));
        Assert.Equal(message, info.TryGetProperty("errorMessage", out var error) ? error.GetString() : null);
        Assert.Equal(3, Records(await job.SuccessAsync()).Count);
        Assert.Equal(["D", "E"], Records(await job.ResultAsync("unprocessedrecords")).Select(r => r.Trim('"')));
        Assert.Equal(3, await org.Server.CountAsync("Contact"));
        Assert.Equal("JobComplete", (await (await TestJob.RunAsync(org, "insert", "LastName\nF\n")).InfoAsync()).GetProperty("state").GetString());
    }

    [Fact]
    public async Task Rows_fail_by_the_plan_the_same_for_the_same_seed()
    {
        await using var org = await TestOrg.StartAsync();
        var csv = "LastName\n" + string.Concat(Enumerable.Range(0, 100).Select(i => $"L{i}\n"));
        var failed = new List<string>();
        for (var round = 0; round < 2; round++)
        {
            await OrgControl.FaultAsync(org, new { match = new { jobOp = "insert", count = 1000, probability = 0.2 }, @do = "rowError", code = "UNABLE_TO_LOCK_ROW" });
            var job = await TestJob.RunAsync(org, "insert", csv);
            failed.Add(string.Concat(Records(await job.FailedAsync()).Order()));
            Assert.InRange((await job.InfoAsync()).GetProperty("numberRecordsFailed").GetInt32(), 5, 40);
        }
        Assert.Equal(failed[0], failed[1]);
        Assert.Contains("\"UNABLE_TO_LOCK_ROW:unable to obtain exclusive access to this record:--\"", failed[0]);

        await OrgControl.FaultAsync(org, new { match = new { jobOp = "insert", nth = 2 }, @do = "rowError", code = "INVALID_EMAIL_ADDRESS", message = "Email: invalid", fields = new[] { "Email" } });
        Assert.Contains("\"INVALID_EMAIL_ADDRESS:Email: invalid:Email --\",\"B\"", await (await TestJob.RunAsync(org, "insert", "LastName\nA\nB\nC\n")).FailedAsync());
    }

    [Fact]
    public async Task The_rows_of_one_job_become_visible_late()
    {
        await using var org = await TestOrg.StartAsync();
        await OrgControl.FaultAsync(org, new { match = new { jobOp = "insert" }, @do = "lateVisible", seconds = 3600 });
        var job = await TestJob.CreateAsync(org, "insert");
        await job.UploadAsync("LastName\nA\n"u8.ToArray());
        await job.CloseAsync();
        while (!(await OrgControl.TextAsync(org, "state")).Contains("\"openSince\":\"", StringComparison.Ordinal))
        {
            await Task.Delay(20);
        }
        Assert.Equal(0, await org.Server.CountAsync("Contact"));
        await OrgControl.PostAsync(org, "clock", new { advanceSeconds = 3600 });
        await job.WaitAsync();
        var now = (await OrgControl.PostAsync(org, "clock", new { advanceSeconds = 0 })).GetProperty("now").GetDateTimeOffset();
        var stamp = (await org.QueryAsync("SELECT SystemModstamp FROM Contact")).GetProperty("records")[0].GetProperty("SystemModstamp").GetString()!;
        Assert.True(now - DateTimeOffset.Parse(stamp, CultureInfo.InvariantCulture) > TimeSpan.FromMinutes(50));
    }

    [Theory]
    [InlineData("""{ "do": "explode" }""", "explode")]
    [InlineData("""{ "do": "reset", "math": 1 }""", "math")]
    [InlineData("""{ "do": "reset", "match": { "pth": "/x" } }""", "pth")]
    [InlineData("""{ "do": "rowError", "when": "after" }""", "rowError strikes before")]
    [InlineData("""{ "do": "truncate", "as": "zip" }""", "zip")]
    [InlineData("""{ "do": "jobState", "state": "Open" }""", "Open")]
    public async Task A_rule_that_makes_no_sense_is_refused_by_its_place(string rule, string named)
    {
        await using var org = await TestOrg.StartAsync();
        var error = await OrgControl.RefusedAsync(org, "faults", System.Text.Json.JsonElement.Parse($$"""{"rules":[{"do":"reset"},{{rule}}]}"""));
        Assert.StartsWith("rules[1]", error);
        Assert.Contains(named, error);
    }

    private static List<string> Records(string csv)
    {
        var records = new List<string>();
        var record = new StringBuilder();
        foreach (var line in csv.TrimEnd('\n').Split('\n'))
        {
            record.Append(record.Length > 0 ? "\n" : "").Append(line);
            if (record.ToString().Count(c => c == '"') % 2 == 0)
            {
                records.Add(record.ToString());
                record.Clear();
            }
        }
        return records[1..];
    }
}
