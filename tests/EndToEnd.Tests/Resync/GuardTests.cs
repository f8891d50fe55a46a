using System.Globalization;
using System.Text;
using ContactSync.EndToEnd.Tests.Harness;

namespace ContactSync.EndToEnd.Tests.Resync;

/// <summary>A plan that does too much of something waits for a person; one that takes back someone's no always does.</summary>
public sealed class GuardTests
{
    private const string Header = "supporter_id,first_name,last_name,email,city,phone\n";
    private static readonly string[] Small = ["--set", "guard.leastRows=2"];

    [Theory]
    [InlineData("creates", "6 new Contacts, 150 % of 4; 50 % go unasked")]
    [InlineData("updates", "4 changed Contacts, 100 % of 4; 50 % go unasked")]
    [InlineData("blanks", "2 records that lose a value, 50 % of 4; 5 % go unasked")]
    [InlineData("detaches", "3 supporters that lose their Contact, 75 % of 4; 5 % go unasked")]
    public async Task A_run_past_a_limit_loads_nothing_until_it_is_applied_by_the_guards_name(string guard, string says)
    {
        await using var world = await World.StartAsync();
        await world.ImportAsync(Header + People(1, 4, "Oslo", "(313) 555-0101"));
        await world.RunAsync();
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        await ChangeAsync(world, guard);
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        var jobs = await world.Org.IngestJobsAsync();

        var run = await world.CallAsync(["run", .. Small]);

        Assert.True(run.ExitCode == 4, run.ToString());
        Assert.Contains($"{guard}: {says}", run.Out, StringComparison.Ordinal);
        Assert.Equal(jobs, await world.Org.IngestJobsAsync());
        Assert.False(File.Exists(Path.Combine(world.NewestRun, "results.parquet")));
        var id = Path.GetFileName(world.NewestRun)["run=".Length..];
        Assert.Equal(4, (await world.CallAsync(["apply", id, .. Small])).ExitCode);
        var applied = await world.CallAsync(["apply", id, .. Small, "--allow", guard]);
        Assert.True(applied.ExitCode == 0, applied.ToString());
        Assert.True(File.Exists(Path.Combine(world.NewestRun, "results.parquet")));
    }

    [Theory]
    [InlineData("optOut", "true", "false")]
    [InlineData("optIn", "false", "true")]
    public async Task An_opt_out_never_becomes_an_opt_in_without_the_flag(string meaning, string no, string yes)
    {
        await using var world = await World.StartWithAsync("""
            "matchingRules": []
            """);
        string[] mapped =
        [
            "--set", "override.map=" + $$"""
            [{"field":"first_name","org":"FirstName","role":"firstName"},{"field":"last_name","org":"LastName","role":"lastName"},{"field":"email","org":"Email","type":"email","role":"email"},
             {"field":"city","org":"HasOptedOutOfEmail","type":"boolean","consent":"{{meaning}}"}]
            """,
        ];
        await world.ImportAsync($"supporter_id,first_name,last_name,email,city\n1,Ann,Lee,ann@example.org,{no}\n");
        await world.RunAsync(mapped);
        var contact = await world.IdAsync("LastName = 'Lee'");
        await world.SetAsync("1", $"city={yes}");

        var run = await world.CallAsync(["run", .. mapped]);

        Assert.True(run.ExitCode == 4, run.ToString());
        Assert.Contains("opt-in: 1 opt-outs that would become opt-ins", run.Out, StringComparison.Ordinal);
        Assert.Equal(no, Flag(await world.Org.ContactAsync(contact, "HasOptedOutOfEmail")));
        await world.RunAsync([.. mapped, "--allow", "opt-in"]);
        Assert.Equal(yes, Flag(await world.Org.ContactAsync(contact, "HasOptedOutOfEmail")));
    }

    private static string Flag(System.Text.Json.JsonElement contact) => contact.GetProperty("HasOptedOutOfEmail").GetBoolean() ? "true" : "false";

    private static async Task ChangeAsync(World world, string guard)
    {
        switch (guard)
        {
            case "creates":
                await world.ImportAsync(Header + People(5, 10, "Oslo", ""));
                break;
            case "updates":
                await world.ImportAsync(Header + People(1, 4, "Turku", "(313) 555-0101"));
                break;
            case "blanks":
                await world.SetAsync("1", "phone=");
                await world.SetAsync("2", "phone=");
                break;
            default:
                foreach (var contact in (await world.Org.QueryAsync("SELECT Id FROM Contact ORDER BY Email LIMIT 3")).Select(c => c.GetProperty("Id").GetString()!))
                {
                    await world.Org.DeleteAsync(contact);
                }

                break;
        }
    }

    private static string People(int from, int to, string city, string phone)
    {
        var rows = new StringBuilder();
        for (var i = from; i <= to; i++)
        {
            rows.Append(CultureInfo.InvariantCulture, $"{i},First{i},Last{i},p{i}@example.org,{city},{phone}\n");
        }

        return rows.ToString();
    }
}
