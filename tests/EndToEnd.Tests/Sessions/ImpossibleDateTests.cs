using ContactSync.EndToEnd.Tests.Harness;

namespace ContactSync.EndToEnd.Tests.Sessions;

/// <summary>A date that is none stays where it was typed: it is named, blanks nothing and is not sent, until it is corrected.</summary>
public sealed class ImpossibleDateTests
{
    [Fact]
    public async Task An_impossible_date_blanks_nothing_is_named_and_is_sent_once_it_is_corrected()
    {
        await using var world = await World.StartAsync();
        await world.ImportAsync("supporter_id,first_name,last_name,email,birthdate\n1,Ann,Lee,ann@example.org,1970-01-01\n");
        await world.RunAsync();
        var id = Assert.Single(await world.Org.QueryAsync("SELECT Id FROM Contact")).GetProperty("Id").GetString()!;

        await world.SetAsync("1", "birthdate=1970-31-01");
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        var left = await world.RunAsync();
        Assert.Contains("1 date left out: not yyyy-MM-dd or out of range (birthdate 1)", left.Out, StringComparison.Ordinal);
        Assert.Empty(world.Sealed("plan", "select record_key from {table}"));
        Assert.Equal([["local:1", "no_date", "birthdate", "1970-31-01"]], world.Sealed("unusable", "select record_key, code, field, value from {table}"));
        Assert.Contains("birthdate: 1970-31-01 (no_date), left out", (await world.CallAsync("explain", "local:1")).Out, StringComparison.Ordinal);

        await world.Org.UpdateAsync(id, new { MailingCity = "Lyon" });
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        await world.RunAsync();
        var supporter = (await world.SupporterAsync("1"))!.Value;
        Assert.Equal(("Lyon", "1970-31-01"), (supporter.GetProperty("city").GetString(), supporter.GetProperty("birthdate").GetString()));
        Assert.Equal("1970-01-01", (await world.Org.ContactAsync(id, "Birthdate")).GetProperty("Birthdate").GetString());

        await world.SetAsync("1", "birthdate=1970-01-31");
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        await world.RunAsync();
        Assert.Equal([["Birthdate", "1970-01-01", "1970-01-31"]], world.Sealed("plan", "select c.target, c.before, c.after from (select unnest(changes) as c from {table})"));
        Assert.Equal("1970-01-31", (await world.Org.ContactAsync(id, "Birthdate")).GetProperty("Birthdate").GetString());
    }

    [Fact]
    public async Task The_orgs_date_replaces_an_impossible_one_when_two_records_meet()
    {
        await using var world = await World.StartAsync();
        await world.Org.CreateAsync(new { FirstName = "Ann", LastName = "Lee", Email = "ann@example.org", Birthdate = "1970-01-31" });
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        await world.ImportAsync("supporter_id,first_name,last_name,email,birthdate\n1,Ann,Lee,ann@example.org,31/01/1970\n");

        await world.RunAsync();

        Assert.Equal(
            [["local", "birthdate", "31/01/1970", "1970-01-31", "replaces unusable"]],
            world.Sealed("plan", "select side, c.target, c.before, c.after, c.rule from (select side, unnest(changes) as c from {table})"));
        Assert.Equal("1970-01-31", (await world.SupporterAsync("1"))!.Value.GetProperty("birthdate").GetString());
    }
}
