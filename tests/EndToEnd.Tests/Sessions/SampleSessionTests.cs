using ContactSync.EndToEnd.Tests.Harness;

namespace ContactSync.EndToEnd.Tests.Sessions;

/// <summary>The sample world from its first run on: everything, then nothing, then exactly what was edited, then nothing.</summary>
public sealed class SampleSessionTests
{
    private static readonly string Samples = Path.Combine(Repository.Root, "data", "samples");

    [Fact]
    public async Task After_a_first_run_only_what_is_edited_moves_and_each_edit_to_the_other_side()
    {
        await using var world = await World.StartAsync();
        await using (var contacts = File.OpenRead(Path.Combine(Samples, "contacts.csv")))
        {
            await world.SeedAsync(contacts);
        }

        var imported = await world.ImportFileAsync(Path.Combine(Samples, "supporters.csv"));
        Assert.True(imported.ExitCode == 0, imported.ToString());

        await world.RunAsync();
        var jobs = await world.Org.IngestJobsAsync();
        Assert.True(jobs > 0);
        var linked = world.Sealed("links", "select local_key, org_id from {table} where status = 'linked' and hold is null order by org_id limit 2");
        await AssertNothingMovesAsync(world);

        var (edited, contact) = (linked[0][0]!, linked[1][1]!);
        await world.SetAsync(edited, "city=Ville d'Essai");
        await world.Org.UpdateAsync(contact, new { MailingCity = "Probestadt" });
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        await world.RunAsync();

        Assert.Equal(
            [["org", "update", edited, "MailingCity", "Ville d'Essai"], ["local", "update", linked[1][0], "city", "Probestadt"]],
            world.Sealed("plan", "select side, action, local_key, c.target, c.after from (select *, unnest(changes) as c from {table}) order by plan_row"));
        Assert.Equal([["2"]], world.Sealed("results", "select cast(count(*) as varchar) from {table} where outcome = 'succeeded'"));
        Assert.Equal("Ville d'Essai", (await world.Org.ContactAsync(linked[0][1]!, "MailingCity")).GetProperty("MailingCity").GetString());
        Assert.Equal("Probestadt", (await world.SupporterAsync(linked[1][0]!))!.Value.GetProperty("city").GetString());
        Assert.Equal(jobs + 1, await world.Org.IngestJobsAsync());

        world.Clock.Advance(TimeSpan.FromMinutes(1));
        await AssertNothingMovesAsync(world);
    }

    [Fact]
    public async Task The_commands_of_the_README_run_on_a_fresh_folder_and_find_nothing_to_do_the_second_time()
    {
        var folder = Directory.CreateTempSubdirectory("contact-sync-readme-").FullName;
        try
        {
            File.Copy(Path.Combine(Repository.Root, "pipeline.json"), Path.Combine(folder, "pipeline.json"));
            foreach (var part in (string[])["data/profiles", "data/samples"])
            {
                Directory.CreateDirectory(Path.Combine(folder, part));
                foreach (var file in Directory.GetFiles(Path.Combine(Repository.Root, part)))
                {
                    File.Copy(file, Path.Combine(folder, part, Path.GetFileName(file)));
                }
            }

            File.Copy(Path.Combine(Repository.Root, "data", "sandbox-schema.json"), Path.Combine(folder, "data", "sandbox-schema.json"));
            var first = await Harness.Cli.RunAsync(["run"], folder);
            Assert.True(first.ExitCode == 0, first.ToString());
            Assert.DoesNotContain("0 changes", first.Out, StringComparison.Ordinal);
            var second = await Harness.Cli.RunAsync(["run"], folder);
            Assert.True(second.ExitCode == 0, second.ToString());
            Assert.Contains("0 changes", second.Out, StringComparison.Ordinal);
            var sent = await Harness.Cli.RunAsync(["query", "select count(*) as sent from results where run = last_run()", "--json"], folder);
            Assert.True(sent.ExitCode == 0, sent.ToString());
            Assert.Contains("\"sent\":0", sent.Out.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task AssertNothingMovesAsync(World world)
    {
        var jobs = await world.Org.IngestJobsAsync();
        var result = await world.RunAsync();
        Assert.Contains("0 changes", result.Out, StringComparison.Ordinal);
        Assert.Empty(world.Sealed("plan", "select plan_row::varchar from {table}"));
        Assert.Empty(world.Sealed("results", "select plan_row::varchar from {table}"));
        Assert.Equal(jobs, await world.Org.IngestJobsAsync());
    }
}
