using System.Globalization;
using System.Text.Json;

namespace ContactSync.Sandbox.Tests.Control;

public sealed class ClockTests
{
    [Fact]
    public async Task The_clock_is_set_moved_and_stopped()
    {
        await using var org = await TestOrg.StartAsync();
        await OrgControl.PostAsync(org, "clock", new { stopped = true, now = "2030-05-01T12:00:00Z" });
        var id = await org.CreateAsync(new { LastName = "A" });
        Assert.Equal("2030-05-01T12:00:00.000+0000", (await org.GetAsync($"/sobjects/Contact/{id}?fields=SystemModstamp")).GetProperty("SystemModstamp").GetString());
        Assert.Equal(1, (await org.QueryAsync("SELECT Id FROM Contact WHERE CreatedDate = TODAY")).GetProperty("totalSize").GetInt32());

        var clock = await OrgControl.PostAsync(org, "clock", new { advanceSeconds = 86_400 });

        Assert.Equal((new DateTimeOffset(2030, 5, 2, 12, 0, 0, TimeSpan.Zero), true), (clock.GetProperty("now").GetDateTimeOffset(), clock.GetProperty("stopped").GetBoolean()));
        using var reply = await org.User.GetAsync(new Uri(TestOrg.Data + "/limits", UriKind.Relative));
        Assert.Equal(new DateTimeOffset(2030, 5, 2, 12, 0, 0, TimeSpan.Zero), reply.Headers.Date);
        Assert.Equal(1, (await org.QueryAsync("SELECT Id FROM Contact WHERE CreatedDate = YESTERDAY")).GetProperty("totalSize").GetInt32());
    }

    [Fact]
    public async Task A_clock_let_go_goes_on_from_where_it_stood()
    {
        await using var org = await TestOrg.StartAsync();
        await OrgControl.PostAsync(org, "clock", new { now = "2030-05-01T12:00:00Z", stopped = true });
        var clock = await OrgControl.PostAsync(org, "clock", new { stopped = false });
        Assert.InRange(clock.GetProperty("now").GetDateTimeOffset(), new DateTimeOffset(2030, 5, 1, 12, 0, 0, TimeSpan.Zero), new DateTimeOffset(2030, 5, 1, 12, 5, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task What_the_clock_does_not_know_is_refused()
    {
        await using var org = await TestOrg.StartAsync();
        Assert.Contains("advanceSeconds", await OrgControl.RefusedAsync(org, "clock", new { tomorrow = true }));
        Assert.Contains("lockWaitSeconds", await OrgControl.RefusedAsync(org, "pace", new { rows = 1 }));
    }

    [Fact]
    public async Task A_write_is_seen_later_than_it_is_stamped()
    {
        await using var org = await TestOrg.StartAsync();
        var before = (await OrgControl.PostAsync(org, "clock", new { advanceSeconds = 0 })).GetProperty("now").GetDateTimeOffset();
        await OrgControl.PostAsync(org, "pace", new { visibleAfterSeconds = 3600 });
        var saving = org.CreateAsync(new { LastName = "Late" });
        while (!(await OrgControl.TextAsync(org, "state")).Contains("\"openSince\":\"", StringComparison.Ordinal))
        {
            await Task.Delay(20);
        }
        Assert.False(saving.IsCompleted);
        await OrgControl.PostAsync(org, "clock", new { advanceSeconds = 1200 });
        var updated = await org.GetAsync($"/sobjects/Contact/updated?start={before:yyyy-MM-dd'T'00:00:00'Z'}&end={before.AddMinutes(10):yyyy-MM-dd'T'HH:mm:ss'Z'}");
        Assert.True(DateTimeOffset.Parse(updated.GetProperty("latestDateCovered").GetString()!, CultureInfo.InvariantCulture) <= before.AddSeconds(2));
        Assert.Equal(0, (await org.QueryAsync("SELECT Id FROM Contact")).GetProperty("totalSize").GetInt32());

        await OrgControl.PostAsync(org, "clock", new { advanceSeconds = 3600 });

        var id = await saving;
        var stamp = DateTimeOffset.Parse((await org.GetAsync($"/sobjects/Contact/{id}?fields=SystemModstamp")).GetProperty("SystemModstamp").GetString()!, CultureInfo.InvariantCulture);
        Assert.InRange(stamp, before.AddSeconds(-2), before.AddSeconds(1800));
    }

    [Fact]
    public async Task The_records_of_an_object_are_exported_whole_or_by_field()
    {
        await using var org = await TestOrg.StartAsync();
        var ann = await org.CreateAsync(new { LastName = "Ann", Title = "Chair" });
        var bea = await org.CreateAsync(new { LastName = "Bea" });
        await org.SendAsync(HttpMethod.Delete, "/sobjects/Contact/" + bea, null, System.Net.HttpStatusCode.NoContent);

        var lines = (await OrgControl.TextAsync(org, "state/contact?fields=Id,Title,IsDeleted")).TrimEnd('\n').Split('\n');

        Assert.Equal([$$"""{"Id":"{{ann}}","Title":"Chair","IsDeleted":false}""", $$"""{"Id":"{{bea}}","Title":null,"IsDeleted":true}"""], lines);
        var whole = JsonElement.Parse((await OrgControl.TextAsync(org, "state/Contact")).Split('\n')[0]);
        Assert.Equal("Ann", whole.GetProperty("LastName").GetString());
        Assert.False(whole.TryGetProperty("Email", out _));
    }
}
