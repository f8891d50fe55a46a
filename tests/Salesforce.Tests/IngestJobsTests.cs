using System.Text;
using ContactSync.Salesforce.Tests.Org;
using Microsoft.AspNetCore.Http;

namespace ContactSync.Salesforce.Tests;

public sealed class IngestJobsTests
{
    private const string Job = "7506g00000DhRA2AAN";

    [Fact]
    public async Task An_upsert_job_runs_from_token_to_delete()
    {
        var transcript = Transcript.Load("bulk-ingest-upsert.json");
        await using var org = await ScriptedOrg.StartAsync(transcript.AnswerAsync);
        var client = org.Client(o => o with { Credentials = Credentials.ForClient("client-of-tests", "s3cr3t+&=of tests") });

        var made = await client.Ingest.CreateAsync(new IngestJobRequest("Contact", IngestOperation.Upsert, "Sync_Key__c"));
        await client.Ingest.UploadAsync(made.Id, async (stream, ct) =>
        {
            await stream.WriteAsync("Sync_Key__c,LastName\nk1,Nomical\n"u8.ToArray(), ct);
            await stream.WriteAsync("k2,\"O\"\"Neil, Ann\"\nk3,\n"u8.ToArray(), ct);
        });
        var closed = await client.Ingest.CloseAsync(made.Id);
        var running = await client.Ingest.GetAsync(made.Id);
        var ended = await client.Ingest.GetAsync(made.Id);
        var successful = await RowsAsync(await client.Ingest.OpenResultsAsync(made.Id, IngestResult.Successful, ended.RecordsSucceeded));
        var failed = await RowsAsync(await client.Ingest.OpenResultsAsync(made.Id, IngestResult.Failed, ended.RecordsFailed));
        var unprocessed = await RowsAsync(await client.Ingest.OpenResultsAsync(made.Id, IngestResult.Unprocessed, 0));
        await client.Ingest.DeleteAsync(made.Id);
        await client.Ingest.DeleteAsync(made.Id);

        transcript.AssertReplayed();
        Assert.Equal((JobState.Open, JobState.UploadComplete, JobState.InProgress, JobState.JobComplete), (made.State, closed.State, running.State, ended.State));
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 21, 33, 43, TimeSpan.Zero), made.CreatedDate);
        Assert.Equal((3, 1, 2, 2), (ended.RecordsProcessed, ended.RecordsFailed, ended.RecordsSucceeded, ended.Retries));
        Assert.Equal(["0038c00002hMS4lAAG|false|k2|O\"Neil, Ann", "0038c00002hMS4kAAG|true|k1|Nomical"], successful);
        Assert.Equal(["|REQUIRED_FIELD_MISSING:Required fields are missing: [LastName]:LastName --|k3|"], failed);
        Assert.Empty(unprocessed);
        Assert.Equal(11, client.CallsMade);
        Assert.Equal(new ApiUsage(18, 5000), client.LimitInfo);
        Assert.True(client.BytesSent > 300 && client.BytesReceived > 1_000);
    }

    [Theory]
    [InlineData(200, "text/html", "<html>Please log in</html>")]
    [InlineData(201, "application/json", "[{\"errorCode\":\"UNKNOWN_EXCEPTION\"}]")]
    public async Task An_upload_answered_by_a_page_is_not_known_to_have_reached_the_org(int status, string contentType, string page)
    {
        await using var org = await ScriptedOrg.StartAsync(async context =>
        {
            (context.Response.StatusCode, context.Response.ContentType) = (status, contentType);
            await context.Response.WriteAsync(page);
        });

        var failure = await Assert.ThrowsAsync<UnknownOutcomeException>(() => org.Client().Ingest.UploadAsync(Job, (stream, ct) => stream.WriteAsync("Id\n"u8.ToArray(), ct).AsTask()));

        Assert.Contains("/batches", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_is_uploaded_with_its_length_and_aborted_and_jobs_are_listed_page_by_page()
    {
        var transcript = Transcript.Load("bulk-ingest-list-and-abort.json");
        await using var org = await ScriptedOrg.StartAsync(transcript.AnswerAsync);
        var client = org.Client();

        await client.Ingest.UploadAsync(Job, (stream, ct) => stream.WriteAsync("Id\n0038c00002hMS"u8.ToArray(), ct).AsTask(), contentLength: 16);
        var aborted = await client.Ingest.AbortAsync(Job);
        List<JobInfo> jobs = [];
        await foreach (var job in client.Ingest.ListAsync())
        {
            jobs.Add(job);
        }

        transcript.AssertReplayed();
        Assert.Equal(JobState.Aborted, aborted.State);
        Assert.Equal(["7506g00000DhRA2AAN Open", "750R0000000zlh9IAA Failed"], jobs.Select(job => $"{job.Id} {job.State}"));
        Assert.Equal("InvalidBatch : Field name not found : Industryy", jobs[1].ErrorMessage);
    }

    [Fact]
    public async Task A_writer_that_fails_is_named_and_is_no_network_trouble()
    {
        await using var org = await ScriptedOrg.StartAsync(async context => await context.Request.Body.CopyToAsync(Stream.Null));
        var client = org.Client();

        var failure = await Assert.ThrowsAsync<UploadAbandonedException>(() =>
            client.Ingest.UploadAsync(Job, async (stream, ct) =>
            {
                await stream.WriteAsync("Id\n"u8.ToArray(), ct);
                throw new InvalidDataException("the plan is torn");
            }));

        Assert.Equal("the plan is torn", Assert.IsType<InvalidDataException>(failure.InnerException).Message);
    }

    [Fact]
    public async Task A_long_upload_may_last_longer_than_the_time_limit_while_it_makes_progress()
    {
        var received = 0L;
        await using var org = await ScriptedOrg.StartAsync(async context =>
        {
            var buffer = new byte[65_536];
            for (int count; (count = await context.Request.Body.ReadAsync(buffer)) > 0;)
            {
                received += count;
            }

            context.Response.StatusCode = 201;
        });
        var client = org.Client(o => o with { ReplyTimeout = TimeSpan.FromSeconds(2) });
        var piece = new byte[65_536];

        await client.Ingest.UploadAsync(Job, async (stream, ct) =>
        {
            for (var i = 0; i < 12; i++)
            {
                await stream.WriteAsync(piece, ct);
                await Task.Delay(250, ct);
            }
        });

        Assert.Equal(12 * 65_536, received);
        Assert.Equal(received, client.BytesSent);
    }

    [Theory]
    [InlineData("../../limits")]
    [InlineData("7506g00000DhRA2AAX")]
    [InlineData("")]
    public async Task A_job_id_that_is_none_is_not_sent(string id)
    {
        await using var org = await ScriptedOrg.StartAsync(_ => Task.CompletedTask);
        var client = org.Client();

        await Assert.ThrowsAsync<FormatException>(() => client.Ingest.GetAsync(id));

        Assert.Equal(0, client.CallsMade);
    }

    [Fact]
    public async Task Only_an_upsert_names_an_external_id()
    {
        await using var org = await ScriptedOrg.StartAsync(_ => Task.CompletedTask);
        var jobs = org.Client().Ingest;

        await Assert.ThrowsAsync<ArgumentException>(() => jobs.CreateAsync(new IngestJobRequest("Contact", IngestOperation.Upsert)));
        await Assert.ThrowsAsync<ArgumentException>(() => jobs.CreateAsync(new IngestJobRequest("Contact", IngestOperation.Insert, "Sync_Key__c")));
        await Assert.ThrowsAsync<ArgumentException>(() => jobs.CreateAsync(new IngestJobRequest("Contact' OR 1", IngestOperation.Insert)));
    }

    internal static async Task<List<string>> RowsAsync(CsvRows rows)
    {
        List<string> all = [];
        await using (rows)
        {
            while (await rows.ReadAsync())
            {
                all.Add(string.Join('|', Enumerable.Range(0, rows.Columns.Count).Select(i => Encoding.UTF8.GetString(rows.Field(i)))));
            }
        }

        return all;
    }
}
