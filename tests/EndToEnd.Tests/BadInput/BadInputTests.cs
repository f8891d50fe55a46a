using System.Text.RegularExpressions;
using ContactSync.EndToEnd.Tests.Harness;

namespace ContactSync.EndToEnd.Tests.BadInput;

/// <summary>
/// Whatever goes wrong: the exit code, a message that says what, where and what now, nothing lost and nothing doubled. Each case ends with a clean run,
/// after which every person is one supporter and one Contact.
/// </summary>
public sealed partial class BadInputTests
{
    private static readonly IReadOnlyDictionary<string, BadCase> Cases =
        ((IEnumerable<BadCase>)[.. ConfigurationCases.All, .. OrgCases.All, .. ImportCases.All, .. FileCases.All]).ToDictionary(c => c.Name);

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task It_is_said_and_can_be_put_right(string name)
    {
        var bad = Cases[name];
        await using var world = await World.StartAsync();
        if (!bad.StartsEmpty)
        {
            await FillAsync(world);
        }

        var before = bad.ChangesNothing ? await EverythingAsync(world) : null;
        var result = await bad.Act(world);

        Assert.True(bad.ExitCode == result.ExitCode, $"expected exit {bad.ExitCode}: {result}");
        AssertSaid(bad, result);
        await bad.Mend(world);
        if (before is not null)
        {
            Assert.Equal(before, await EverythingAsync(world));
        }

        world.Clock.Advance(TimeSpan.FromMinutes(1));
        await world.RunAsync();
        var supporters = world.Supporters();
        Assert.Equal(bad.People, supporters.Count);
        Assert.Equal(bad.People, supporters.Select(s => s.GetProperty("contact_id").GetString()).OfType<string>().Distinct().Count());
        Assert.Equal(bad.People, await world.Org.CountAsync());
    }

    private static void AssertSaid(BadCase bad, CliResult result)
    {
        Assert.All(bad.Prints, pattern => Assert.Matches(pattern, result.Out));
        if (bad.What is null)
        {
            return;
        }

        var said = Message().Match(result.Err);
        Assert.True(said.Success, result.ToString());
        Assert.Matches(bad.What, said.Groups["what"].Value);
        Assert.Matches(bad.Where!, said.Groups["where"].Value);
        Assert.Matches(bad.Now!, said.Groups["now"].Value);
    }

    /// <summary>Three supporters and two Contacts, nobody on both sides.</summary>
    private static async Task FillAsync(World world)
    {
        var imported = await world.ImportAsync(
            "supporter_id,first_name,last_name,email\n1,Ann,Lee,ann@example.org\n2,Bob,Ray,bob@example.org\n3,Cy,Fox,cy@example.org\n");
        Assert.True(imported.ExitCode == 0, imported.ToString());
        await world.Org.CreateAsync(new { FirstName = "Dee", LastName = "Orr", Email = "dee@example.org" });
        await world.Org.CreateAsync(new { FirstName = "Eve", LastName = "Ash", Email = "eve@example.org" });
        world.Clock.Advance(TimeSpan.FromMinutes(1));
    }

    /// <summary>Every record of both sides, as text.</summary>
    private static async Task<IReadOnlyList<string>> EverythingAsync(World world) =>
    [
        .. world.Supporters().Select(s => s.ToString()),
        .. (await world.Org.QueryAsync("SELECT Id, LastName, Email, SystemModstamp FROM Contact ORDER BY Id")).Select(c => c.ToString()),
    ];

    [GeneratedRegex(@"^(error|stopped)\s+(?<what>\S.*?)^where\s+(?<where>\S.*?)^now\s+(?<now>\S.*)", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Message();
}
