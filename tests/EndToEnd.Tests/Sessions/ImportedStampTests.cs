using System.Text;
using ContactSync.EndToEnd.Tests.Harness;

namespace ContactSync.EndToEnd.Tests.Sessions;

/// <summary>Imported records are as old as their file says, and yet no run misses them.</summary>
public sealed class ImportedStampTests
{
    [Fact]
    public async Task The_newer_of_an_imported_record_and_a_Contact_wins_by_the_stamps_that_both_carry()
    {
        await using var world = await World.StartAsync();
        using var contacts = new MemoryStream(Encoding.UTF8.GetBytes(
            """
            FirstName,LastName,Email,MailingCity,CreatedDate,LastModifiedDate,EN_Last_Modified_Date__c
            Ann,Lee,ann@example.org,Rome,2015-01-01T00:00:00.000Z,2020-06-01T00:00:00.000Z,2020-06-01T00:00:00.000Z
            Bob,Ray,bob@example.org,Rome,2015-01-01T00:00:00.000Z,2020-06-01T00:00:00.000Z,2020-06-01T00:00:00.000Z

            """));
        await world.SeedAsync(contacts);
        await world.ImportAsync(
            "supporter_id,first_name,last_name,email,city,modified_at\n1,Ann,Lee,ann@example.org,Bath,2020-05-31T23:59:59Z\n2,Bob,Ray,bob@example.org,Bath,2020-06-01T00:00:01Z\n");

        await world.RunAsync();

        Assert.Equal(
            [["local", "1", "Rome", "newest wins"], ["org", "2", "Bath", "newest wins"]],
            world.Sealed("plan", "select side, local_key, c.after, c.rule from (select side, local_key, unnest(changes) as c from {table}) order by local_key"));
    }

    [Fact]
    public async Task A_record_imported_after_a_run_is_extracted_by_the_next_one_however_old_it_is()
    {
        await using var world = await World.StartAsync();
        await world.ImportAsync("supporter_id,last_name,email,modified_at\n1,Lee,ann@example.org,2020-05-31T23:59:59Z\n");
        await world.RunAsync();
        await world.ImportAsync("supporter_id,last_name,email,modified_at\n1,Leigh,ann@example.org,2020-06-30T00:00:00Z\n2,Ray,bob@example.org,2017-01-01T00:00:00Z\n");
        world.Clock.Advance(TimeSpan.FromMinutes(1));

        await world.RunAsync();

        Assert.Equal([["1", "2020-06-30"], ["2", "2017-01-01"]], world.Sealed("extract_local", "select local_key, strftime(modified_at at time zone 'UTC', '%Y-%m-%d') from {table} order by 1"));
        Assert.Equal([["create", "2"], ["update", "1"]], world.Sealed("plan", "select action, local_key from {table} order by 1"));
    }
}
