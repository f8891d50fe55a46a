using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ContactSync.EndToEnd.Tests.Harness;

namespace ContactSync.EndToEnd.Tests.Matching;

/// <summary>A profile that identifies by weights: whole runs link people that no single key brings together, and leave to a person what is not certain.</summary>
public sealed class WeightsKeyTests
{
    private const string Kate = "Kate,Whitfield,kwhitfield@work.example,+44 20 7946 5001,4 Elm Close,Leeds,LS1 4AB,1971-06-24";
    private const string Robert = "Robert,Danvers,rob@work.example,,,York,,1961-09-01";
    private const string Katherine = "200,Katherine,Whitfield,kath.whitfield@mail.example,+44 20 7946 5001,4 Elm Close,Leeds,LS1 4AB,1971-06-24";
    private const string OtherRobert = "201,Robert,Danvers,rd@mail.example,,,Leeds,,1960-05-06";

    [Fact]
    public async Task Two_records_of_one_person_are_linked_and_no_second_one_is_made()
    {
        await using var world = await WorldAsync([Kate], [Katherine]);

        var first = await world.RunAsync();
        var contact = await world.IdAsync("LastName = 'Whitfield'");

        Assert.Contains("1 by weights", first.Out, StringComparison.Ordinal);
        Assert.Equal(contact, (await world.SupporterAsync("200"))!.Value.GetProperty("contact_id").GetString());
        Assert.Equal(81, await world.Org.CountAsync());
        Assert.Equal(81, world.Supporters().Count);
        Assert.Equal(
            (string?[])["200", "weights", "best", "t"],
            Assert.Single(world.Sealed("pairs", "select local_key, method, verdict, case when why like 'by phone: first same %= % bits; link from %' and weight > 2000 and score > 990 then 't' else why end from {table} where method = 'weights'")));
        Assert.Equal((string?[])["200", contact, "weights", "link"], Assert.Single(world.Sealed("matches", "select local_key, org_id, method, verdict from {table} where method = 'weights'")));

        var jobs = await world.Org.IngestJobsAsync();
        await world.RunAsync();
        Assert.Contains("0 changes", (await world.RunAsync()).Out, StringComparison.Ordinal);
        Assert.InRange(await world.Org.IngestJobsAsync(), jobs, jobs + 1);
    }

    [Fact]
    public async Task What_is_not_certain_makes_nobody_until_a_person_says_they_are_two()
    {
        await using var world = await WorldAsync([Robert], [OtherRobert]);
        await world.RunAsync();
        var contact = await world.IdAsync("LastName = 'Danvers'");

        Assert.Equal(
            [["local", "201", "a Contact may be the same person", contact], ["org", null, "a supporter may be the same person", "local:201"]],
            world.Sealed("review", "select side, local_key, reason, detail from {table} order by side"));
        Assert.Equal(1, await world.Org.CountAsync("LastName = 'Danvers'"));
        var listed = (await world.CallAsync("review", "list")).Out;
        Assert.Contains("1 waiting in a run", listed, StringComparison.Ordinal);
        Assert.Contains($"contact-sync review show local:201 org:{contact}", listed, StringComparison.Ordinal);

        Assert.Equal(0, (await world.CallAsync("review", "reject", "local:201", "org:" + contact)).ExitCode);
        await world.RunAsync();

        Assert.Equal(2, await world.Org.CountAsync("LastName = 'Danvers'"));
        Assert.Equal(2, world.Supporters().Count(s => s.GetProperty("last_name").GetString() == "Danvers"));
        Assert.Empty(world.Sealed("review", "select * from {table}"));
    }

    [Fact]
    public async Task With_a_wider_margin_a_run_asks_where_it_would_have_linked()
    {
        await using var world = await WorldAsync([Kate], [Katherine]);

        await world.RunAsync("--set", "match.linkMargin=100");

        Assert.Equal(["a Contact may be the same person", "a supporter may be the same person"], world.Sealed("review", "select reason from {table} order by 1").Select(row => row[0]));
        Assert.Equal(1, await world.Org.CountAsync("LastName = 'Whitfield'"));
        Assert.Null((await world.SupporterAsync("200"))!.Value.GetProperty("contact_id").GetString());
    }

    [Fact]
    public async Task What_a_person_says_is_one_is_linked_by_the_next_run()
    {
        await using var world = await WorldAsync([Robert], [OtherRobert]);
        await world.RunAsync();
        var contact = await world.IdAsync("LastName = 'Danvers'");

        Assert.Equal(0, (await world.CallAsync("review", "accept", "local:201", "org:" + contact)).ExitCode);
        await world.RunAsync();

        Assert.Equal(contact, (await world.SupporterAsync("201"))!.Value.GetProperty("contact_id").GetString());
        Assert.Equal(1, await world.Org.CountAsync("LastName = 'Danvers'"));
        Assert.Equal((string?[])["judged"], Assert.Single(world.Sealed("pairs", "select method from {table} where local_key = '201'")));
    }

    [Fact]
    public async Task A_supporter_who_comes_later_finds_the_Contact_that_earlier_runs_left_alone()
    {
        // A Contact without e-mail address makes no supporter: it is known to the runs and stands alone.
        await using var world = await WorldAsync(["Kate,Whitfield,,+44 20 7946 5001,4 Elm Close,Leeds,LS1 4AB,1971-06-24"], []);
        await world.RunAsync();
        await world.RunAsync();
        Assert.Equal(80, world.Supporters().Count);

        await ImportAsync(world, [Katherine]);
        await world.RunAsync();

        Assert.Equal(await world.IdAsync("LastName = 'Whitfield'"), (await world.SupporterAsync("200"))!.Value.GetProperty("contact_id").GetString());
        Assert.Equal(81, await world.Org.CountAsync());
        Assert.Equal((string?[])["1"], Assert.Single(world.Sealed("extract_local", "select count(*) from {table}")));
    }

    [Fact]
    public async Task A_plan_made_by_weights_is_applied_as_it_was_made()
    {
        await using var world = await WorldAsync([Kate, Robert], [Katherine, OtherRobert]);
        var plan = await world.CallAsync("plan");
        Assert.True(plan.ExitCode == 0, plan.ToString());

        var applied = await world.CallAsync("apply", Path.GetFileName(world.NewestRun)["run=".Length..]);

        Assert.True(applied.ExitCode == 0, applied.ToString());
        Assert.Equal(await world.IdAsync("LastName = 'Whitfield'"), (await world.SupporterAsync("200"))!.Value.GetProperty("contact_id").GetString());
        Assert.Equal(1, await world.Org.CountAsync("LastName = 'Danvers'"));
    }

    [Theory]
    [InlineData("match.maxComparisons=1", 4, "at most 1 are allowed", "match.maxComparisons")]
    [InlineData("match.model=no-such-model.json", 5, "no-such-model.json", "match.model")]
    [InlineData("match.model=pipeline.json", 5, "pipeline.json", "match.model")]
    public async Task A_run_that_cannot_match_says_why_and_leaves_both_sides_as_they_were(string setting, int exitCode, string what, string now)
    {
        await using var world = await WorldAsync([Kate, Robert], [Katherine, OtherRobert]);

        var result = await world.CallAsync("run", "--set", setting);

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains(what, result.Err, StringComparison.Ordinal);
        Assert.Contains(now, result.Err, StringComparison.Ordinal);
        Assert.Equal(0, await world.Org.IngestJobsAsync());
        Assert.Equal(42, world.Supporters().Count);
    }

    /// <summary>Forty others on each side, all different, and those.</summary>
    private static async Task<World> WorldAsync(IReadOnlyList<string> contacts, IReadOnlyList<string> supporters)
    {
        var world = await World.StartAsync();
        world.Reconfigure(
            "\"profile\":",
            """
            "override":{"identify":{"pull":[{"key":"id"},{"key":"exact","field":"email"},{"key":"weights"}],"push":[{"key":"id"},{"key":"weights"}]}},"profile":
            """.Trim());
        var csv = new StringBuilder("FirstName,LastName,Email,Phone,MailingStreet,MailingCity,MailingPostalCode,Birthdate\n");
        csv.AppendJoin('\n', Others(40).Concat(contacts)).Append('\n');
        await world.MigrateAsync(csv.ToString());
        await ImportAsync(world, [.. Others(0).Select((other, i) => $"{i},{other}"), .. supporters]);
        return world;
    }

    private static async Task ImportAsync(World world, IReadOnlyList<string> supporters)
    {
        var result = await world.ImportAsync("supporter_id,first_name,last_name,email,phone,street,city,postal_code,birthdate\n" + string.Join('\n', supporters) + "\n");
        Assert.True(result.ExitCode == 0, result.ToString());
    }

    private static IEnumerable<string> Others(int from) => Enumerable.Range(from, 40).Select(i => string.Create(
        CultureInfo.InvariantCulture,
        $"{Word(i, 1)},{Word(i, 2)},{Word(i, 3)}@{Word(i, 4)}.example,+44 20 {Number(i, 5, 9000) + 1000} {Number(i, 6, 9000) + 1000},{Number(i, 7, 90) + 1} {Word(i, 8)} Road,{Word(i, 9)},{Word(i, 10)[..2]}{Number(i, 11, 20)} {Number(i, 12, 9)}XY,{1930 + Number(i, 13, 70)}-{1 + Number(i, 14, 12):00}-{1 + Number(i, 15, 28):00}"));

    /// <summary>Three syllables that hang on the two numbers.</summary>
    private static string Word(int i, int salt)
    {
        var word = string.Concat(Enumerable.Range(0, 3).Select(k => $"{"bdfgklmnprstvz"[Number(i, (100 * salt) + k, 14)]}{"aeiou"[Number(i, (100 * salt) + 50 + k, 5)]}"));
        return char.ToUpperInvariant(word[0]) + word[1..];
    }

    private static int Number(int i, int salt, int below) =>
        BinaryPrimitives.ReadUInt16LittleEndian(SHA256.HashData(Encoding.ASCII.GetBytes($"{i}/{salt}"))) % below;
}
