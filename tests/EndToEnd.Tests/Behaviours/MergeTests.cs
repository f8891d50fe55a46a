using ContactSync.EndToEnd.Tests.Harness;

namespace ContactSync.EndToEnd.Tests.Behaviours;

/// <summary>Contacts and supporters that are one person twice: merged by people, followed by the sync.</summary>
public sealed class MergeTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    [Behaviour("EN-39")]
    public async Task A_supporter_follows_its_Contact_into_the_one_it_was_merged_into()
    {
        await using var world = await World.StartAsync();
        await world.ImportAsync("supporter_id,first_name,last_name,email,city\n1,Ann,Lee,ann@example.org,Oslo\n");
        await world.RunAsync();
        var loser = await world.IdAsync("Email = 'ann@example.org'");
        var master = await world.Org.CreateAsync(new { FirstName = "Anna", LastName = "Lee", Phone = "(313) 555-0101" });
        world.Clock.Advance(Minute);
        await world.RunAsync();
        world.Clock.Advance(Minute);
        await world.Org.MergeAsync(master, loser);
        world.Clock.Advance(Minute);

        await world.RunAsync();

        Assert.Equal(master, (await world.SupporterAsync("1"))!.Value.Text("contact_id"));
        Assert.Equal([[loser, "merged into another Contact", master]], world.Sealed("skipped", "select org_id, reason, detail from {table}"));
        Assert.Equal([["linked", "1", master]], world.Sealed("links", "select status, local_key, org_id from {table} where local_key = '1'"));
        await world.SetAsync("1", "city=Turku");
        await world.RunAsync();
        Assert.Equal("Turku", (await world.Org.ContactAsync(master, "MailingCity")).Text("MailingCity"));
        Assert.Equal(1, await world.Org.CountAsync());
    }

    [Fact]
    [Behaviour("EN-38")]
    public async Task Two_supporters_whose_Contacts_are_merged_are_left_to_a_person()
    {
        await using var world = await World.StartAsync();
        await world.ImportAsync("supporter_id,first_name,last_name,email,city\n1,Ann,Lee,ann@example.org,Oslo\n2,Anna,Lee,anna@example.org,Bergen\n");
        await world.RunAsync();
        var loser = await world.IdAsync("Email = 'ann@example.org'");
        var master = await world.IdAsync("Email = 'anna@example.org'");
        world.Clock.Advance(Minute);
        await world.Org.MergeAsync(master, loser);
        world.Clock.Advance(Minute);

        await world.RunAsync();

        Assert.Equal([[loser, "merged into the Contact of another supporter", "local:2"]], world.Sealed("review", "select org_id, reason, detail from {table}"));
        Assert.Equal([loser, master], world.Supporters().Select(s => s.Text("contact_id")));
        Assert.Equal(["Oslo", "Bergen"], world.Supporters().Select(s => s.Text("city")));
        await world.RunAsync();
        Assert.Equal([["org", loser], ["local", null]], world.Sealed("review", "select side, org_id from {table} order by side desc"));
    }

    [Fact]
    [Behaviour("EN-43")]
    public async Task A_supporter_whose_Contact_is_deleted_stays_and_is_detached()
    {
        await using var world = await World.StartAsync();
        await world.ImportAsync("supporter_id,first_name,last_name,email,city\n1,Ann,Lee,ann@example.org,Oslo\n");
        await world.RunAsync();
        var contact = await world.IdAsync("Email = 'ann@example.org'");
        world.Clock.Advance(Minute);
        await world.Org.DeleteAsync(contact);
        world.Clock.Advance(Minute);

        await world.RunAsync();

        Assert.Equal([[contact, "deleted in Salesforce"]], world.Sealed("skipped", "select org_id, reason from {table}"));
        Assert.Equal([["detached", "1", contact]], world.Sealed("links", "select status, local_key, org_id from {table}"));
        Assert.Equal("Oslo", (await world.SupporterAsync("1"))!.Value.Text("city"));
        await world.SetAsync("1", "city=Turku");
        await world.RunAsync();
        Assert.Equal([["1", "its Contact is deleted in Salesforce"]], world.Sealed("skipped", "select local_key, reason from {table}"));
        Assert.Equal([["detached", "1", contact]], world.Sealed("links", "select status, local_key, org_id from {table}"));
        Assert.Equal(0, await world.Org.CountAsync());
    }
}
