using System.Globalization;
using System.Security.Cryptography;
using ContactSync.EndToEnd.Tests.Harness;

namespace ContactSync.EndToEnd.Tests.Plans;

/// <summary>A plan that was sealed is loaded as it is, or not at all.</summary>
public sealed class PlanAndApplyTests
{
    private const string Header = "supporter_id,first_name,last_name,email,city\n";
    private const string Ann = "1,Ann,One,ann@example.org,Oslo\n";
    private const string Bob = "2,Bob,Two,bob@example.org,Bergen\n";

    [Fact]
    public async Task Apply_loads_the_rows_of_the_plan_and_nothing_that_came_after()
    {
        await using var world = await World.StartAsync();
        await world.ImportAsync(Header + Ann);
        await PlanAsync(world, "tonight.plan");
        Assert.Equal(0, await world.Org.CountAsync());
        Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(NewestRun(world), "plan.parquet")), await File.ReadAllBytesAsync(Path.Combine(world.Folder, "tonight.plan")));
        await world.ImportAsync(Header + Ann + Bob);

        await ApplyAsync(world, "tonight.plan");
        Assert.Equal(1, await world.Org.CountAsync());

        await world.RunAsync();
        Assert.Equal(2, await world.Org.CountAsync());
    }

    [Fact]
    public async Task Plan_says_where_the_copy_is_and_what_it_is_known_by()
    {
        await using var world = await World.StartAsync();
        await world.ImportAsync(Header + Ann);

        var planned = await world.CallAsync("plan", "--out", "tonight.plan");

        var sha256 = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(world.Folder, "tonight.plan"))));
        Assert.Matches($"\nplan copy +tonight.plan   [0-9.]+ K?B   SHA-256 {sha256}\n", planned.Out);
        Assert.Contains("contact-sync apply tonight.plan ", planned.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_is_named_by_its_run_or_by_any_file_with_its_content()
    {
        await using var world = await World.StartAsync();
        await world.ImportAsync(Header + Ann);
        await PlanAsync(world, "tonight.plan");
        File.Move(Path.Combine(world.Folder, "tonight.plan"), Path.Combine(world.Folder, "approved"));
        await ApplyAsync(world, "approved");

        await world.ImportAsync(Header + Ann + Bob);
        await PlanAsync(world, "later.plan");
        await ApplyAsync(world, Path.GetFileName(NewestRun(world))["run=".Length..]);

        Assert.Equal(2, await world.Org.CountAsync());
    }

    [Fact]
    [Fault(53)]
    public async Task A_record_that_moved_on_either_side_is_left_alone_and_planned_anew_by_the_next_run()
    {
        await using var world = await World.StartAsync();
        await world.ImportAsync(Header + Ann + Bob);
        await world.RunAsync();
        var ann = await IdAsync(world, "ann@example.org");
        var bob = await IdAsync(world, "bob@example.org");
        await world.SetAsync("1", "city=Turku");
        await world.Org.UpdateAsync(bob, new { MailingCity = "Vaasa" });
        await PlanAsync(world, "tonight.plan");
        await world.Org.UpdateAsync(ann, new { Phone = "+358 1" });
        await world.SetAsync("2", "phone=+358 2");

        await ApplyAsync(world, "tonight.plan");
        Assert.Equal([["local", "moved"], ["org", "moved"]], world.Sealed("results", "select side, outcome from {table} order by side"));
        Assert.Equal("Oslo", await CityAsync(world, ann));

        await world.RunAsync();
        Assert.Equal("Turku", await CityAsync(world, ann));
        Assert.Equal("+358 1", (await world.SupporterAsync("1"))!.Value.GetProperty("phone").GetString());
        Assert.Equal("Vaasa", (await world.SupporterAsync("2"))!.Value.GetProperty("city").GetString());
        Assert.Equal("+358 2", (await world.Org.ContactAsync(bob, "Phone")).GetProperty("Phone").GetString());
        await world.RunAsync();
        Assert.Equal([["0"]], world.Sealed("plan", "select count(*) from {table}"));
    }

    [Theory]
    [InlineData("copy")]
    [InlineData("sealed")]
    [Fault(43)]
    public async Task A_plan_with_one_flipped_byte_is_refused_and_nothing_is_sent(string which)
    {
        await using var world = await World.StartAsync();
        await world.ImportAsync(Header + Ann);
        await PlanAsync(world, "tonight.plan");
        var run = NewestRun(world);
        var file = which == "copy" ? Path.Combine(world.Folder, "tonight.plan") : Path.Combine(run, "plan.parquet");
        var bytes = await File.ReadAllBytesAsync(file);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);

        await RefusedAsync(world, which == "copy" ? "tonight.plan" : Path.GetFileName(run)["run=".Length..], file, "SHA-256");
        Assert.Equal(0, await world.Org.CountAsync());
        Assert.Equal(0, await world.Org.IngestJobsAsync());
    }

    [Fact]
    public async Task A_plan_older_than_the_last_committed_run_is_refused()
    {
        await using var world = await World.StartAsync();
        await world.ImportAsync(Header + Ann);
        await PlanAsync(world, "tonight.plan");
        await world.RunAsync();

        await RefusedAsync(world, "tonight.plan", "has committed since this plan was made", "contact-sync plan");
        Assert.Equal(1, await world.Org.CountAsync());
    }

    [Fact]
    public async Task A_plan_waits_for_the_load_of_another_run_that_was_interrupted()
    {
        await using var world = await World.StartAsync();
        await world.ImportAsync(Header + Ann);
        await PlanAsync(world, "tonight.plan");
        await world.ImportAsync(Header + Ann + Bob);
        var died = await world.CallAsync(new Dictionary<string, string> { ["SYNC_CRASH"] = "load.closed" }, "run");
        Assert.True(died.ExitCode == 137, died.ToString());

        await RefusedAsync(world, "tonight.plan", "was interrupted and comes first", "contact-sync resume");
        Assert.Equal(0, (await world.CallAsync("resume")).ExitCode);
        Assert.Equal(2, await world.Org.CountAsync());
        Assert.Equal(1, await world.Org.IngestJobsAsync());
    }

    [Fact]
    public async Task A_file_that_is_not_there_and_a_folder_that_is_not_there_are_refused_before_anything_is_done()
    {
        await using var world = await World.StartAsync();
        await RefusedAsync(world, "nowhere.plan", "neither a run's name nor a file", "contact-sync runs");

        var planned = await world.CallAsync("plan", "--out", "nowhere/tonight.plan");
        Assert.True(planned.ExitCode == 5 && planned.Err.Contains("nothing was read", StringComparison.Ordinal), planned.ToString());
        Assert.False(Directory.Exists(Path.Combine(world.Folder, "runs")));
    }

    private static async Task PlanAsync(World world, string file)
    {
        var result = await world.CallAsync("plan", "--out", file);
        Assert.True(result.ExitCode == 0, result.ToString());
    }

    private static async Task ApplyAsync(World world, string plan)
    {
        var result = await world.CallAsync("apply", plan);
        Assert.True(result.ExitCode == 0, result.ToString());
    }

    private static async Task RefusedAsync(World world, string plan, params IEnumerable<string> says)
    {
        var result = await world.CallAsync("apply", plan);
        Assert.True(result.ExitCode == 5 && says.All(part => result.Err.Contains(part, StringComparison.Ordinal)), result.ToString());
    }

    private static string NewestRun(World world) => Directory.GetDirectories(Path.Combine(world.Folder, "runs"), "run=*").Order(StringComparer.Ordinal).Last();

    private static async Task<string> IdAsync(World world, string email) =>
        Assert.Single(await world.Org.QueryAsync(string.Create(CultureInfo.InvariantCulture, $"SELECT Id FROM Contact WHERE Email = '{email}'"))).GetProperty("Id").GetString()!;

    private static async Task<string?> CityAsync(World world, string id) => (await world.Org.ContactAsync(id, "MailingCity")).GetProperty("MailingCity").GetString();
}
