using ContactSync.Cli;
using ContactSync.Load;
using ContactSync.Runs;
using static ContactSync.Sync.Tests.Load.PlanFile;

namespace ContactSync.Sync.Tests.Load;

public sealed class LoadOutcomeTests
{
    [Fact]
    public async Task Only_changed_fields_are_sent_and_a_clear_is_on_purpose()
    {
        await using var bench = new LoadBench();
        var (first, second) = (Existing(bench, "A"), Existing(bench, "B"));
        await bench.SealAsync([Update(bench, first, ("LastName", "Q\"x"), ("Email", null)), Update(bench, second, ("Email", "b@example.org"), ("Born__c", ""))]);
        await bench.RunAsync();

        Assert.Equal($"Id,Born__c,Email,LastName\n{first},,#N/A,\"Q\"\"x\"\n{second},,b@example.org,\n", bench.Org.Jobs[0].Sent);
    }

    [Fact]
    public async Task Rows_that_met_a_lock_are_sent_again_and_then_left_pending_and_those_for_which_there_is_no_room_at_once()
    {
        await using var bench = new LoadBench { RowRetries = 2 };
        var ids = Enumerable.Range(0, 5).Select(i => Existing(bench, $"N{i}")).ToList();
        await bench.SealAsync(ids.Select(id => Update(bench, id, ("LastName", $"New{id[^4]}"))));
        var met = 0;
        bench.Org.RowErrors = row => row["Id"] == ids[0] ? "UNABLE_TO_LOCK_ROW:unable to obtain exclusive access:--"
            : row["Id"] == ids[1] && met++ == 0 ? "UNABLE_TO_LOCK_ROW:unable to obtain exclusive access:--"
            : row["Id"] == ids[2] ? "REQUIRED_FIELD_MISSING:Required fields are missing: [Name]:Name --"
            : row["Id"] == ids[4] ? "STORAGE_LIMIT_EXCEEDED:storage limit exceeded:--" : null;
        var totals = await bench.RunAsync();

        Assert.Equal(["1 pending 3 UNABLE_TO_LOCK_ROW", "2 succeeded 2", "3 failed 1 REQUIRED_FIELD_MISSING", "4 succeeded 1", "5 pending 1 STORAGE_LIMIT_EXCEEDED"], bench.Outcomes());
        Assert.True(totals[PlanSide.Org].Balances);
        Assert.Equal([5, 2, 1], bench.Org.Jobs.Select(job => job.RowCount));
    }

    [Theory]
    [InlineData("Sync_Key__c")]
    [InlineData(null)]
    public async Task A_job_that_fails_part_way_keeps_its_rows_and_only_the_others_are_sent_again(string? externalId)
    {
        await using var bench = new LoadBench { ExternalIdField = externalId };
        await bench.SealAsync(Enumerable.Range(1, 5).Select(i => Create(i, "Same")));
        bench.Org.FailsAfter = job => job == 1 ? 2 : null;
        await bench.RunAsync();

        Assert.Equal(5, bench.Org.Contacts.Count);
        Assert.Equal([5, 3], bench.Org.Jobs.Select(job => job.RowCount));
        Assert.Equal(5, bench.Outcomes().Count(line => line.Contains("succeeded", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Alike_rows_without_a_key_are_matched_as_a_multiset()
    {
        await using var bench = new LoadBench { ExternalIdField = null };
        await bench.SealAsync(Enumerable.Range(1, 6).Select(i => Create(i, i < 5 ? "Alike" : $"Other{i}", ("Points__c", "912260031"), ("Keen__c", "1"))));
        var refused = 0;
        bench.Org.RowErrors = row => row["LastName"] == "Alike" && refused++ == 1 ? "STRING_TOO_LONG:too long:LastName --" : null;
        await bench.RunAsync();

        var outcomes = bench.Outcomes();
        Assert.Equal(5, outcomes.Count(line => line.Contains("succeeded", StringComparison.Ordinal)));
        Assert.Single(outcomes, line => line.EndsWith("failed 1 STRING_TOO_LONG", StringComparison.Ordinal));
        Assert.Equal(5, LoadBench.Lines($"select distinct org_id from '{bench.Results}' where outcome = 'succeeded'").Count);
    }

    [Fact]
    public async Task A_record_changed_since_the_extract_is_not_written()
    {
        await using var bench = new LoadBench();
        var ids = new[] { Existing(bench, "A"), Existing(bench, "B") };
        await bench.SealAsync(ids.Select(id => Update(bench, id, ("LastName", "Ours"))));
        bench.ExtractedUpTo = DateTimeOffset.Parse(bench.Org.Contacts[ids[1]]["SystemModstamp"], System.Globalization.CultureInfo.InvariantCulture);
        bench.Org.Contacts[ids[0]]["LastName"] = "Theirs";
        bench.Org.Touch(bench.Org.Contacts[ids[0]], ScriptedOrg.Someone);
        var totals = await bench.RunAsync();

        Assert.Equal(["Theirs", "Ours"], ids.Select(id => bench.Org.Contacts[id]["LastName"]));
        Assert.Equal(["1 moved 0 MOVED", "2 succeeded 1"], bench.Outcomes());
        Assert.Equal(1, totals[PlanSide.Org].Moved);
    }

    [Fact]
    public async Task Purged_results_are_read_back_by_key()
    {
        await using var bench = await PurgedAsync("Sync_Key__c");
        await bench.RunAsync();
        Assert.Equal(3, bench.Org.Contacts.Count);
        Assert.Single(bench.Org.Jobs);
        Assert.Equal(["1 succeeded 1", "2 succeeded 1", "3 succeeded 1"], bench.Outcomes());
        Assert.Equal(SlicePhase.Closed, Assert.Single(bench.Resumption!.Adopted).Phase);
    }

    [Fact]
    public async Task Purged_results_of_plain_inserts_stop_the_load_and_nothing_is_sent_again()
    {
        await using var bench = await PurgedAsync(null);
        for (var tries = 0; tries < 2; tries++)
        {
            var stopped = await Assert.ThrowsAsync<LoadStoppedException>(bench.RunAsync);
            Assert.Equal(ExitCode.Stopped, stopped.ExitCode);
        }

        Assert.Single(bench.Org.Jobs);
    }

    [Fact]
    public async Task A_flipped_byte_in_the_plan_or_in_settled_results_is_refused()
    {
        await using var bench = await PurgedAsync("Sync_Key__c");
        var plan = Path.Combine(Path.GetDirectoryName(bench.Journal)!, "plan.parquet");
        var bytes = await File.ReadAllBytesAsync(plan);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(plan, bytes);
        var refused = await Assert.ThrowsAsync<DamagedFileException>(bench.RunAsync);
        Assert.Equal(plan, refused.Where);
    }

    /// <summary>Three creates, closed and run by the org while this process was dead for longer than the org keeps results.</summary>
    private static async Task<LoadBench> PurgedAsync(string? externalId)
    {
        var bench = new LoadBench { ExternalIdField = externalId };
        await bench.SealAsync(Enumerable.Range(1, 3).Select(i => Create(i, $"N{i}")));
        bench.Org.Faults = (_, request) => request.RequestUri!.AbsolutePath.EndsWith("successfulResults", StringComparison.Ordinal) ? OrgFault.DiesBefore : OrgFault.None;
        await Assert.ThrowsAsync<ProcessDiedException>(bench.RunAsync);
        bench.Org.Faults = (_, _) => OrgFault.None;
        bench.Org.Purged = true;
        return bench;
    }

    private static string Existing(LoadBench bench, string name) => bench.Org.Add(ScriptedOrg.Someone, ("LastName", name));

    private static Row Create(int key, string name, params (string, string?)[] more) =>
        new("org", "create", null, null, $"main:{key}", null, [("LastName", name), .. more]);

    private static Row Update(LoadBench bench, string id, params (string, string?)[] changes) =>
        new("org", "update", null, id, null, DateTimeOffset.Parse(bench.Org.Contacts[id]["SystemModstamp"], System.Globalization.CultureInfo.InvariantCulture), changes);
}
