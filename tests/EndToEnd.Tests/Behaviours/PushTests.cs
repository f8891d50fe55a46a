using ContactSync.EndToEnd.Tests.Harness;

namespace ContactSync.EndToEnd.Tests.Behaviours;

/// <summary>What goes from the store into the org: which supporters are due, and how they are sent.</summary>
public sealed class PushTests
{
    private const string Two = "supporter_id,first_name,last_name,email,city\n1,Ann,Lee,ann@example.org,Paris\n2,Bob,Ray,bob@example.org,Rome\n";
    private const string LocalRows = "select local_key from {table} order by 1";

    [Fact]
    [Behaviour("EN-1")]
    public async Task An_edit_advances_the_stamp_and_makes_the_supporter_due()
    {
        await using var world = await PushedAsync(Two);
        var before = (await world.SupporterAsync("1"))!.Value.GetProperty("modified_at").GetDateTimeOffset();

        await world.SetAsync("1", "city=Lyon");
        Assert.True((await world.SupporterAsync("1"))!.Value.GetProperty("modified_at").GetDateTimeOffset() > before);
        await world.RunAsync();

        Assert.Equal([["update", "1"]], world.Sealed("plan", "select action, local_key from {table}"));
        Assert.Equal(["Lyon", "Rome"], await CitiesAsync(world));
    }

    [Fact]
    [Behaviour("EN-2")]
    public async Task Only_supporters_whose_stamp_is_later_than_the_last_push_are_taken()
    {
        await using var world = await PushedAsync(Two);
        var jobs = await world.Org.IngestJobsAsync();

        await world.RunAsync();
        Assert.Empty(world.Sealed("extract_local", LocalRows));
        Assert.Equal(jobs, await world.Org.IngestJobsAsync());

        await world.SetAsync("2", "phone=(313) 555-0142");
        await world.RunAsync();
        Assert.Equal([["2"]], world.Sealed("extract_local", LocalRows));
        Assert.Equal([["2"]], world.Sealed("results", LocalRows));
    }

    [Fact]
    [Behaviour("EN-4")]
    public async Task Called_every_hour_as_the_manual_says_a_run_pushes_what_was_altered_since_the_last_one()
    {
        var manual = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "operate.md"), TestContext.Current.CancellationToken);
        Assert.Matches("(?m)^[0-9]{1,2} \\* \\* \\* \\*  cd .* && ./contact-sync run >> run.log 2>&1$", manual);
        await using var world = await PushedAsync(Two);

        foreach (var (key, city) in ((string, string)[])[("1", "Lyon"), ("2", "Turin")])
        {
            world.Clock.Advance(TimeSpan.FromHours(1));
            await world.SetAsync(key, $"city={city}");
            await world.RunAsync();
            Assert.Equal([[key]], world.Sealed("results", LocalRows));
        }

        world.Clock.Advance(TimeSpan.FromHours(1));
        await world.RunAsync();
        Assert.Empty(world.Sealed("results", LocalRows));
        Assert.Equal(["Lyon", "Turin"], await CitiesAsync(world));
    }

    [Fact]
    [Behaviour("EN-5")]
    public async Task A_supporter_without_a_last_name_is_skipped_and_the_others_go()
    {
        await using var world = await World.StartAsync();
        await ImportAsync(world, "supporter_id,first_name,last_name,email\n1,Ann,Lee,ann@example.org\n2,Bob,,bob@example.org\n3,Cy,Fox,cy@example.org\n");

        await world.RunAsync();

        Assert.Equal([["2", "no last name"]], world.Sealed("skipped", "select local_key, reason from {table}"));
        Assert.Equal(["Fox", "Lee"], await LastNamesAsync(world));
    }

    [Fact]
    [Behaviour("EN-5")]
    public async Task A_linked_supporter_that_loses_its_last_name_is_skipped_too()
    {
        await using var world = await PushedAsync(Two);
        await world.SetAsync("1", "last_name=", "city=Lyon");
        await world.SetAsync("2", "city=Turin");

        await world.RunAsync();

        Assert.Equal([["1", "no last name"]], world.Sealed("skipped", "select local_key, reason from {table}"));
        Assert.Equal(["Lee", "Ray"], await LastNamesAsync(world));
        Assert.Equal(["Paris", "Turin"], await CitiesAsync(world));
    }

    [Fact]
    [Behaviour("EN-6")]
    public async Task A_last_name_of_white_space_is_none()
    {
        await using var world = await World.StartAsync();
        await ImportAsync(world, "supporter_id,first_name,last_name,email\n1,Ann,Lee,ann@example.org\n2,Bob,\"  \t \",bob@example.org\n3,Cy,\"\u00A0\u2003\",cy@example.org\n");

        await world.RunAsync();

        Assert.Equal([["2", "no last name"], ["3", "no last name"]], world.Sealed("skipped", "select local_key, reason from {table} order by 1"));
        Assert.Equal(["Lee"], await LastNamesAsync(world));
    }

    [Fact]
    [Behaviour("EN-7")]
    public async Task A_skipped_supporter_is_pushed_once_it_has_a_last_name()
    {
        await using var world = await PushedAsync("supporter_id,first_name,last_name,email\n1,Bob,,bob@example.org\n");
        Assert.Equal(0, await world.Org.CountAsync());

        await world.SetAsync("1", "last_name=Ray");
        await world.RunAsync();

        Assert.Equal(["Ray"], await LastNamesAsync(world));
        Assert.Empty(world.Sealed("skipped", LocalRows));
    }

    [Fact]
    [Behaviour("EN-8")]
    public async Task Unlinked_supporters_are_created_and_linked_ones_updated_through_Bulk_jobs_alone()
    {
        await using var world = await PushedAsync(Two);
        var ids = (await world.Org.QueryAsync("SELECT Id FROM Contact ORDER BY LastName")).Select(c => c.GetProperty("Id").GetString()).ToList();
        await world.SetAsync("1", "city=Lyon");
        await world.RunAsync();

        var contacts = await world.Org.QueryAsync("SELECT Id, MailingCity FROM Contact ORDER BY LastName");
        Assert.Equal(ids, contacts.Select(c => c.GetProperty("Id").GetString()));
        Assert.Equal("Lyon", contacts[0].GetProperty("MailingCity").GetString());
        var log = await world.Org.RequestsAsync();
        Assert.Equal([("upsert", "Contact"), ("update", "Contact")], Requests.IngestJobs(log));
        Assert.Empty(Requests.RecordWrites(log));
    }

    [Fact]
    [Behaviour("EN-8")]
    public async Task Every_mapped_field_reaches_its_own_field_of_the_Contact_and_comes_back_from_it()
    {
        const string Fields = "FirstName, LastName, Email, Phone, MailingStreet, MailingCity, MailingState, MailingPostalCode, MailingCountry, Birthdate";
        await using var world = await PushedAsync(
            "supporter_id,first_name,last_name,email,phone,street,city,region,postal_code,country,birthdate\n1,Ann,Lee,ann@example.org,(313) 555-0101,1 High St,Oslo,Viken,0150,Norway,1980-02-03\n");
        var contact = Assert.Single(await world.Org.QueryAsync($"SELECT Id, {Fields} FROM Contact"));
        Assert.Equal(
            ["Ann", "Lee", "ann@example.org", "(313) 555-0101", "1 High St", "Oslo", "Viken", "0150", "Norway", "1980-02-03"], Fields.Split(", ").Select(f => contact.Text(f)));

        world.Clock.Advance(TimeSpan.FromMinutes(1));
        await world.Org.UpdateAsync(contact.Text("Id")!, new { Phone = "(313) 555-0102", MailingStreet = "2 Low St", MailingState = "Troms", MailingPostalCode = "9008", MailingCountry = "Sapmi", Birthdate = "1981-02-03" });
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        await world.RunAsync();
        var supporter = (await world.SupporterAsync("1"))!.Value;
        Assert.Equal(
            ["(313) 555-0102", "2 Low St", "Troms", "9008", "Sapmi", "1981-02-03"],
            ((string[])["phone", "street", "region", "postal_code", "country", "birthdate"]).Select(f => supporter.Text(f)));

        // Another way to write the same address is no change.
        await world.SetAsync("1", "email=ANN@example.org");
        await world.RunAsync();
        Assert.Empty(world.Sealed("plan", "select action from {table}"));
    }

    private static async Task<IEnumerable<string?>> LastNamesAsync(World world) =>
        (await world.Org.QueryAsync("SELECT LastName FROM Contact ORDER BY LastName")).Select(c => c.GetProperty("LastName").GetString());

    private static async Task<IEnumerable<string?>> CitiesAsync(World world) =>
        (await world.Org.QueryAsync("SELECT MailingCity FROM Contact ORDER BY LastName")).Select(c => c.GetProperty("MailingCity").GetString());

    private static async Task ImportAsync(World world, string csv)
    {
        var imported = await world.ImportAsync(csv);
        Assert.True(imported.ExitCode == 0, imported.ToString());
    }

    /// <summary>These supporters, pushed once.</summary>
    private static async Task<World> PushedAsync(string csv)
    {
        var world = await World.StartAsync();
        await ImportAsync(world, csv);
        await world.RunAsync();
        return world;
    }
}
