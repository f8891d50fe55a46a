using ContactSync.EndToEnd.Tests.Harness;

namespace ContactSync.EndToEnd.Tests.Behaviours;

/// <summary>
/// The org refuses a new Contact because it is there already. In a first run the matching Contact comes after the extract, between plan and apply; in an
/// incremental run a migration put it there with stamps of years ago, which no window reaches.
/// </summary>
public sealed class DuplicateTests
{
    private const string Header = "supporter_id,first_name,last_name,email,city,modified_at\n";
    private const string Jon = "1,Jon,Smith,jon@example.org,Oslo,2026-01-01T00:00:00Z\n";
    private const string Lookups = "select local_key, verdict, org_id from {table} order by 1";
    private const string Results = "select side, action, outcome, code from {table} order by 1, 2";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Behaviour("EN-10")]
    [Behaviour("EN-14")]
    public async Task The_Contact_of_a_refused_supporter_is_found_and_linked_and_not_yet_written(bool incremental)
    {
        await using var world = await World.StartAsync();
        var run = await RefusedAsync(world, Jon, "Jonathan,Smith,jon@example.org,Rome", incremental);
        var contact = await world.IdAsync("Email = 'jon@example.org'");

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Equal([["1", "linked", contact]], world.Sealed("lookups", Lookups));
        Assert.Equal([["org", "create", "linked", "DUPLICATES_DETECTED"]], world.Sealed("results", Results));
        var supporter = (await world.SupporterAsync("1"))!.Value;
        Assert.Equal(contact, supporter.GetProperty("contact_id").GetString());
        Assert.Equal("Rome", (await world.Org.ContactAsync(contact, "MailingCity")).GetProperty("MailingCity").GetString());
        Assert.Equal(1, await world.Org.CountAsync());
        Assert.Empty(Requests.RecordWrites((await world.Org.RequestsAsync()).Where(r => !r.GetProperty("path").GetString()!.EndsWith("/sobjects/Contact", StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Behaviour("EN-15")]
    public async Task The_next_run_updates_that_Contact_by_Id_and_the_one_after_it_has_nothing_to_do(bool incremental)
    {
        await using var world = await World.StartAsync();
        await RefusedAsync(world, Jon, "Jonathan,Smith,jon@example.org,Rome", incremental);
        var contact = await world.IdAsync("Email = 'jon@example.org'");
        var jobs = await world.Org.IngestJobsAsync();

        await world.RunAsync();

        Assert.Equal([["org", "update", "succeeded", null]], world.Sealed("results", Results));
        var updated = await world.Org.ContactAsync(contact, "FirstName, MailingCity");
        Assert.Equal(("Jon", "Oslo"), (updated.GetProperty("FirstName").GetString(), updated.GetProperty("MailingCity").GetString()));
        Assert.Equal(1, await world.Org.CountAsync());
        Assert.Equal(("update", "Contact"), Requests.IngestJobs(await world.Org.RequestsAsync())[^1]);

        await world.RunAsync();
        Assert.Empty(world.Sealed("results", Results));
        Assert.Equal(jobs + 1, await world.Org.IngestJobsAsync());
    }

    [Fact]
    [Behaviour("EN-15")]
    public async Task What_someone_edits_in_the_Contact_after_it_was_found_is_newer_than_the_push_it_waits_for()
    {
        await using var world = await World.StartAsync();
        await RefusedAsync(world, Jon, "Jonathan,Smith,jon@example.org,Rome", incremental: true);
        var contact = await world.IdAsync("Email = 'jon@example.org'");
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        await world.Org.UpdateAsync(contact, new { MailingCity = "Turin" });
        world.Clock.Advance(TimeSpan.FromMinutes(1));

        await world.RunAsync();

        Assert.Equal("Turin", (await world.SupporterAsync("1"))!.Value.GetProperty("city").GetString());
        Assert.Equal("Turin", (await world.Org.ContactAsync(contact, "MailingCity")).GetProperty("MailingCity").GetString());
    }

    [Fact]
    [Behaviour("EN-15")]
    public async Task The_push_that_was_refused_is_made_although_the_Contact_was_edited_before_it_was_found()
    {
        await using var world = await World.StartWithAsync(EmailRule);
        await world.ImportAsync(Header + Jon);
        Assert.Equal(0, (await world.CallAsync("plan", "--out", "tonight.plan")).ExitCode);
        var contact = await world.Org.CreateAsync(new { FirstName = "Jonathan", LastName = "Smith", Email = "jon@example.org", MailingCity = "Rome" });
        Assert.Equal(0, (await world.CallAsync("apply", "tonight.plan")).ExitCode);
        world.Clock.Advance(TimeSpan.FromMinutes(1));

        await world.RunAsync();

        Assert.Equal("Oslo", (await world.Org.ContactAsync(contact, "MailingCity")).Text("MailingCity"));
        Assert.Equal("Oslo", (await world.SupporterAsync("1"))!.Value.Text("city"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Behaviour("EN-9")]
    public async Task Without_the_look_up_the_refused_rows_stay_failed_and_nothing_is_asked(bool incremental)
    {
        await using var world = await World.StartAsync();
        string[] off = ["--set", "override.duplicates.lookup=off"];

        var run = await RefusedAsync(world, Jon, "Jonathan,Smith,jon@example.org,Rome", incremental, off);

        Assert.Equal(2, run.ExitCode);
        Assert.Equal([["org", "create", "failed", "DUPLICATES_DETECTED"]], world.Sealed("results", Results));
        Assert.Empty(world.Sealed("lookups", Lookups));
        Assert.Null((await world.SupporterAsync("1"))!.Value.Text("contact_id"));
        Assert.DoesNotContain(await world.Org.RequestsAsync(), r => Uri.UnescapeDataString(r.GetProperty("path").GetString()!).Contains("jon@example.org", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Jonathon,Smyth,JON@Example.org", "linked", true)]
    [InlineData("Jonathon,Smyth,JON@Example.org", "linked", false)]
    [Behaviour("EN-11")]
    public async Task Names_that_are_alike_and_the_same_e_mail_make_a_suitable_Contact(string contact, string verdict, bool incremental)
    {
        await using var world = await World.StartWithAsync(EmailRule);

        await RefusedAsync(world, Jon, contact + ",Rome", incremental);

        Assert.Equal([["1", verdict, await world.IdAsync("Email = 'jon@example.org'")]], world.Sealed("lookups", Lookups));
    }

    [Theory]
    [InlineData("Jon,Quill", true)]
    [InlineData("Jon,Quill", false)]
    [InlineData("Zelda,Smith", true)]
    [Behaviour("EN-11")]
    [Behaviour("EN-12")]
    public async Task The_same_e_mail_under_an_unlike_name_is_no_match(string names, bool incremental)
    {
        await using var world = await World.StartWithAsync(EmailRule);

        var run = await RefusedAsync(world, Jon, names + ",jon@example.org,Rome", incremental);

        Assert.Equal(2, run.ExitCode);
        Assert.Equal([["1", "unlike", await world.IdAsync("Email = 'jon@example.org'")]], world.Sealed("lookups", Lookups));
        Assert.Null((await world.SupporterAsync("1"))!.Value.Text("contact_id"));
    }

    [Fact]
    [Behaviour("EN-16")]
    public async Task Of_two_Contacts_that_suit_a_refused_supporter_equally_well_neither_is_taken()
    {
        await using var world = await World.StartAsync();

        var run = await RefusedAsync(world, Jon, "Jonathan,Smith,jon@example.org,Rome\nJonathan,Smith,jon@example.org,Oslo", incremental: true);

        Assert.Equal(2, run.ExitCode);
        Assert.Equal([["1", "several"]], world.Sealed("lookups", "select local_key, verdict from {table}"));
        Assert.Null((await world.SupporterAsync("1"))!.Value.Text("contact_id"));
    }

    [Theory]
    [InlineData("other@example.org", true)]
    [InlineData("other@example.org", false)]
    [InlineData("", true)]
    [Behaviour("EN-13")]
    public async Task Alike_names_under_another_e_mail_or_none_are_no_match(string email, bool incremental)
    {
        await using var world = await World.StartWithAsync(NameRule);

        var run = await RefusedAsync(world, Jon, $"Jon,Smith,{email},Rome", incremental);

        Assert.Equal(2, run.ExitCode);
        Assert.Equal([["1", "none", null]], world.Sealed("lookups", Lookups));
        Assert.Null((await world.SupporterAsync("1"))!.Value.Text("contact_id"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Behaviour("EN-16")]
    public async Task Without_a_suitable_Contact_the_supporter_stays_unlinked_and_the_error_visible_and_counted(bool incremental)
    {
        await using var world = await World.StartWithAsync(NameRule);

        var run = await RefusedAsync(world, Jon, "Jon,Smith,other@example.org,Rome", incremental);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("1 planned = 1 failed", run.Out, StringComparison.Ordinal);
        Assert.Equal([["DUPLICATES_DETECTED", "1"]], world.Sealed("errors", "select code, rows::varchar from {table}"));
        var explained = await world.CallAsync("explain", "jon@example.org");
        Assert.Contains("DUPLICATES_DETECTED", explained.Out, StringComparison.Ordinal);
        Assert.Contains("no Contact has jon@example.org", explained.Out, StringComparison.Ordinal);
        Assert.Null((await world.SupporterAsync("1"))!.Value.Text("contact_id"));
    }

    private const string EmailRule =
        """
        "matchingRules": [{ "object": "Contact", "name": "Email", "items": [{ "field": "Email", "method": "Exact" }] }],
        "duplicateRules": [{ "object": "Contact", "name": "Email", "matchRules": [{ "matchingRule": "Email" }], "operationsOnInsert": ["Alert", "Report"] }]
        """;

    private const string NameRule =
        """
        "matchingRules": [{ "object": "Contact", "name": "Names", "items": [{ "field": "FirstName", "method": "FirstName" }, { "field": "LastName", "method": "LastName" }] }],
        "duplicateRules": [{ "object": "Contact", "name": "Names", "matchRules": [{ "matchingRule": "Names" }], "operationsOnInsert": ["Alert", "Report"] }]
        """;

    /// <summary>A run that creates a supporter whose Contact, given as first name, last name, e-mail and city, it has not seen.</summary>
    private static async Task<CliResult> RefusedAsync(World world, string supporter, string contact, bool incremental, params string[] more)
    {
        const string Columns = "FirstName,LastName,Email,MailingCity\n";
        if (incremental)
        {
            await world.RunAsync(more);
            await world.MigrateAsync(Columns + contact + "\n");
            await world.ImportAsync(Header + supporter);
            return await world.CallAsync(["run", .. more]);
        }

        await world.ImportAsync(Header + supporter);
        var planned = await world.CallAsync(["plan", "--out", "tonight.plan", .. more]);
        Assert.True(planned.ExitCode == 0, planned.ToString());
        await world.MigrateAsync(Columns + contact + "\n");
        return await world.CallAsync(["apply", "tonight.plan", .. more]);
    }
}
