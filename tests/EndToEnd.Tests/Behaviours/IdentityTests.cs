using ContactSync.EndToEnd.Tests.Harness;

namespace ContactSync.EndToEnd.Tests.Behaviours;

/// <summary>One person, one supporter, one Contact.</summary>
public sealed class IdentityTests
{
    [Fact]
    [Behaviour("EN-27")]
    public async Task A_second_supporter_with_an_e_mail_that_is_taken_is_refused_and_a_keyless_row_is_the_same_supporter()
    {
        await using var world = await World.StartAsync();
        await world.ImportAsync("supporter_id,first_name,last_name,email\n1,Ann,Lee,ann@example.org\n2,Bob,Ray,bob@example.org\n");

        var another = await world.ImportAsync("supporter_id,first_name,last_name,email\n3,Ann,Poe,\" ANN@example.ORG\"\n");
        Assert.Equal(2, another.ExitCode);
        Assert.Contains("line 2: email_taken: supporter 1 has this e-mail address", another.Out, StringComparison.Ordinal);

        var same = await world.ImportAsync("first_name,last_name,email\nAnn,Poe,Ann@Example.org\n");
        Assert.True(same.ExitCode == 0, same.ToString());
        var edit = await world.CallAsync("store", "set", "2", "email=ann@EXAMPLE.org");
        Assert.Equal(5, edit.ExitCode);

        await world.RunAsync();
        Assert.Equal(["Poe", "Ray"], world.Supporters().Select(s => s.GetProperty("last_name").GetString()));
        Assert.Equal(["Poe", "Ray"], (await world.Org.QueryAsync("SELECT LastName FROM Contact ORDER BY LastName")).Select(c => c.GetProperty("LastName").GetString()));
    }

    [Fact]
    [Behaviour("EN-28")]
    public async Task A_Contact_is_never_linked_to_two_supporters()
    {
        await using var world = await World.StartAsync();
        var id = await world.Org.CreateAsync(new { FirstName = "Ann", LastName = "Lee", Email = "ann@example.org" });
        var both = await world.ImportAsync($"supporter_id,first_name,last_name,email,contact_id\n1,Ann,Lee,ann@example.org,{id}\n2,Bob,Ray,bob@example.org,{id}\n");
        Assert.Equal(2, both.ExitCode);
        Assert.Contains("line 3: duplicate_contact: line 2 has the same Contact Id", both.Out, StringComparison.Ordinal);
        await world.ImportAsync("supporter_id,first_name,last_name,email\n2,Bob,Ray,bob@example.org\n");
        Assert.Equal(5, (await world.CallAsync("store", "set", "2", $"contact_id={id}")).ExitCode);

        await world.RunAsync();

        var links = world.Supporters().Select(s => s.GetProperty("contact_id").GetString()).ToList();
        Assert.Equal(id, links[0]);
        Assert.Equal(2, links.Distinct().Count());
        Assert.Equal("Lee", (await world.Org.ContactAsync(id, "LastName")).GetProperty("LastName").GetString());
    }

    [Theory]
    [InlineData("Zed", "Quill")]
    [InlineData("Zed", "Lee")]
    [InlineData("Ann", "Quill")]
    [Behaviour("EN-28")]
    public async Task Of_two_Contacts_with_a_supporters_e_mail_the_closer_one_is_linked_and_the_other_is_reviewed(string first, string last)
    {
        await using var world = await World.StartAsync();
        var far = await world.Org.CreateAsync(new { FirstName = first, LastName = last, Email = "ann@example.org" });
        var close = await world.Org.CreateAsync(new { FirstName = "Ann", LastName = "Lee", Email = "ann@example.org" });
        await world.ImportAsync("supporter_id,first_name,last_name,email\n1,Ann,Lee,ann@example.org\n");

        await world.RunAsync();

        Assert.Equal(close, Assert.Single(world.Supporters()).GetProperty("contact_id").GetString());
        Assert.Equal([[far]], world.Sealed("review", "select org_id from {table} where side = 'org'"));
        Assert.Equal(2, await world.Org.CountAsync());
    }

    [Fact]
    [Behaviour("EN-28")]
    public async Task Of_two_Contacts_that_are_equally_close_to_a_supporter_neither_is_taken()
    {
        await using var world = await World.StartAsync();
        await world.MigrateAsync("FirstName,LastName,Email,MailingCity\nAnn,Lee,ann@example.org,Oslo\nAnn,Lee,ann@example.org,Rome\n");
        await world.ImportAsync("supporter_id,first_name,last_name,email\n1,Ann,Lee,ann@example.org\n");

        await world.RunAsync();

        Assert.Equal([["1", "several Contacts match equally well"]], world.Sealed("review", "select local_key, reason from {table} where side = 'local'"));
        Assert.Equal(2, world.Sealed("review", "select org_id from {table} where side = 'org'").Count);
        Assert.Null(Assert.Single(world.Supporters()).Text("contact_id"));
        Assert.Equal(["Oslo", "Rome"], (await world.Org.QueryAsync("SELECT MailingCity FROM Contact ORDER BY MailingCity")).Select(c => c.Text("MailingCity")));
    }

    [Fact]
    [Behaviour("EN-35")]
    public async Task An_e_mail_address_that_hundreds_of_Contacts_hold_recognises_nobody()
    {
        await using var world = await World.StartAsync();
        var most = ContactSync.Transforms.Candidates.CandidateFinder.DefaultMaxPerKey;
        await world.MigrateAsync("FirstName,LastName,Email\n" + string.Concat(Enumerable.Range(0, most + 1).Select(i => $"F{i},L{i},info@example.org\n")));
        await world.ImportAsync("supporter_id,first_name,last_name,email\n1,F7,L7,info@example.org\n");

        await world.RunAsync();

        Assert.Equal([["1", "e-mail is too common to match by"]], world.Sealed("review", "select local_key, reason from {table} where side = 'local'"));
        Assert.Null((await world.SupporterAsync("1"))!.Value.Text("contact_id"));
        Assert.Equal(most + 1, await world.Org.CountAsync());
    }

    [Fact]
    [Behaviour("EN-27")]
    public async Task Of_two_new_Contacts_with_one_e_mail_address_the_older_becomes_the_supporter()
    {
        await using var world = await World.StartAsync();
        var older = await world.Org.CreateAsync(new { FirstName = "Ann", LastName = "Lee", Email = "ann@example.org" });
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        var newer = await world.Org.CreateAsync(new { FirstName = "Zed", LastName = "Quill", Email = "ANN@example.org" });

        await world.RunAsync();

        Assert.Equal(older, Assert.Single(world.Supporters()).Text("contact_id"));
        Assert.Equal([[newer, "several Contacts bring this e-mail"]], world.Sealed("review", "select org_id, reason from {table}"));
    }

    [Fact]
    public async Task The_key_that_a_Contact_was_made_by_stays_known_after_it_was_changed()
    {
        await using var world = await World.StartAsync();
        await world.ImportAsync("supporter_id,first_name,last_name,email\n1,Ann,Lee,ann@example.org\n");
        await world.RunAsync();
        await world.SetAsync("1", "city=Oslo");
        await world.RunAsync();

        Assert.Equal([["local:1"]], world.Sealed("links", "select sync_key from {table} where local_key = '1'"));
    }
}
