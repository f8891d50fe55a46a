using ContactSync.EndToEnd.Tests.Harness;

namespace ContactSync.EndToEnd.Tests.Matching;

/// <summary>A filled CSV of pairs is taken whole, with its words in force from the next run on, or refused whole with the lines that are wrong.</summary>
public sealed class ReviewImportTests
{
    private const string Header = "left,right,bits,reason,decision,evidence\n";

    [Fact]
    public async Task What_was_left_to_people_is_listed_first_and_a_decision_on_it_is_carried_out_by_the_next_run()
    {
        await using var world = await World.StartAsync();
        await world.MigrateAsync("FirstName,LastName,Email\nAnn,Lee,ann@example.org\nAnn,Lee,ann@example.org\n");
        var second = (await world.Org.QueryAsync("SELECT Id FROM Contact ORDER BY Id"))[^1].Text("Id")!;
        await world.ImportAsync("supporter_id,first_name,last_name,email,city\n1,Ann,Lee,ann@example.org,Oslo\n2,Bob,Ray,bob@example.org,\n");
        await world.RunAsync();
        Assert.Equal([["several Contacts match equally well"]], world.Sealed("review", "select distinct reason from {table} where side = 'local'"));
        var listed = await world.CallAsync("review", "list");
        Assert.Matches("^several Contacts match equally well\n *[0-9.]+  local:1 +Ann Lee, ann@example.org\n", listed.Out);
        Assert.Contains("of 2 pairs: 2 waiting in a run; judged: 0 the same, 0 different)", listed.Out, StringComparison.Ordinal);
        Assert.Contains("(2 to 2 of 2 pairs", (await world.CallAsync("review", "list", "--skip", "1")).Out, StringComparison.Ordinal);

        var imported = await DecideAsync(world, $"local:1,org:{second},35,,Same,\nlocal:1,org:{second},35,,same,\n,,,,later,\n");
        Assert.True(imported.ExitCode == 0, imported.ToString());
        Assert.StartsWith("1 the same, 0 different, from now on\n", imported.Out, StringComparison.Ordinal);

        await world.RunAsync("--full");
        Assert.Equal(second, (await world.SupporterAsync("1"))!.Value.Text("contact_id"));
        Assert.Equal("Oslo", (await world.Org.ContactAsync(second, "MailingCity")).Text("MailingCity"));
    }

    [Fact]
    public async Task A_file_with_lines_that_cannot_be_taken_is_refused_with_each_of_them_and_nothing_of_it_is_taken()
    {
        await using var world = await World.StartAsync();
        var contact = await AnnAsync(world);
        await world.ImportAsync("supporter_id,first_name,last_name,email\n1,Ann,Lee,ann@example.org\n2,Bob,Ray,bob@example.org\n");
        await world.RunAsync();

        var refused = await DecideAsync(
            world, $"1,{contact},,,same,\nlocal:1,org:{contact},,,different,\nlocal:9,org:{contact},,,same,\nlocal:2,2,,,same,\nlocal:2,org:{contact},,,maybe,\nlocal:2,org:{contact}\nlocal:2,org:{contact},,,different,\n");

        Assert.True(refused.ExitCode == 5, refused.ToString());
        Assert.Contains("5 lines of the file cannot be taken", refused.Err, StringComparison.Ordinal);
        foreach (var line in (string[])[$"line 3: it says the opposite of line 2, of local:1 and org:{contact}", "line 4: no run has seen 'local:9'", "line 5: local:2 is named twice", "line 6: 'maybe' is no decision", "line 7: it has 2 columns, the header has 6"])
        {
            Assert.Contains(line, refused.Err, StringComparison.Ordinal);
        }

        Assert.False(File.Exists(Path.Combine(world.Folder, "state", "judgements.jsonl")));
        await File.WriteAllTextAsync(Path.Combine(world.Folder, "other.csv"), $"left;right;decision\nlocal:1;org:{contact};same\n");
        var headless = await world.CallAsync("review", "import", "other.csv");
        Assert.True(headless.ExitCode == 5 && headless.Err.Contains("CSV with commas", StringComparison.Ordinal), headless.ToString());
    }

    [Fact]
    public async Task The_opposite_of_what_was_said_before_replaces_it_and_a_chain_that_contradicts_itself_is_reported_until_it_does_not()
    {
        await using var world = await World.StartAsync();
        var contact = await AnnAsync(world);
        await world.ImportAsync("supporter_id,first_name,last_name,email\n1,Ann,Lee,\n2,Anna,Lee,\n");
        await world.RunAsync();

        var chain = await DecideAsync(world, $"local:1,org:{contact},,,same,\nlocal:2,org:{contact},,,same,\nlocal:1,local:2,,,different,\n");
        Assert.True(chain.ExitCode == 0, chain.ToString());
        Assert.Contains($"contradiction: local:1 = org:{contact} = local:2, but local:1 and local:2 are said to differ", chain.Err, StringComparison.Ordinal);

        // A Contact is one supporter's, whatever people said.
        var run = await world.CallAsync("run", "--full");
        Assert.True(run.ExitCode is 0 or 2, run.ToString());
        Assert.InRange(world.Supporters().Count(s => s.Text("contact_id") == contact), 0, 1);

        var mended = await DecideAsync(world, $"2,{contact},,,different,\n");
        Assert.Equal((0, "0 the same, 1 different, from now on; 1 of them the opposite of what was said before\n", ""), (mended.ExitCode, mended.Out, mended.Err));
    }

    private static async Task<string> AnnAsync(World world) => await world.Org.CreateAsync(new { FirstName = "Ann", LastName = "Lee", Email = "ann@example.org" });

    private static async Task<CliResult> DecideAsync(World world, string rows)
    {
        await File.WriteAllTextAsync(Path.Combine(world.Folder, "pairs.csv"), Header + rows);
        return await world.CallAsync("review", "import", "pairs.csv");
    }
}
