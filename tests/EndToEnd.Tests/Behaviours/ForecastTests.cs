using ContactSync.EndToEnd.Tests.Harness;

namespace ContactSync.EndToEnd.Tests.Behaviours;

/// <summary>What the org's duplicate rule will say is told before anything is sent, kept, and held to what it did say.</summary>
public sealed class ForecastTests
{
    private const string Header = "supporter_id,first_name,last_name,email,city,modified_at\n";

    [Fact]
    public async Task A_create_like_a_Contact_that_is_known_is_foretold_and_the_forecast_is_scored()
    {
        await using var world = await World.StartAsync();
        await world.ImportAsync(Header + "1,Ann,Lee,ann@example.org,Oslo,2026-01-01T00:00:00Z\n");
        await world.RunAsync();
        var ann = await world.IdAsync("Email = 'ann@example.org'");
        await world.MigrateAsync("FirstName,LastName,Email,MailingCity\nBob,Ray,bob@example.org,Rome\n");

        // One job after the other: whether the org has taken the new address of 1 when 2 comes is not left to chance.
        world.Reconfigure("\"pollFirst\"", "\"jobsInFlight\":1,\"pollFirst\"");

        // 1 gives its address away: to 2, who has its name too. 3 is a Contact that no run has seen. 4 is new.
        await world.SetAsync("1", "email=ann@example.com");
        await world.ImportAsync(Header + "2,Ann,Lee,ann@example.org,Turku,\n3,Bob,Ray,bob@example.org,Rome,\n4,Cy,Fox,cy@example.org,Turin,\n");
        var planned = await world.CallAsync("plan", "--out", "tonight.plan");
        Assert.True(planned.ExitCode == 0, planned.ToString());
        Assert.Equal([["2", "alert", ann], ["3", "none", null], ["4", "none", null]], world.Sealed("predictions", "select local_key, predicted, org_id from {table} order by 1"));
        Assert.Equal([["2", ann, "city", "Oslo", "Turku"]], world.Sealed("overwrites", "select local_key, org_id, field, before, after from {table}"));

        var applied = await world.CallAsync("apply", "tonight.plan");

        Assert.Equal(2, applied.ExitCode);
        Assert.Equal(
            [["2", "alert", "alert", "true"], ["3", "none", "alert", "false"], ["4", "none", "none", "true"]],
            world.Sealed("duplicate_verdicts", "select local_key, predicted, actual, is_right::varchar from {table} order by 1"));
        Assert.Contains("1 of 3 creates foretold to be refused   forecast right for 2 of 3", applied.Out, StringComparison.Ordinal);
        Assert.Equal([["2", "failed"], ["3", "linked"], ["4", "succeeded"]], world.Sealed("results", "select local_key, outcome from {table} where action = 'create' order by 1"));
    }

    [Fact]
    public async Task What_a_new_pair_would_write_over_is_listed_before_it_is_done_with_consent_first()
    {
        await using var world = await World.StartAsync();
        string[] mapped =
        [
            "--set", "override.map=" + """
            [{"field":"first_name","org":"FirstName","role":"firstName"},{"field":"last_name","org":"LastName","role":"lastName"},{"field":"email","org":"Email","type":"email","role":"email"},
             {"field":"phone","org":"Phone"},{"field":"city","org":"HasOptedOutOfEmail","type":"boolean","consent":"optOut"}]
            """,
        ];
        await world.MigrateAsync("FirstName,LastName,Email,Phone\nAnna,Lee,ann@example.org,1\n");
        await world.ImportAsync("supporter_id,first_name,last_name,email,phone,city,modified_at\n1,Ann,Lee,ann@example.org,2,true,2026-01-01T00:00:00Z\n");

        var planned = await world.CallAsync(["plan", .. mapped]);

        Assert.True(planned.ExitCode == 0, planned.ToString());
        Assert.Equal(
            [["true", "city", "false", "true"], ["false", "first_name", "Anna", "Ann"], ["false", "phone", "1", "2"]],
            world.Sealed("overwrites", "select is_consent::varchar, field, before, after from {table}"));
    }
}
