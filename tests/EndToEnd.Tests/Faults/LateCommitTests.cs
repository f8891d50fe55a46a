using ContactSync.EndToEnd.Tests.Harness;

namespace ContactSync.EndToEnd.Tests.Faults;

/// <summary>Contacts whose stamps are no help: they can be read long after, or hundreds share one.</summary>
public sealed class LateCommitTests
{
    [Fact]
    [Fault(20)]
    public async Task A_Contact_that_can_be_read_only_after_the_window_has_passed_its_stamp_is_pulled_all_the_same()
    {
        await using var world = await World.StartAsync();
        world.Reconfigure("\"overlap\":\"0s\"", "\"overlap\":\"1h\"");
        await world.Org.CreateAsync(new { FirstName = "Ann", LastName = "Lee", Email = "ann@example.org" });
        await world.RunAsync();

        await world.Org.ControlAsync("pace", new { visibleAfterSeconds = 600 });
        var late = world.Org.CreateAsync(new { FirstName = "Bob", LastName = "Ray", Email = "bob@example.org" });
        while ((await world.Org.StateAsync()).GetProperty("openSince").ValueKind == System.Text.Json.JsonValueKind.Null)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        await world.Org.ControlAsync("pace", new { visibleAfterSeconds = 0 });
        world.Clock.Advance(TimeSpan.FromMinutes(5));
        await world.Org.CreateAsync(new { FirstName = "Cy", LastName = "Fox", Email = "cy@example.org" });
        await world.RunAsync();
        Assert.Equal(2, world.Supporters().Count);

        await world.Org.ControlAsync("clock", new { advanceSeconds = 600 });
        await late;
        await world.RunAsync();

        Assert.Equal(["ann@example.org", "bob@example.org", "cy@example.org"], world.Supporters().Select(s => s.GetProperty("email").GetString()).Order());
        var changes = await world.RunAsync();
        Assert.Contains("0 changes", changes.Out, StringComparison.Ordinal);
    }

    [Fact]
    [Fault(20)]
    public async Task Hundreds_of_Contacts_of_one_stamp_are_all_pulled_and_none_twice()
    {
        await using var world = await World.StartAsync();
        world.Reconfigure("\"overlap\":\"0s\"", "\"overlap\":\"1h\"");
        var rows = string.Concat(Enumerable.Range(0, 2_500).Select(i => $"First{i},Last{i},p{i}@example.org,2024-05-01T10:00:00.000Z,2024-05-01T10:00:00.000Z\n"));
        await world.SeedAsync(new MemoryStream(System.Text.Encoding.UTF8.GetBytes("FirstName,LastName,Email,SystemModstamp,EN_Last_Modified_Date__c\n" + rows)));

        await world.RunAsync();
        Assert.Equal(2_500, world.Supporters().Count);
        var again = await world.RunAsync();

        Assert.Contains("0 changes", again.Out, StringComparison.Ordinal);
        Assert.Equal(2_500, world.Supporters().Select(s => s.GetProperty("contact_id").GetString()).Distinct().Count());
    }
}
