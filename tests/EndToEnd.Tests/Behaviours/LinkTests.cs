using ContactSync.EndToEnd.Tests.Harness;

namespace ContactSync.EndToEnd.Tests.Behaviours;

/// <summary>Contact Ids that people put on supporters or take away, and the run that only links.</summary>
public sealed class LinkTests
{
    // The form of a Contact Id, and no Contact.
    private const string Nobody = "0032t000009ZZZZAA4";
    private const string Ann = "supporter_id,first_name,last_name,email,city,modified_at\n1,Ann,Lee,ann@example.org,Oslo,2026-01-01T00:00:00Z\n";

    [Fact]
    [Behaviour("EN-40")]
    public async Task An_invalid_Contact_Id_is_refused_by_the_org_explained_and_cured_by_a_valid_one()
    {
        await using var world = await World.StartAsync();
        await world.ImportAsync(Ann);
        await world.RunAsync();
        await world.SetAsync("1", $"contact_id={Nobody}", "city=Turku");

        var run = await world.CallAsync("run");

        Assert.Equal(2, run.ExitCode);
        Assert.Equal([["update", "failed", "INVALID_CROSS_REFERENCE_KEY"]], world.Sealed("results", "select action, outcome, code from {table}"));
        var explained = await world.CallAsync("explain", "ann@example.org");
        Assert.Contains("INVALID_CROSS_REFERENCE_KEY invalid cross reference id", explained.Out, StringComparison.Ordinal);

        var contact = await world.IdAsync("Email = 'ann@example.org'");
        await world.SetAsync("1", $"contact_id={contact}");
        await world.RunAsync();
        Assert.Equal("Turku", (await world.Org.ContactAsync(contact, "MailingCity")).Text("MailingCity"));
        Assert.Equal(1, await world.Org.CountAsync());
    }

    [Fact]
    [Behaviour("EN-41")]
    public async Task A_cleared_Contact_Id_goes_through_identity_again()
    {
        await using var world = await World.StartAsync();
        await world.ImportAsync(Ann);
        await world.RunAsync();
        var contact = await world.IdAsync("Email = 'ann@example.org'");
        await world.SetAsync("1", $"contact_id={Nobody}", "city=Turku");
        Assert.Equal(2, (await world.CallAsync("run")).ExitCode);

        await world.SetAsync("1", "contact_id=");
        await world.RunAsync();

        Assert.Equal(contact, (await world.SupporterAsync("1"))!.Value.Text("contact_id"));
        await world.RunAsync();
        Assert.Equal("Turku", (await world.Org.ContactAsync(contact, "MailingCity")).Text("MailingCity"));
        Assert.Equal(1, await world.Org.CountAsync());
    }

    [Fact]
    [Behaviour("EN-40")]
    public async Task A_Contact_that_someone_names_is_looked_at_before_it_is_written()
    {
        await using var world = await World.StartAsync();
        await world.RunAsync();
        await world.MigrateAsync("FirstName,LastName,Email,MailingCity,Phone\nAnn,Lee,ann@old.example.org,Rome,(313) 555-0101\n");
        var contact = await world.IdAsync("LastName = 'Lee'");
        await world.ImportAsync(Ann);
        await world.SetAsync("1", $"contact_id={contact}");

        await world.RunAsync();

        Assert.Equal("(313) 555-0101", (await world.SupporterAsync("1"))!.Value.Text("phone"));
        Assert.Equal(1, await world.Org.CountAsync());
    }

    [Fact]
    [Behaviour("EN-29")]
    public async Task A_Contact_that_belongs_to_one_supporter_is_not_linked_to_another_by_a_second_e_mail()
    {
        await using var world = await World.StartWithAsync(
            """
            "validationRules": [{ "object": "Contact", "name": "One_email", "existing": "Email", "message": "A record with this email address already exists.", "field": "Email" }]
            """);
        await world.Org.CreateAsync(new { FirstName = "Ann", LastName = "Lee", Email = "work@example.org" });
        await world.RunAsync();
        var contact = await world.IdAsync("LastName = 'Lee'");
        var owner = (await world.SupporterAsync("work@example.org"))!.Value.Text("supporter_id")!;

        // The integration changes the address without moving the stamp, as formulas over several e-mail fields do.
        using var integration = await world.AsIntegrationUserAsync();
        await integration.UpdateAsync(contact, new { Email = "home@example.org" });
        await world.ImportAsync("supporter_id,first_name,last_name,email\n77,Ann,Lee,home@example.org\n");
        var run = await world.CallAsync("run");

        Assert.Equal(2, run.ExitCode);
        Assert.Equal([["77", "taken", contact, owner]], world.Sealed("lookups", "select local_key, verdict, org_id, held_by from {table}"));
        Assert.Equal([contact, null], world.Supporters().Select(s => s.Text("contact_id")).OrderByDescending(id => id, StringComparer.Ordinal));
        Assert.Contains($"belongs to another supporter: {owner}", (await world.CallAsync("explain", "local:77")).Out, StringComparison.Ordinal);
    }

    [Fact]
    [Behaviour("EN-26")]
    [Behaviour("EN-42")]
    public async Task A_run_that_only_links_spares_the_first_run_the_errors_and_moves_no_value()
    {
        await using var world = await World.StartAsync();
        await world.MigrateAsync("FirstName,LastName,Email,MailingCity\nAnn,Lee,ann@example.org,Rome\nBob,Ray,bob@example.org,Paris\n");
        await world.ImportAsync(Ann + "2,Cy,Fox,cy@example.org,Turin,2026-01-01T00:00:00Z\n");
        var ann = await world.IdAsync("Email = 'ann@example.org'");

        await world.RunAsync("--link-only");

        Assert.Equal([["local", "link", "1"]], world.Sealed("plan", "select side, action, local_key from {table}"));
        Assert.Equal([ann, null], world.Supporters().Select(s => s.Text("contact_id")));
        Assert.Equal(["Oslo", "Turin"], world.Supporters().Select(s => s.Text("city")));
        Assert.Equal("Rome", (await world.Org.ContactAsync(ann, "MailingCity")).Text("MailingCity"));
        Assert.Equal(0, await world.Org.IngestJobsAsync());
        await world.RunAsync("--link-only");
        Assert.Empty(world.Sealed("plan", "select side from {table}"));

        await world.RunAsync();
        Assert.Empty(world.Sealed("lookups", "select local_key from {table}"));
        Assert.Equal([["create", "cy@example.org"], ["update", "ann@example.org"]],
            world.Sealed("plan", "select action, case local_key when '1' then 'ann@example.org' else 'cy@example.org' end from {table} where side = 'org' order by 1"));
        Assert.Equal("Oslo", (await world.Org.ContactAsync(ann, "MailingCity")).Text("MailingCity"));
        Assert.Equal(3, await world.Org.CountAsync());
        await world.RunAsync();
        Assert.Empty(world.Sealed("plan", "select side from {table}"));
    }
}
