using System.Net;
using System.Text;
using ContactSync.Sandbox.Tests.Objects;

namespace ContactSync.Sandbox.Tests.Bulk;

/// <summary>How long, how large and how old a job may be, and every way its columns can be wrong.</summary>
public sealed class IngestBoundsTests
{
    [Fact]
    public async Task A_batch_that_never_gets_done_leaves_every_row_unprocessed()
    {
        await using var org = await TestOrg.StartAsync(o => o with { BatchTimeout = TimeSpan.FromMilliseconds(20), BatchRetries = 3, RowsPerSecond = 1 });
        var job = await TestJob.RunAsync(org, "insert", "LastName\na\n");
        var info = await job.InfoAsync();
        Assert.Equal(("Failed", 3, 0, 0), (info.GetProperty("state").GetString(), info.GetProperty("retries").GetInt32(), info.GetProperty("numberRecordsProcessed").GetInt32(), info.GetProperty("numberRecordsFailed").GetInt32()));
        Assert.Equal("LastName\n\"a\"\n", await job.ResultAsync("unprocessedrecords"));
    }

    [Fact]
    public async Task An_open_job_dies_after_a_day_and_results_after_seven()
    {
        var clock = new MovableClock(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        await using var org = await TestOrg.StartAsync(o => o with { TimeProvider = clock, SessionLife = TimeSpan.FromDays(30) });
        var open = await TestJob.CreateAsync(org, "insert");
        var ended = await TestJob.RunAsync(org, "insert", "LastName\na\n");

        clock.Now += TimeSpan.FromHours(25);
        await org.RefusedAsync(HttpMethod.Get, "/jobs/ingest/" + open.Id, null, HttpStatusCode.NotFound, "NOT_FOUND");
        await ended.InfoAsync();
        clock.Now += TimeSpan.FromDays(6);
        await org.RefusedAsync(HttpMethod.Get, $"/jobs/ingest/{ended.Id}/successfulResults", null, HttpStatusCode.NotFound, "NOT_FOUND");
        Assert.Equal(0, (await org.GetAsync("/jobs/ingest")).GetProperty("records").GetArrayLength());
        await TestJob.CreateAsync(org, "insert");
        Assert.Single(Directory.GetDirectories(Path.Combine(org.Options.DataDirectory, "jobs")));
    }

    [Theory]
    [InlineData("LastName,FirstNam", "InvalidBatch : Field name not found : FirstNam")]
    [InlineData("LastName,Account:Account.Name", "InvalidBatch : type is not needed for non polymorphic foreign key references: Account")]
    [InlineData("LastName,Account:Nope.Name", "InvalidBatch : Unable to find relationship: Nope")]
    [InlineData("LastName,ReportsTo:Contact:Email", "InvalidBatch : Field name not found : ReportsTo:Contact:Email")]
    [InlineData("LastName,ReportsTo.Phone", "InvalidBatch : Field name not found : ReportsTo.Phone")]
    [InlineData("LastName,ReportsTo.ReportsTo.Email", "InvalidBatch : Field name not found : ReportsTo.ReportsTo.Email")]
    [InlineData("LastName,lastname", "InvalidBatch : Duplicate column name : lastname")]
    public async Task The_first_bad_column_fails_the_job_before_any_row(string header, string message)
    {
        await using var org = await TestOrg.StartAsync();
        var job = await TestJob.RunAsync(org, "insert", header + "\na,b\n");
        var info = await job.InfoAsync();
        Assert.Equal(("Failed", message, 0), (info.GetProperty("state").GetString(), info.GetProperty("errorMessage").GetString(), info.GetProperty("numberRecordsProcessed").GetInt32()));
        Assert.Equal("\"sf__Id\",\"sf__Error\"," + header + "\n", await job.FailedAsync());
    }

    [Fact]
    public async Task Columns_fields_and_records_have_a_greatest_size()
    {
        await using var org = await TestOrg.StartAsync();
        foreach (var (csv, message) in new[]
        {
            (string.Join(',', Enumerable.Range(0, 5001).Select(i => "a")) + "\n", "The number of columns exceeds 5000"),
            (string.Join(',', Enumerable.Range(0, 4000).Select(i => "abcdefgh")) + "\n", "The length of the header row exceeds 32000"),
            ("LastName,Description\na," + new string('x', 131_073) + "\n", "The length of a field exceeds 131072"),
            ("LastName,FirstName,Title,Department,Description\n" + string.Join(',', Enumerable.Repeat(new string('x', 90_000), 5)) + "\n", "The length of a record exceeds 400000"),
        })
        {
            var info = await (await TestJob.RunAsync(org, "insert", csv)).InfoAsync();
            Assert.Equal(("Failed", "InvalidBatch : " + message), (info.GetProperty("state").GetString(), info.GetProperty("errorMessage").GetString()));
        }
        var longest = await TestJob.RunAsync(org, "insert", "LastName,Description\na," + new string('x', 131_072) + "\n");
        Assert.Contains("STRING_TOO_LONG", await longest.FailedAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"object":"Contact","operation":"insert","assignmentRuleId":"01Q000000000000"}""", "INVALIDJOB")]
    [InlineData("""{"object":"Contact","operation":"insert","concurrencyMode":"Serial"}""", "INVALIDJOB")]
    [InlineData("""{"object":"Contact","operation":"insert","externalIdFieldName":"Email"}""", "INVALIDJOB")]
    [InlineData("""{"object":"Contact","operation":"upsert"}""", "INVALIDJOB")]
    [InlineData("""{"object":"Contact","operation":"upsert","externalIdFieldName":"Phone"}""", "INVALIDJOB")]
    [InlineData("""{"object":"Contact","operation":"undelete"}""", "INVALIDJOB")]
    [InlineData("""{"object":"CaseStatus","operation":"insert"}""", "INVALIDENTITY")]
    [InlineData("""{"object":"Contact","operation":"hardDelete"}""", "FEATURENOTENABLED")]
    [InlineData("""{"operation":"insert"}""", "INVALIDJOB")]
    [InlineData("[]", "INVALIDJOB")]
    public async Task A_job_that_makes_no_sense_is_not_made(string body, string code)
    {
        await using var org = await TestOrg.StartAsync();
        await org.RefusedAsync(HttpMethod.Post, "/jobs/ingest", body, HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task Rows_find_their_parents_by_keys_of_one_object_or_of_several()
    {
        await using var world = await ObjectWorld.StartAsync();
        await world.CreateAsync("Contact", """{"LastName":"Twin","Email":"twin@example.org"}""");
        await world.CreateAsync("Contact", """{"LastName":"Twin","Email":"twin@example.org"}""");

        var job = await TestJob.RunAsync(world.Org, "insert", "Subject,Lead:Who.Sync_Key__c,Contact:Who.Email\na,l:1,\nb,,ann@example.org\nc,,nobody@example.org\nd,,twin@example.org\n", @object: "Task");

        Assert.Equal(2, (await job.InfoAsync()).GetProperty("numberRecordsFailed").GetInt32());
        var failed = await job.FailedAsync();
        Assert.Contains("INVALID_FIELD:Foreign key external ID: nobody@example.org not found for field Email in entity Contact:--", failed, StringComparison.Ordinal);
        Assert.Contains("INVALID_FIELD:More than one record found for foreign key external ID: twin@example.org", failed, StringComparison.Ordinal);
        Assert.Equal(world.Ids["lead"], Assert.Single(await world.QueryAsync("SELECT WhoId FROM Task WHERE Subject = 'a'")).GetProperty("WhoId").GetString());
    }
}
