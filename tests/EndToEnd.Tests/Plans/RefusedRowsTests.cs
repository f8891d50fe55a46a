using System.Globalization;
using System.Text;
using ContactSync.EndToEnd.Tests.Harness;

namespace ContactSync.EndToEnd.Tests.Plans;

/// <summary>Of a sealed plan exactly those rows are refused whose records someone touched since, each with its reason.</summary>
public sealed class RefusedRowsTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Three_changed_Contacts_one_deleted_Contact_and_one_changed_supporter_are_refused_and_the_rest_loads()
    {
        await using var world = await World.StartAsync();
        await world.ImportAsync(People("Oslo"));
        await world.RunAsync();
        world.Clock.Advance(Minute);
        var contacts = (await world.Org.QueryAsync("SELECT Id, Email FROM Contact")).ToDictionary(c => c.Text("Email")!, c => c.Text("Id")!);
        foreach (var i in (int[])[11, 12])
        {
            await world.Org.UpdateAsync(contacts[$"p{i}@example.org"], new { MailingCity = "Vaasa" });
        }

        await world.ImportAsync(People("Turku", to: 10));
        world.Clock.Advance(Minute);
        var planned = await world.CallAsync("plan", "--out", "tonight.plan");
        Assert.True(planned.ExitCode == 0, planned.ToString());
        Assert.Equal([["local", "2"], ["org", "10"]], world.Sealed("plan", "select side, count(*)::varchar from {table} group by side order by side"));
        world.Clock.Advance(Minute);
        foreach (var i in (int[])[1, 2, 3])
        {
            await world.Org.UpdateAsync(contacts[$"p{i}@example.org"], new { Phone = "+358 1" });
        }

        await world.Org.DeleteAsync(contacts["p4@example.org"]);
        await world.SetAsync("11", "phone=+358 2");

        var applied = await world.CallAsync("apply", "tonight.plan");

        Assert.True(applied.ExitCode is 0 or 2, applied.ToString());
        Assert.Equal(
            [
                ["local", "11", "moved", null, "changed"], ["org", "1", "moved", "MOVED", "changed"], ["org", "2", "moved", "MOVED", "changed"],
                ["org", "3", "moved", "MOVED", "changed"], ["org", "4", "moved", "DELETED", "deleted"],
            ],
            world.Sealed("results", "select side, local_key, outcome, case side when 'org' then code end, case when message like 'deleted%' then 'deleted' else 'changed' end from {table} where outcome <> 'succeeded' order by side, local_key"));
        Assert.Equal([["7"]], world.Sealed("results", "select count(*)::varchar from {table} where outcome = 'succeeded'"));
        Assert.Equal(6, await world.Org.CountAsync("MailingCity = 'Turku'"));
        Assert.Equal("Vaasa", (await world.SupporterAsync("12"))!.Value.Text("city"));
        Assert.Equal("Oslo", (await world.SupporterAsync("11"))!.Value.Text("city"));

        world.Clock.Advance(Minute);
        await world.CallAsync("run");
        Assert.Equal(9, await world.Org.CountAsync("MailingCity = 'Turku'"));
        Assert.Equal("+358 1", (await world.SupporterAsync("1"))!.Value.Text("phone"));
        Assert.Equal("Vaasa", (await world.SupporterAsync("11"))!.Value.Text("city"));
    }

    private static string People(string city, int to = 12)
    {
        var rows = new StringBuilder("supporter_id,first_name,last_name,email,city\n");
        for (var i = 1; i <= to; i++)
        {
            rows.Append(CultureInfo.InvariantCulture, $"{i},First{i},Last{i},p{i}@example.org,{city}\n");
        }

        return rows.ToString();
    }
}
