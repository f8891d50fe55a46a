using ContactSync.EndToEnd.Tests.Harness;

namespace ContactSync.EndToEnd.Tests.Behaviours;

/// <summary>What comes from the org into the store: which Contacts are taken, and whose they are.</summary>
public sealed class PullTests
{
    private const string OrgRows = "select org_id from {table} order by 1";

    [Fact]
    [Behaviour("EN-3")]
    public async Task Our_own_writes_do_not_move_the_stamp_that_changes_are_seen_by()
    {
        await using var world = await LinkedAsync();
        var id = (await world.SupporterAsync("ann@example.org"))!.Value.GetProperty("contact_id").GetString()!;
        var before = await world.Org.ContactAsync(id, "SystemModstamp, EN_Last_Modified_Date__c");
        await world.SetAsync("ann@example.org", "city=Lyon");
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        await world.RunAsync();

        var after = await world.Org.ContactAsync(id, "SystemModstamp, EN_Last_Modified_Date__c, MailingCity");
        Assert.Equal("Lyon", after.GetProperty("MailingCity").GetString());
        Assert.NotEqual(before.GetProperty("SystemModstamp").GetString(), after.GetProperty("SystemModstamp").GetString());
        Assert.Equal(before.GetProperty("EN_Last_Modified_Date__c").GetString(), after.GetProperty("EN_Last_Modified_Date__c").GetString());

        world.Clock.Advance(TimeSpan.FromMinutes(1));
        await world.RunAsync();
        Assert.Empty(world.Sealed("extract_org", OrgRows));
    }

    [Fact]
    [Behaviour("EN-30")]
    public async Task A_Contact_whose_stamp_moved_after_the_last_pull_is_pulled_and_no_other()
    {
        await using var world = await World.StartAsync();
        var ann = await world.Org.CreateAsync(new { FirstName = "Ann", LastName = "Lee", Email = "ann@example.org", MailingCity = "Paris" });
        await world.Org.CreateAsync(new { FirstName = "Bob", LastName = "Ray", Email = "bob@example.org", MailingCity = "Rome" });
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        await world.RunAsync();
        await world.Org.UpdateAsync(ann, new { MailingCity = "Lyon" });
        world.Clock.Advance(TimeSpan.FromMinutes(1));

        await world.RunAsync();

        Assert.Equal([ann], world.Sealed("extract_org", OrgRows).Select(r => r[0]));
        Assert.Equal("Lyon", (await world.SupporterAsync("ann@example.org"))!.Value.GetProperty("city").GetString());
        Assert.Equal("Rome", (await world.SupporterAsync("bob@example.org"))!.Value.GetProperty("city").GetString());
    }

    [Fact]
    [Behaviour("EN-31")]
    public async Task A_Contact_that_changed_without_moving_the_stamp_is_not_pulled()
    {
        await using var world = await LinkedAsync();
        var id = (await world.SupporterAsync("ann@example.org"))!.Value.GetProperty("contact_id").GetString()!;
        using var integration = await world.AsIntegrationUserAsync();
        await integration.UpdateAsync(id, new { MailingCity = "Lyon" });
        world.Clock.Advance(TimeSpan.FromMinutes(1));

        await world.RunAsync();

        Assert.Empty(world.Sealed("extract_org", OrgRows));
        Assert.Equal("Paris", (await world.SupporterAsync("ann@example.org"))!.Value.GetProperty("city").GetString());
    }

    [Fact]
    [Behaviour("EN-33")]
    public async Task The_Contact_Id_is_looked_at_before_the_e_mail()
    {
        await using var world = await World.StartAsync();
        var byId = await world.Org.CreateAsync(new { FirstName = "Ann", LastName = "Lee", MailingCity = "Lyon" });
        await world.Org.CreateAsync(new { FirstName = "Ann", LastName = "Lee", Email = "ann@example.org", MailingCity = "Rome" });
        await ImportAsync(world, $"supporter_id,first_name,last_name,email,contact_id\n1,Ann,Lee,ann@example.org,{byId}\n");

        await world.RunAsync();

        var supporter = Assert.Single(world.Supporters());
        Assert.Equal("Lyon", supporter.GetProperty("city").GetString());
        Assert.Equal(byId, supporter.GetProperty("contact_id").GetString());
    }

    [Fact]
    [Behaviour("EN-34")]
    public async Task A_linked_supporter_takes_the_new_e_mail_of_its_Contact()
    {
        await using var world = await LinkedAsync();
        var before = (await world.SupporterAsync("ann@example.org"))!.Value;
        var id = before.GetProperty("contact_id").GetString()!;
        await world.Org.UpdateAsync(id, new { Email = "ann.lee@example.com" });
        world.Clock.Advance(TimeSpan.FromMinutes(1));

        await world.RunAsync();

        var supporter = Assert.Single(world.Supporters());
        Assert.Equal(before.GetProperty("supporter_id").GetString(), supporter.GetProperty("supporter_id").GetString());
        Assert.Equal("ann.lee@example.com", supporter.GetProperty("email").GetString());
        Assert.Equal(id, supporter.GetProperty("contact_id").GetString());
        Assert.Equal(1, await world.Org.CountAsync());
    }

    [Fact]
    [Behaviour("EN-35")]
    public async Task A_Contact_no_supporter_names_updates_and_links_the_supporter_with_its_e_mail()
    {
        await using var world = await World.StartAsync();
        var id = await world.Org.CreateAsync(new { FirstName = "Ann", LastName = "Lee", Email = "ANN@Example.org", MailingCity = "Lyon" });
        await ImportAsync(world, "supporter_id,first_name,last_name,email\n1,Ann,Lee,ann@example.org\n");

        await world.RunAsync();

        var supporter = Assert.Single(world.Supporters());
        Assert.Equal("1", supporter.GetProperty("supporter_id").GetString());
        Assert.Equal(id, supporter.GetProperty("contact_id").GetString());
        Assert.Equal("Lyon", supporter.GetProperty("city").GetString());
        Assert.Equal(1, await world.Org.CountAsync());
    }

    [Fact]
    [Behaviour("EN-33")]
    public async Task What_is_always_required_of_a_Contact_holds_back_its_changes_too()
    {
        await using var world = await LinkedAsync();
        world.Reconfigure("\"store\":", """
            "override":{"select":{"require":[{"side":"org","field":"email","when":"always","reason":"no e-mail"}]}},"store":
            """);
        var id = (await world.SupporterAsync("ann@example.org"))!.Value.GetProperty("contact_id").GetString()!;
        await world.Org.UpdateAsync(id, new { Email = (string?)null, MailingCity = "Lyon" });
        world.Clock.Advance(TimeSpan.FromMinutes(1));

        await world.RunAsync();

        Assert.Equal([[id, "no e-mail"]], world.Sealed("skipped", "select org_id, reason from {table}"));
        Assert.Equal("Paris", Assert.Single(world.Supporters()).Text("city"));
    }

    [Theory]
    [InlineData("2020-01-01T00:00:00Z")]
    [InlineData("2040-01-01T00:00:00Z")]
    [Behaviour("EN-35")]
    public async Task Where_two_records_meet_first_what_only_one_of_them_has_reaches_the_other(string modifiedAt)
    {
        await using var world = await World.StartAsync();
        var id = await world.Org.CreateAsync(new { FirstName = "Ann", LastName = "Lee", Email = "ann@example.org", MailingCity = "Lyon" });
        await ImportAsync(world, $"supporter_id,first_name,last_name,email,phone,modified_at\n1,Ann,Lee,ann@example.org,(313) 555-0101,{modifiedAt}\n");

        await world.RunAsync();

        var supporter = Assert.Single(world.Supporters());
        var contact = await world.Org.ContactAsync(id, "Phone, MailingCity");
        Assert.Equal(("(313) 555-0101", "Lyon"), (supporter.Text("phone"), supporter.Text("city")));
        Assert.Equal(("(313) 555-0101", "Lyon"), (contact.Text("Phone"), contact.Text("MailingCity")));
    }

    [Fact]
    [Behaviour("EN-36")]
    public async Task A_Contact_unknown_by_Id_and_e_mail_becomes_a_new_supporter()
    {
        await using var world = await World.StartAsync();
        var id = await world.Org.CreateAsync(new { FirstName = "Hal", LastName = "New", Email = "Hal@example.org", MailingCity = "Lyon" });

        await world.RunAsync();

        var supporter = (await world.SupporterAsync("hal@example.org"))!.Value;
        Assert.Equal(id, supporter.GetProperty("contact_id").GetString());
        Assert.Equal("Lyon", supporter.GetProperty("city").GetString());
    }

    [Fact]
    [Behaviour("EN-36")]
    public async Task A_Contact_without_an_e_mail_address_makes_no_supporter_until_it_has_one()
    {
        await using var world = await World.StartAsync();
        var id = await world.Org.CreateAsync(new { FirstName = "Hal", LastName = "New" });

        await world.RunAsync();

        Assert.Equal([[id, "no e-mail"]], world.Sealed("skipped", "select org_id, reason from {table}"));
        Assert.Empty(world.Supporters());

        await world.Org.UpdateAsync(id, new { Email = "hal@example.org" });
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        await world.RunAsync();
        Assert.Equal(id, (await world.SupporterAsync("hal@example.org"))!.Value.GetProperty("contact_id").GetString());
    }

    [Fact]
    [Behaviour("EN-33")]
    public async Task A_linked_Contact_that_loses_its_e_mail_address_is_pulled_by_its_Id()
    {
        await using var world = await LinkedAsync();
        var id = (await world.SupporterAsync("ann@example.org"))!.Value.GetProperty("contact_id").GetString()!;
        await world.Org.UpdateAsync(id, new { Email = (string?)null, MailingCity = "Lyon" });
        world.Clock.Advance(TimeSpan.FromMinutes(1));

        await world.RunAsync();

        var supporter = Assert.Single(world.Supporters());
        Assert.Equal((id, "Lyon", null), (supporter.Text("contact_id"), supporter.Text("city"), supporter.Text("email")));
        Assert.Empty(world.Sealed("skipped", OrgRows));
    }

    [Fact]
    [Behaviour("EN-37")]
    public async Task A_Contact_that_takes_another_supporters_e_mail_waits_for_review_until_it_is_free()
    {
        await using var world = await World.StartAsync();
        var ann = await world.Org.CreateAsync(new { FirstName = "Ann", LastName = "Lee", Email = "ann@example.org" });
        await world.Org.CreateAsync(new { FirstName = "Bob", LastName = "Ray", Email = "bob@example.org" });
        await world.RunAsync();
        await world.Org.UpdateAsync(ann, new { Email = "bob@example.org" });
        world.Clock.Advance(TimeSpan.FromMinutes(1));

        await world.RunAsync();

        Assert.Equal([[ann, "e-mail belongs to another supporter"]], world.Sealed("review", "select org_id, reason from {table} where side = 'org'"));
        Assert.Equal(["ann@example.org", "bob@example.org"], Emails(world));
        Assert.Equal(2, await world.Org.CountAsync());

        await world.SetAsync("bob@example.org", "email=bob@example.com");
        await world.RunAsync();

        Assert.Empty(world.Sealed("review", "select org_id from {table}"));
        Assert.Equal(["bob@example.com", "bob@example.org"], Emails(world));
        Assert.Equal(ann, (await world.SupporterAsync("bob@example.org"))!.Value.GetProperty("contact_id").GetString());
    }

    private static IEnumerable<string?> Emails(World world) =>
        world.Supporters().Select(s => s.GetProperty("email").GetString()).Order(StringComparer.Ordinal);

    private static async Task ImportAsync(World world, string csv)
    {
        var imported = await world.ImportAsync(csv);
        Assert.True(imported.ExitCode == 0, imported.ToString());
    }

    /// <summary>One supporter and one Contact, linked by a run, with nothing left to do; made by the org's own user.</summary>
    private static async Task<World> LinkedAsync()
    {
        var world = await World.StartAsync();
        await world.Org.CreateAsync(new { FirstName = "Ann", LastName = "Lee", Email = "ann@example.org", MailingCity = "Paris" });
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        await world.RunAsync();
        return world;
    }
}
