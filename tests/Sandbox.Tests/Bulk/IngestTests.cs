using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace ContactSync.Sandbox.Tests.Bulk;

public sealed class IngestTests
{
    [Fact]
    public async Task A_job_goes_from_open_to_complete_and_gives_its_results()
    {
        await using var org = await TestOrg.StartAsync();
        var created = await org.SendAsync(HttpMethod.Post, "/jobs/ingest", new { @object = "contact", operation = "upsert", externalIdFieldName = "sync_key__c" });
        var job = new TestJob(org, created.GetProperty("id").GetString()!);
        Assert.Equal("Open", created.GetProperty("state").GetString());
        Assert.Equal("66.0", created.GetProperty("apiVersion").GetRawText());
        Assert.Equal($"services/data/v66.0/jobs/ingest/{job.Id}/batches", created.GetProperty("contentUrl").GetString());
        Assert.StartsWith("750", job.Id);

        await job.UploadAsync("Id,LastName,Sync_Key__c,FirstName\n,\"a, \"\"q\"\"\",1,#N/A\n,b,2,\n,,3,x\n"u8.ToArray());
        var closed = await job.CloseAsync();
        Assert.Equal("UploadComplete", closed.GetProperty("state").GetString());
        Assert.False(closed.TryGetProperty("contentUrl", out _));
        Assert.False(closed.TryGetProperty("lineEnding", out _));
        var info = await job.WaitAsync();

        Assert.Equal("V2Ingest", info.GetProperty("jobType").GetString());
        Assert.Equal(3, info.GetProperty("numberRecordsProcessed").GetInt32());
        Assert.Equal(1, info.GetProperty("numberRecordsFailed").GetInt32());
        Assert.Equal("upsert", info.GetProperty("operation").GetString());
        var success = await job.SuccessAsync();
        Assert.StartsWith("\"sf__Id\",\"sf__Created\",Id,LastName,Sync_Key__c,FirstName\n", success);
        Assert.Contains("\"true\",\"\",\"a, \"\"q\"\"\",\"1\",\"\"\n", success);
        Assert.Equal(3, success.Count(c => c == '\n'));
        Assert.Equal(
            "\"sf__Id\",\"sf__Error\",Id,LastName,Sync_Key__c,FirstName\n\"\",\"REQUIRED_FIELD_MISSING:Required fields are missing: [LastName]:LastName --\",\"\",\"\",\"3\",\"x\"\n",
            await job.FailedAsync());
        Assert.Equal("Id,LastName,Sync_Key__c,FirstName\n", await job.ResultAsync("unprocessedrecords"));
    }

    [Fact]
    public async Task The_end_is_shown_only_after_two_polls_in_progress()
    {
        await using var org = await TestOrg.StartAsync();
        var job = await TestJob.CreateAsync(org, "insert");
        await job.UploadAsync("LastName\nA\n"u8.ToArray());
        await job.CloseAsync();
        while (await org.Server.CountAsync("Contact") == 0)
        {
            await Task.Delay(10);
        }
        await Task.Delay(200);
        await org.RefusedAsync(HttpMethod.Get, $"/jobs/ingest/{job.Id}/successfulResults", null, HttpStatusCode.BadRequest, "INVALIDJOBSTATE");

        Assert.Equal(["InProgress", "InProgress", "JobComplete"], [await job.PollAsync(), await job.PollAsync(), await job.PollAsync()]);
    }

    [Fact]
    public async Task Data_is_taken_once_and_only_while_the_job_is_open()
    {
        await using var org = await TestOrg.StartAsync();
        var job = await TestJob.CreateAsync(org, "insert");
        await job.UploadAsync("LastName\nA\n"u8.ToArray());
        await job.UploadAsync("LastName\nB\n"u8.ToArray(), HttpStatusCode.BadRequest);
        await job.CloseAsync();
        await job.UploadAsync("LastName\nC\n"u8.ToArray(), HttpStatusCode.BadRequest);
        await job.CloseAsync(HttpStatusCode.BadRequest);
        await job.WaitAsync();
        await job.AbortAsync(HttpStatusCode.BadRequest);
        Assert.Equal(1, await org.Server.CountAsync("Contact"));
    }

    [Theory]
    [InlineData("LastName,Industryy,Foo\nA,x,y\n", "InvalidBatch : Field name not found : Industryy")]
    [InlineData("LastName,Account:Parent.Nope\nA,x\n", "InvalidBatch : Unable to find relationship: Parent")]
    [InlineData("LastName,Account:Account.Sync__c\nA,x\n", "InvalidBatch : type is not needed for non polymorphic foreign key references: Account")]
    [InlineData("LastName,Parent:Account:Key__c\nA,x\n", "InvalidBatch : Field name not found : Parent:Account:Key__c")]
    [InlineData("\uFEFF\"LastName\"\nA\n", "InvalidBatch : Failed to parse CSV. Found unescaped quote")]
    [InlineData("LastName\nx\"y\n", "InvalidBatch : Failed to parse CSV. Found unescaped quote")]
    [InlineData("LastName\r\nA\r\n", "ClientInputError : LineEnding is invalid on user data. Current LineEnding setting is LF")]
    [InlineData("LastName\n\"a\r\nb\"\n", "ClientInputError : LineEnding is invalid on user data. Current LineEnding setting is LF")]
    [InlineData("", "InvalidBatch : Failed to parse CSV. Found no header row")]
    public async Task Data_nobody_can_read_fails_the_job_before_any_row(string csv, string message)
    {
        await using var org = await TestOrg.StartAsync();
        var job = await TestJob.RunAsync(org, "insert", csv);
        var info = await job.InfoAsync();

        Assert.Equal("Failed", info.GetProperty("state").GetString());
        Assert.Equal(message, info.GetProperty("errorMessage").GetString());
        Assert.Equal(0, info.GetProperty("numberRecordsProcessed").GetInt32());
        Assert.Equal(0, info.GetProperty("numberRecordsFailed").GetInt32());
        Assert.Equal(0, await org.Server.CountAsync("Contact"));
    }

    [Fact]
    public async Task A_crlf_job_refuses_lines_that_end_in_lf_and_takes_the_others()
    {
        await using var org = await TestOrg.StartAsync();
        var bad = await TestJob.RunAsync(org, "insert", "LastName\nA\n", lineEnding: "CRLF");
        var good = await TestJob.RunAsync(org, "insert", "LastName\r\nA\r\n", lineEnding: "CRLF");
        Assert.Equal("ClientInputError : LineEnding is invalid on user data. Current LineEnding setting is CRLF", (await bad.InfoAsync()).GetProperty("errorMessage").GetString());
        Assert.EndsWith("\"true\",\"A\"\r\n", await good.SuccessAsync());
    }

    [Fact]
    public async Task Numbers_and_ids_come_back_as_parsed_and_not_as_sent()
    {
        await using var org = await TestOrg.StartAsync();
        var job = await TestJob.RunAsync(org, "insert", "Name,AnnualRevenue,NumberOfEmployees\nLorem Ipsum,912260031,12\n", @object: "Account");
        Assert.EndsWith("\"true\",\"Lorem Ipsum\",\"9.12260031E8\",\"12\"\n", await job.SuccessAsync());
    }

    [Fact]
    public async Task Blank_cells_keep_the_old_value_and_na_clears_it()
    {
        await using var org = await TestOrg.StartAsync();
        var id = await org.CreateAsync(new { LastName = "A", FirstName = "F", Title = "T" });
        await TestJob.RunAsync(org, "update", $"Id,FirstName,Title\n{id[..15]},,#N/A\n");
        var record = await org.GetAsync("/sobjects/Contact/" + id);
        Assert.Equal("F", record.GetProperty("FirstName").GetString());
        Assert.Equal(JsonValueKind.Null, record.GetProperty("Title").ValueKind);
    }

    [Fact]
    public async Task Row_errors_name_code_message_and_fields()
    {
        await using var org = await TestOrg.StartAsync();
        var live = await org.CreateAsync(new { LastName = "Live" });
        var dead = await org.CreateAsync(new { LastName = "Dead" });
        await org.SendAsync(HttpMethod.Delete, "/sobjects/Contact/" + dead, null, HttpStatusCode.NoContent);
        await org.CreateAsync(new { LastName = "Key", Sync_Key__c = "k" });
        var lines = $"Id,Title,Email,Name,Sync_Key__c\n{live},t,,,\n{live},again,,,\n{dead},t,,,\n,t,,,\n001{live[3..15]},t,,,\n{live[..6]}zzzzzzzzz,t,,,\nnoid,t,,,\n";
        var job = await TestJob.RunAsync(org, "update", lines);
        var failed = await job.FailedAsync();

        Assert.Equal(6, (await job.InfoAsync()).GetProperty("numberRecordsFailed").GetInt32());
        Assert.Contains($"\"{live}\",\"DUPLICATE_VALUE:Duplicate id specified: {live}:Id --\"", failed);
        Assert.Contains($"\"{dead}\",\"ENTITY_IS_DELETED:entity is deleted:--\"", failed);
        Assert.Contains("\"MISSING_ARGUMENT:Id not specified in an update call:--\"", failed);
        Assert.Contains("\"INVALID_CROSS_REFERENCE_KEY:invalid cross reference id:--\"", failed);
        Assert.Contains("\"MALFORMED_ID:Contact ID: id value of incorrect type: noid:Id --\"", failed);
        Assert.Contains("\"MALFORMED_ID:Contact ID: id value of incorrect type: 001", failed);

        var inserts = await TestJob.RunAsync(org, "insert", "LastName,Email,Name,Sync_Key__c\nA,bad,,\nB,,Full,\nC,,,K\n\"D\" ,,,\n");
        var refused = await inserts.FailedAsync();
        Assert.Contains("\"INVALID_EMAIL_ADDRESS:Email: invalid email address: bad:Email --\"", refused);
        Assert.Contains("INVALID_FIELD_FOR_INSERT_UPDATE:Unable to create/update fields: Name.", refused);
        Assert.Contains("\"DUPLICATE_VALUE:duplicate value found: Sync_Key__c duplicates value on record with id: ", refused);
        Assert.Equal(4, (await inserts.InfoAsync()).GetProperty("numberRecordsFailed").GetInt32());
    }

    [Fact]
    public async Task Recorded_error_texts_are_the_ones_we_write()
    {
        var recorded = SharedFacts.Read("facts/bulk_row_errors.json").GetProperty("rows").EnumerateArray().Select(r => r.GetProperty("sf__Error").GetString()!).ToList();
        await using var org = await TestOrg.StartAsync();
        var contacts = await TestJob.RunAsync(org, "insert", "LastName,FirstName\n,x\n");
        var accounts = await TestJob.RunAsync(org, "insert", "Name,Site\n,x\n", @object: "Account");
        var update = await TestJob.RunAsync(org, "update", "Id,Title\n003000000000000AAA,x\n");

        foreach (var text in (string[])["REQUIRED_FIELD_MISSING:Required fields are missing: [LastName]:LastName --", "REQUIRED_FIELD_MISSING:Required fields are missing: [Name]:Name --", "INVALID_CROSS_REFERENCE_KEY:invalid cross reference id:--"])
        {
            Assert.Contains(text, recorded);
            Assert.Contains($"\"{text}\"", await contacts.FailedAsync() + await accounts.FailedAsync() + await update.FailedAsync());
        }
    }

    [Fact]
    public async Task One_key_twice_in_a_chunk_of_two_hundred_collides_and_farther_apart_updates()
    {
        await using var org = await TestOrg.StartAsync();
        var csv = new StringBuilder("Sync_Key__c,LastName\nk,first\nk,second\n");
        for (var i = 0; i < 250; i++)
        {
            csv.Append(CultureInfo.InvariantCulture, $"x{i},n\n");
        }
        csv.Append("K,third\n,none\n");
        var job = await TestJob.RunAsync(org, "upsert", csv.ToString(), "Sync_Key__c");
        var failed = await job.FailedAsync();

        Assert.Contains("\"DUPLICATE_VALUE:Duplicate external id specified: k:Sync_Key__c --\",\"k\",\"second\"", failed);
        Assert.Contains("\"MISSING_ARGUMENT:Sync_Key__c not specified:--\"", failed);
        Assert.Contains("\"false\",\"K\",\"third\"", await job.SuccessAsync());
        Assert.Equal(251, await org.Server.CountAsync("Contact"));
    }

    [Fact]
    public async Task Result_rows_come_shuffled_but_whole()
    {
        await using var org = await TestOrg.StartAsync();
        var names = Enumerable.Range(0, 300).Select(i => "N" + i).ToList();
        var job = await TestJob.RunAsync(org, "insert", "LastName\n" + string.Join('\n', names));
        var back = (await job.SuccessAsync()).TrimEnd('\n').Split('\n').Skip(1).Select(l => l.Split(',')[2].Trim('"')).ToList();
        Assert.NotEqual(names, back);
        Assert.Equal(names.Order(), back.Order());
    }

    [Fact]
    public async Task A_lookup_is_found_by_a_key_of_its_target_but_never_inside_one_file()
    {
        await using var org = await TestOrg.StartAsync();
        await org.CreateAsync(new { LastName = "Boss", Sync_Key__c = "boss" });
        var job = await TestJob.RunAsync(org, "insert", "LastName,Sync_Key__c,ReportsTo.Sync_Key__c\nA,a,boss\nB,b,a\nC,c,none\n");

        Assert.Equal("A", (await org.QueryAsync("SELECT LastName FROM Contact WHERE ReportsTo.LastName = 'Boss'")).GetProperty("records")[0].GetProperty("LastName").GetString());
        var failed = await job.FailedAsync();
        Assert.Contains("\"INVALID_FIELD:Foreign key external ID: a not found for field Sync_Key__c in entity Contact:--\"", failed);
        Assert.Contains("\"INVALID_FIELD:Foreign key external ID: none not found for field Sync_Key__c in entity Contact:--\"", failed);
    }

    [Fact]
    public async Task Deleting_takes_the_id_column_alone_and_fills_the_recycle_bin()
    {
        await using var org = await TestOrg.StartAsync();
        var id = await org.CreateAsync(new { LastName = "A" });
        var wrong = await TestJob.RunAsync(org, "delete", $"Id,LastName\n{id},A\n");
        Assert.Equal("Failed", await wrong.PollAsync());
        var job = await TestJob.RunAsync(org, "delete", $"Id\n{id}\n");
        Assert.Equal($"\"sf__Id\",\"sf__Created\",Id\n\"{id}\",\"false\",\"{id}\"\n", await job.SuccessAsync());
        Assert.Equal(1, (await org.QueryAsync("SELECT Id FROM Contact WHERE IsDeleted = true", all: true)).GetProperty("totalSize").GetInt32());
    }

    [Fact]
    public async Task An_aborted_job_keeps_what_it_saved_and_lists_the_rest_as_unprocessed()
    {
        await using var org = await TestOrg.StartAsync(o => o with { BatchRows = 10, RowsPerSecond = 40 });
        var job = await TestJob.CreateAsync(org, "insert");
        await job.UploadAsync(Encoding.UTF8.GetBytes("LastName\n" + string.Join('\n', Enumerable.Range(0, 1000).Select(i => "N" + i))));
        await job.CloseAsync();
        while ((await job.InfoAsync()).GetProperty("numberRecordsProcessed").GetInt32() == 0)
        {
            await Task.Delay(20);
        }
        await job.AbortAsync();
        var info = await job.InfoAsync();

        Assert.Equal("Aborted", info.GetProperty("state").GetString());
        var done = (await job.SuccessAsync()).Count(c => c == '\n') - 1;
        var rest = (await job.ResultAsync("unprocessedrecords")).Count(c => c == '\n') - 1;
        Assert.Equal(info.GetProperty("numberRecordsProcessed").GetInt32(), done);
        Assert.Equal(1000, done + rest);
        Assert.Equal(done, await org.Server.CountAsync("Contact"));
    }

    [Fact]
    public async Task Jobs_are_listed_and_deleted_once_they_have_ended()
    {
        await using var org = await TestOrg.StartAsync();
        var open = await TestJob.CreateAsync(org, "insert");
        await org.RefusedAsync(HttpMethod.Delete, "/jobs/ingest/" + open.Id, null, HttpStatusCode.BadRequest, "API_ERROR");
        await open.AbortAsync();
        var list = await org.GetAsync("/jobs/ingest/?jobType=V2Ingest");
        Assert.Equal(open.Id, list.GetProperty("records")[0].GetProperty("id").GetString());
        Assert.True(list.GetProperty("done").GetBoolean());
        Assert.Equal(JsonValueKind.Null, list.GetProperty("nextRecordsUrl").ValueKind);

        await org.SendAsync(HttpMethod.Delete, "/jobs/ingest/" + open.Id, null, HttpStatusCode.NoContent);
        await org.RefusedAsync(HttpMethod.Get, "/jobs/ingest/" + open.Id, null, HttpStatusCode.NotFound, "NOT_FOUND");
        Assert.Equal(0, (await org.GetAsync("/jobs/ingest")).GetProperty("records").GetArrayLength());
    }
}
