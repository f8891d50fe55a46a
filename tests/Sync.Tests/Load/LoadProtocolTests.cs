using ContactSync.Load;
using ContactSync.Runs;
using ContactSync.Stores;
using static ContactSync.Sync.Tests.Load.PlanFile;

namespace ContactSync.Sync.Tests.Load;

public sealed class LoadProtocolTests
{
    private static readonly string[] Everything = ["Sync_Key__c", null!];

    public static TheoryData<string?> KeyModes => [.. Everything];

    [Theory]
    [MemberData(nameof(KeyModes))]
    public async Task A_plan_reaches_org_and_store_once(string? externalId)
    {
        await using var bench = await WorldAsync(externalId, rowsPerJob: 6);
        var totals = await bench.RunAsync();

        Assert.Equal(new LoadTotals(12, 12, 8, 0, 0, 0, 0), totals[PlanSide.Org]);
        Assert.Equal(new LoadTotals(2, 2, 1, 0, 0, 0, 0), totals[PlanSide.Local]);
        await AssertWorldAsync(bench);
        Assert.All(bench.Org.Jobs, job => Assert.InRange(job.RowCount, 1, 6));
    }

    [Theory]
    [InlineData("POST", false)]
    [InlineData("POST", true)]
    [InlineData("PUT", false)]
    [InlineData("PUT", true)]
    [InlineData("PATCH", false)]
    [InlineData("PATCH", true)]
    public async Task A_lost_reply_to_any_write_changes_nothing_in_the_end(string method, bool reachesTheOrg)
    {
        var fault = reachesTheOrg ? OrgFault.LostAfter : OrgFault.LostBefore;
        foreach (var externalId in Everything)
        {
            await using var bench = await WorldAsync(externalId);
            var writes = 0;
            bench.Org.Faults = (_, request) => request.Method.Method == method && writes++ % 2 == 0 ? fault : OrgFault.None;
            await bench.RunAsync();

            await AssertWorldAsync(bench);
            Assert.Equal(0, bench.Org.Jobs.Count(job => job.State == "Open"));
        }
    }

    [Fact]
    public async Task Results_that_were_cut_are_asked_for_again()
    {
        await using var bench = await WorldAsync(null);
        var cut = 0;
        bench.Org.Faults = (_, request) => request.RequestUri!.AbsolutePath.EndsWith("Results", StringComparison.Ordinal) && cut++ % 3 == 0 ? OrgFault.Cut : OrgFault.None;
        await bench.RunAsync();
        await AssertWorldAsync(bench);
    }

    [Theory]
    [MemberData(nameof(KeyModes))]
    public async Task A_process_that_dies_at_any_call_is_continued_by_the_next(string? externalId)
    {
        var calls = await CallsAsync(externalId);
        foreach (var fault in new[] { OrgFault.DiesBefore, OrgFault.DiesAfter })
        {
            for (var nth = 1; nth <= calls; nth += externalId is null ? 1 : 3)
            {
                await using var bench = await WorldAsync(externalId);
                var at = nth;
                bench.Org.Faults = (n, _) => n == at ? fault : OrgFault.None;
                await Assert.ThrowsAnyAsync<Exception>(bench.RunAsync);
                bench.Org.Faults = (_, _) => OrgFault.None;
                await bench.RunAsync();
                await AssertWorldAsync(bench);
                Assert.True(bench.RowsSentAgain <= bench.RowsPerJob, $"call {nth}: {bench.RowsSentAgain} rows sent again");
            }
        }
    }

    [Theory]
    [MemberData(nameof(KeyModes))]
    public async Task A_process_that_dies_inside_any_write_to_disk_is_continued_by_the_next(string? externalId)
    {
        var counting = new MortalFiles(int.MaxValue);
        await using (var whole = await WorldAsync(externalId))
        {
            whole.Files = counting;
            await whole.RunAsync();
        }

        for (var nth = 1; nth <= counting.Writes; nth += externalId is null ? 1 : 3)
        {
            await using var bench = await WorldAsync(externalId);
            bench.Files = new MortalFiles(nth);
            await Assert.ThrowsAsync<ProcessDiedException>(bench.RunAsync);
            bench.Files = new DiskFiles();
            await bench.RunAsync();
            await AssertWorldAsync(bench);
        }
    }

    [Fact]
    public async Task A_process_may_die_again_and_again_on_the_way_back()
    {
        await using var bench = await WorldAsync(null);
        var random = new Random(7);
        for (var deaths = 0; ; deaths++)
        {
            var at = random.Next(1, 12);
            bench.Org.Calls = 0;
            bench.Org.Faults = (n, _) => n != at ? OrgFault.None : n % 2 == 0 ? OrgFault.DiesBefore : OrgFault.DiesAfter;
            try
            {
                await bench.RunAsync();
                break;
            }
            catch (Exception e) when (e is ProcessDiedException || e.InnerException is ProcessDiedException)
            {
                Assert.True(deaths < 200, "no end in sight");
            }
        }

        await AssertWorldAsync(bench);
    }

    private static async Task<int> CallsAsync(string? externalId)
    {
        await using var bench = await WorldAsync(externalId);
        await bench.RunAsync();
        return bench.Org.Calls;
    }

    /// <summary>Four records to change, eight to make (two alike but for the key), one supporter to make and one to change.</summary>
    private static async Task<LoadBench> WorldAsync(string? externalId, int rowsPerJob = 12)
    {
        var bench = new LoadBench { ExternalIdField = externalId, RowsPerJob = rowsPerJob };
        var updates = Enumerable.Range(1, 4).Select(i =>
        {
            var id = bench.Org.Add(ScriptedOrg.Someone, ("LastName", $"Old{i}"), ("Email", "kept@example.org"));
            var stamp = DateTimeOffset.Parse(bench.Org.Contacts[id]["SystemModstamp"], System.Globalization.CultureInfo.InvariantCulture);
            return new Row("org", "update", $"{100 + i}", id, null, stamp, ("LastName", $"Say \"{i}\",\nplease"), ("Points__c", i == 2 ? null : "912260031"));
        }).ToList();
        bench.ExtractedUpTo = TimeProvider.System.GetUtcNow();
        var creates = Enumerable.Range(1, 8).Select(i =>
            new Row("org", "create", $"{i}", null, $"main:{i}", null, ("LastName", i < 3 ? "Twin" : $"New{i}"), ("Points__c", "912260031"), ("Met__c", "2026-01-02T03:04:05Z")));
        await using (var store = bench.OpenStore())
        {
            var supporters = Enumerable.Range(1, 8).Concat(Enumerable.Range(101, 4)).Select(i => $"{i},x,Name{i},");
            var csv = Path.Combine(bench.Root, "supporters.csv");
            await File.WriteAllTextAsync(csv, "supporter_id,first_name,last_name,email\n" + string.Join('\n', supporters) + "\n");
            await new ContactStoreEditor(store).ImportAsync(csv, null, CancellationToken.None);
        }

        await bench.SealAsync(
        [
            .. creates,
            .. updates,
            new Row("local", "create", null, "003000000000099AAA", null, null, ("last_name", "Fromorg")),
            new Row("local", "update", "3", null, null, null, ("first_name", "Changed")),
        ]);
        return bench;
    }

    private static async Task AssertWorldAsync(LoadBench bench)
    {
        var made = bench.Org.Contacts.Values.Where(c => c["CreatedById"] == ScriptedOrg.Us).Select(c => c["LastName"]).Order();
        Assert.Equal(["New3", "New4", "New5", "New6", "New7", "New8", "Twin", "Twin"], made);
        var changed = bench.Org.Contacts.Values.Where(c => c["CreatedById"] != ScriptedOrg.Us).ToList();
        Assert.Equal(["Say \"1\",\nplease", "Say \"2\",\nplease", "Say \"3\",\nplease", "Say \"4\",\nplease"], changed.Select(c => c["LastName"]).Order());
        Assert.All(changed, c => Assert.Equal("kept@example.org", c["Email"]));
        Assert.Equal(1, changed.Count(c => c["Points__c"].Length == 0));
        Assert.All(bench.Outcomes(), line => Assert.Contains("succeeded", line, StringComparison.Ordinal));
        Assert.Equal(14, bench.Outcomes().Count);
        await using var store = bench.OpenStore();
        var editor = new ContactStoreEditor(store);
        var links = new List<string?>();
        for (var key = 1; key <= 8; key++)
        {
            links.Add((await editor.FindAsync($"{key}", CancellationToken.None))!.ContactId);
        }

        Assert.Equal(8, links.Distinct().Count(link => link is not null && bench.Org.Contacts.ContainsKey(link)));
        Assert.Equal(1, bench.Org.Jobs.Where(job => job.WasClosed).GroupBy(job => job.Sent).Max(same => same.Count()));
    }
}
