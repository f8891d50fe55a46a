using ContactSync.Salesforce.Tests.Org;
using Microsoft.AspNetCore.Http;

namespace ContactSync.Salesforce.Tests;

public sealed class QueryJobsTests
{
    private const string Job = "750R0000000zlh9IAA";

    [Fact]
    public async Task A_query_job_is_read_to_its_last_page()
    {
        var transcript = Transcript.Load("bulk-query-two-pages.json");
        await using var org = await ScriptedOrg.StartAsync(transcript.AnswerAsync);
        var client = org.Client();
        var soql = Soql.Select("Id", "Name").From("Contact")
            .Where(SoqlCondition.AtLeast("SystemModstamp", new DateTimeOffset(2026, 1, 1, 2, 0, 0, TimeSpan.FromHours(2))))
            .Where(SoqlCondition.Below("SystemModstamp", new DateTimeOffset(2026, 2, 1, 0, 0, 0, 250, TimeSpan.Zero)));

        var made = await client.BulkQuery.CreateAsync(soql, queryAll: true);
        var ended = await client.BulkQuery.GetAsync(made.Id);
        var first = await client.BulkQuery.OpenResultsAsync(made.Id, maxRecords: 2);
        var rows = await IngestJobsTests.RowsAsync(first);
        var budget = client.Budget.Remaining;
        var second = await client.BulkQuery.OpenResultsAsync(made.Id, first.NextLocator, 2);
        rows.AddRange(await IngestJobsTests.RowsAsync(second));
        var late = await Assert.ThrowsAsync<SalesforceException>(() => client.BulkQuery.AbortAsync(made.Id));
        await client.BulkQuery.DeleteAsync(made.Id);

        transcript.AssertReplayed();
        Assert.True(ended.IsTerminal);
        Assert.Equal(["005R0000000UyrWIAS|Jane Dunn", "005R0000000GiwjIAC|George Wright", "005R0000000GiwkIAC|"], rows);
        Assert.Equal((2L, "MTAw+/=", 1L, null), (first.NumberOfRecords, first.NextLocator, second.NumberOfRecords, second.NextLocator));
        Assert.Equal((ended.RecordsProcessed, 2L), (rows.Count, first.RowCount));
        Assert.Equal("INVALIDJOBSTATE", late.Code);
        Assert.Equal(0, budget);
    }

    [Theory]
    [InlineData(null, "null")]
    [InlineData("two", "null")]
    [InlineData("-1", "null")]
    [InlineData("1", null)]
    [InlineData("1", "same")]
    public async Task A_page_without_its_headers_is_not_read(string? records, string? locator)
    {
        await using var org = await ScriptedOrg.StartAsync(context => PageAsync(context, records, locator));

        var failure = await Assert.ThrowsAsync<UnexpectedResponseException>(() => org.Client().BulkQuery.OpenResultsAsync(Job, "same"));

        Assert.Contains("Sforce-", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_that_has_not_ended_has_no_results()
    {
        await using var org = await ScriptedOrg.StartAsync(context =>
        {
            context.Response.StatusCode = 204;
            return Task.CompletedTask;
        });

        var failure = await Assert.ThrowsAsync<UnexpectedResponseException>(() => org.Client().BulkQuery.OpenResultsAsync(Job));

        Assert.Contains("has not ended", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_is_not_CSV_is_not_read()
    {
        await using var org = await ScriptedOrg.StartAsync(context =>
        {
            context.Response.Headers["Sforce-NumberOfRecords"] = "1";
            context.Response.Headers["Sforce-Locator"] = "null";
            context.Response.ContentType = "text/html";
            return context.Response.WriteAsync("<html>");
        });

        await Assert.ThrowsAsync<UnexpectedResponseException>(() => org.Client().BulkQuery.OpenResultsAsync(Job));
    }

    private static Task PageAsync(HttpContext context, string? records, string? locator)
    {
        if (records is not null)
        {
            context.Response.Headers["Sforce-NumberOfRecords"] = records;
        }

        if (locator is not null)
        {
            context.Response.Headers["Sforce-Locator"] = locator;
        }

        context.Response.ContentType = "text/csv";
        return context.Response.WriteAsync("\"Id\"\n\"1\"\n");
    }
}
