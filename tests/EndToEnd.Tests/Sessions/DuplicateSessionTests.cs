using ContactSync.EndToEnd.Tests.Harness;

namespace ContactSync.EndToEnd.Tests.Sessions;

/// <summary>
/// The sample world of an account that joins late: its Contacts were there before the first run and carry stamps that no window reaches, so that every supporter who is
/// among them is refused as a duplicate by the rule in the sandbox's schema file.
/// </summary>
public sealed class DuplicateSessionTests
{
    private static readonly string Samples = Path.Combine(Repository.Root, "data", "samples");

    [Fact]
    public async Task Refused_supporters_are_linked_by_one_run_sent_by_Id_by_the_next_and_left_alone_by_the_third()
    {
        await using var world = await World.StartAsync();
        await world.RunAsync();
        await using (var contacts = File.OpenRead(Path.Combine(Samples, "contacts.csv")))
        {
            await world.SeedAsync(contacts);
        }

        var imported = await world.ImportFileAsync(Path.Combine(Samples, "supporters.csv"));
        Assert.True(imported.ExitCode == 0, imported.ToString());

        var first = await world.CallAsync("run");
        Assert.True(first.ExitCode is 0 or 2, first.ToString());
        var linked = world.Sealed("lookups", "select local_key, org_id from {table} where verdict = 'linked'").ToDictionary(r => r[0]!, r => r[1]!);
        Assert.True(linked.Count > 1000, first.ToString());
        Assert.Equal(linked.Count.ToString(System.Globalization.CultureInfo.InvariantCulture), world.Sealed("results", "select count(*)::varchar from {table} where outcome = 'linked'")[0][0]);
        var supporters = world.Supporters().ToDictionary(s => s.GetProperty("supporter_id").GetString()!, s => s.Text("contact_id"));
        Assert.All(linked, link => Assert.Equal(link.Value, supporters[link.Key]));
        var made = await world.Org.CountAsync();

        await world.RunAsync();
        var sent = world.Sealed("results", "select local_key, org_id, action, outcome from {table} where side = 'org'");
        Assert.NotEmpty(sent);
        Assert.All(sent, row => Assert.Equal((linked[row[0]!], "update", "succeeded"), (row[1], row[2], row[3])));

        // The others have nothing that their Contact lacks: the same values, or blanks that it filled.
        var rest = linked.Keys.Except(sent.Select(row => row[0]!)).ToHashSet();
        var unsent = world.Sealed("outcomes", "select local_key, outcome from {table} where side = 'local'").Where(row => rest.Contains(row[0]!)).ToList();
        Assert.Equal(rest.Count, unsent.Count);
        Assert.All(unsent, row => Assert.Contains(row[1], (string[])["unchanged", "planned"]));
        Assert.Equal(made, await world.Org.CountAsync());

        var jobs = await world.Org.IngestJobsAsync();
        var third = await world.RunAsync();
        Assert.Contains("0 changes", third.Out, StringComparison.Ordinal);
        Assert.Empty(world.Sealed("results", "select plan_row::varchar from {table}"));
        Assert.Equal(jobs, await world.Org.IngestJobsAsync());
    }
}
