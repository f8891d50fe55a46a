using System.Globalization;
using System.Text;
using ContactSync.EndToEnd.Tests.Harness;

namespace ContactSync.EndToEnd.Tests.Matching;

/// <summary>A profile that identifies by rules: the first that holds links people, and of two Contacts that fit equally none is taken unless the policy says so.</summary>
public sealed class RulesKeyTests
{
    private const string Rules =
        """
        [{"name":"telephone and names","where":[{"field":"phone","method":"phone","atLeast":80},{"field":"first_name","method":"firstName","atLeast":85},{"field":"last_name","method":"lastName","atLeast":85}]},
        {"name":"names at one address","where":[{"field":"first_name","method":"firstName","atLeast":85},{"field":"last_name","method":"lastName","atLeast":85},{"field":"postal_code","method":"zip","atLeast":80},{"field":"street","method":"street","atLeast":80}]}]
        """;

    private const string Kate = "Kate,Whitfield,kwhitfield@work.example,+44 20 7946 5001,4 Elm Close,Leeds,LS1 4AB,1971-06-24,2024-01-01T00:00:00.000Z";
    private const string OtherKate = "Kate,Whitfield,kate@home.example,+44 20 7946 5001,9 Oak Lane,York,YO1 4AB,1971-06-24,2023-01-01T00:00:00.000Z";
    private const string Katherine = "200,Katherine,Whitfield,kath.whitfield@mail.example,+44 20 7946 5001,4 Elm Close,Leeds,LS1 4AB,1971-06-24";
    private const string Rob = "Rob,Danvers,rob@work.example,,7 Mill Road,York,YO1 7AA,,2024-01-01T00:00:00.000Z";
    private const string Robert = "201,Robert,Danvers,rd@mail.example,,7 Mill Rd,York,YO1 7AA,";

    [Fact]
    public async Task Each_pair_is_linked_by_the_first_rule_that_holds_and_says_which()
    {
        await using var world = await WorldAsync([Kate, Rob], [Katherine, Robert]);

        var first = await world.RunAsync();

        Assert.Contains("2 by rules", first.Out, StringComparison.Ordinal);
        Assert.Contains("push by id → rules", first.Out, StringComparison.Ordinal);
        Assert.Equal(await world.IdAsync("LastName = 'Whitfield'"), (await world.SupporterAsync("200"))!.Value.GetProperty("contact_id").GetString());
        Assert.Equal(await world.IdAsync("LastName = 'Danvers'"), (await world.SupporterAsync("201"))!.Value.GetProperty("contact_id").GetString());
        Assert.Equal(
            [
                ["200", "best", "983", "rule \"telephone and names\" by phone: phone phone 100 (from 80), first_name firstName 95 (from 85), last_name lastName 100 (from 85)"],
                ["201", "best", "987", "rule \"names at one address\" by postcode: first_name firstName 95 (from 85), last_name lastName 100 (from 85), postal_code zip 100 (from 80), street street 100 (from 80)"],
            ],
            world.Sealed("pairs", "select local_key, verdict, score, why from {table} where method = 'rules' order by 1"));
        Assert.Equal([["200", "rules", "link"], ["201", "rules", "link"]], world.Sealed("matches", "select local_key, method, verdict from {table} where method = 'rules' order by 1"));

        await world.RunAsync();
        Assert.Contains("0 changes", (await world.RunAsync()).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_Contacts_that_fit_equally_a_person_chooses()
    {
        await using var world = await WorldAsync([Kate, OtherKate], [Katherine]);

        await world.RunAsync();

        Assert.Null((await world.SupporterAsync("200"))!.Value.GetProperty("contact_id").GetString());
        Assert.Equal(2, await world.Org.CountAsync("LastName = 'Whitfield'"));
        Assert.Equal(["review", "review"], world.Sealed("pairs", "select verdict from {table} where method = 'rules'").Select(r => r[0]));
        Assert.Equal(["a Contact may be the same person"], world.Sealed("review", "select reason from {table} where side = 'local'").Select(r => r[0]));
        Assert.Contains("waiting in a run", (await world.CallAsync("review", "list")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_Contacts_that_fit_equally_the_oldest_is_taken_where_the_policy_says_so()
    {
        await using var world = await WorldAsync([Kate, OtherKate], [Katherine], """,{"key":"weights"}""", "first");
        var oldest = await world.IdAsync("Email = 'kate@home.example'");

        await world.RunAsync();

        Assert.Equal(oldest, (await world.SupporterAsync("200"))!.Value.GetProperty("contact_id").GetString());
        Assert.Equal((string?[])["200", "rules", "link"], Assert.Single(world.Sealed("matches", "select local_key, method, verdict from {table} where method = 'rules'")));
    }

    [Fact]
    public async Task What_rules_leave_alone_the_weights_look_at()
    {
        await using var world = await WorldAsync(["Kate,Whitfield,kwhitfield@work.example,+44 20 7946 5001,4 Elm Close,Leeds,LS1 4AB,1971-06-24,2024-01-01T00:00:00.000Z", Rob], [Katherine.Replace("200,Katherine", "200,Catrine", StringComparison.Ordinal), Robert], """,{"key":"weights"}""");

        var run = await world.RunAsync();

        Assert.Contains("1 by rules   1 by weights", run.Out, StringComparison.Ordinal);
        Assert.Equal([["200", "weights"], ["201", "rules"]], world.Sealed("matches", "select local_key, method from {table} where method in ('rules', 'weights') order by 1"));
    }

    [Fact]
    public async Task One_worker_and_two_find_the_same_pairs()
    {
        await using var world = await WorldAsync([Kate, OtherKate, Rob], [Katherine, Robert]);
        const string All = "select local_key, org_id, method, score, weight, verdict, why from {table} order by all";

        await world.CallAsync("plan", "--set", "dataflow.score.parallelism=1", "--set", "dataflow.candidates.parallelism=1");
        var one = world.Sealed("pairs", All).Select(row => string.Join('|', row)).ToArray();
        await world.CallAsync("plan", "--set", "dataflow.score.parallelism=2", "--set", "dataflow.candidates.parallelism=2");

        Assert.Equal(3, one.Count(row => row.Contains("|rules|", StringComparison.Ordinal)));
        Assert.Equal(one, world.Sealed("pairs", All).Select(row => string.Join('|', row)));
    }

    [Fact]
    public async Task Explain_tells_of_any_two_records_what_each_rule_says()
    {
        await using var world = await WorldAsync([Kate, Rob], [Katherine, Robert]);
        await world.RunAsync();

        var card = (await world.CallAsync("explain", "local:200", "org:" + await world.IdAsync("LastName = 'Whitfield'"))).Out;
        var strangers = (await world.CallAsync("explain", "local:200", "local:201")).Out;

        Assert.Contains("profile rule \"telephone and names\" decides: phone phone 100 (from 80), first_name firstName 95 (from 85), last_name lastName 100 (from 85)", card, StringComparison.Ordinal);
        Assert.Contains("\"names at one address\": first_name firstName", strangers, StringComparison.Ordinal);
        Assert.Contains("fails", strangers, StringComparison.Ordinal);
        Assert.DoesNotContain("decides", strangers, StringComparison.Ordinal);
    }

    /// <summary>Some others on each side, all different, and those.</summary>
    private static async Task<World> WorldAsync(IReadOnlyList<string> contacts, IReadOnlyList<string> supporters, string after = "", string onMany = "review")
    {
        var world = await World.StartAsync();
        world.Reconfigure(
            "\"profile\":",
            $$$"""
            "override":{"identify":{"pull":[{"key":"id"},{"key":"exact","field":"email"},{"key":"rules"}{{{after}}}],"push":[{"key":"id"},{"key":"rules"}{{{after}}}],"onMany":"{{{onMany}}}","rules":{{{Rules}}}}},"profile":
            """.Trim());
        var csv = new StringBuilder("FirstName,LastName,Email,Phone,MailingStreet,MailingCity,MailingPostalCode,Birthdate,CreatedDate,LastModifiedDate,EN_Last_Modified_Date__c\n");
        csv.AppendJoin('\n', Others("Contact").Select(o => o + ",2022-01-01T00:00:00.000Z").Concat(contacts).Select(c => c + string.Concat(Enumerable.Repeat(c[c.LastIndexOf(',')..], 2)))).Append('\n');
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(csv.ToString()));
        await world.SeedAsync(stream);
        var import = await world.ImportAsync("supporter_id,first_name,last_name,email,phone,street,city,postal_code,birthdate\n" + string.Join('\n', Others("Supporter").Select((o, i) => $"{i},{o}").Concat(supporters)) + "\n");
        Assert.True(import.ExitCode == 0, import.ToString());
        return world;
    }

    private static IEnumerable<string> Others(string side) => Enumerable.Range(1, 12).Select(i => string.Create(
        CultureInfo.InvariantCulture, $"{(char)('A' + i)}{side[..2].ToLowerInvariant()}{(char)('z' - i)},{side}{(char)('k' + i)}{(char)('a' + i)},{side}.{i}@other.example,,{i * 31} {(char)('A' + i)}ville Road,Town{(char)('a' + i)},{i}{side[..1]}{i * 7}9,"));
}
