using System.Net;
using ContactSync.Sandbox.Tests.Control;
using ContactSync.Sandbox.Tests.Recorded;

namespace ContactSync.Sandbox.Tests.Bulk;

public sealed class RowLockTests
{
    [Fact]
    public async Task A_row_whose_account_another_job_holds_too_long_is_refused()
    {
        await using var org = await TestOrg.StartAsync();
        var (first, second) = await TwoJobsAsync(org, lockWaitSeconds: 0.05);

        await second.WaitAsync();

        var account = await OrgControl.AccountAsync(org);
        Assert.Contains($"\"UNABLE_TO_LOCK_ROW:unable to obtain exclusive access to this record or 1 records: {account}:--\"", await second.FailedAsync());
        Assert.Matches(RecordedRowErrorsTests.RowLock(), await second.FailedAsync());
        Assert.Contains("\"Free\"", await second.SuccessAsync());
        Assert.Equal("InProgress", await first.PollAsync());
        await OrgControl.PostAsync(org, "clock", new { advanceSeconds = 3600 });
        Assert.Equal("JobComplete", (await first.WaitAsync()).GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_row_waits_for_its_account_as_long_as_the_org_is_set_to()
    {
        await using var org = await TestOrg.StartAsync();
        var (first, second) = await TwoJobsAsync(org, lockWaitSeconds: 7200);
        await OrgControl.PostAsync(org, "clock", new { advanceSeconds = 3600 });
        Assert.Equal("JobComplete", (await first.WaitAsync()).GetProperty("state").GetString());
        await OrgControl.PostAsync(org, "pace", new { rowsPerSecond = 0 });
        Assert.Equal(0, (await second.WaitAsync()).GetProperty("numberRecordsFailed").GetInt32());
    }

    /// <summary>The first job works an hour at a row of the account; the second has a row of it and one of none.</summary>
    private static async Task<(TestJob First, TestJob Second)> TwoJobsAsync(TestOrg org, double lockWaitSeconds)
    {
        await org.SendAsync(HttpMethod.Post, "/sobjects/Account", new { Name = "Shared" }, HttpStatusCode.Created);
        var account = await OrgControl.AccountAsync(org);
        await OrgControl.PostAsync(org, "pace", new { rowsPerSecond = 1, lockWaitSeconds });
        var first = await TestJob.CreateAsync(org, "insert");
        var rows = string.Concat(Enumerable.Range(0, 3600).Select(i => $"First{i},{account}\n"));
        await first.UploadAsync(System.Text.Encoding.UTF8.GetBytes("LastName,AccountId\n" + rows));
        await first.CloseAsync();
        while (await first.PollAsync() != "InProgress")
        {
            await Task.Delay(10);
        }
        // Seen in progress is not yet seen locking.
        await Task.Delay(200);
        await OrgControl.PostAsync(org, "pace", new { rowsPerSecond = 1000 });
        var second = await TestJob.CreateAsync(org, "insert");
        await second.UploadAsync(System.Text.Encoding.UTF8.GetBytes($"LastName,AccountId\nBound,{account}\nFree,\n"));
        await second.CloseAsync();
        return (first, second);
    }
}
