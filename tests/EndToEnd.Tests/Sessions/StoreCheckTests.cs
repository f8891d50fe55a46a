using System.Text.Json;
using ContactSync.EndToEnd.Tests.Harness;

namespace ContactSync.EndToEnd.Tests.Sessions;

/// <summary>Before a first run, a store is gone through for addresses to look at.</summary>
public sealed class StoreCheckTests
{
    private const string People = """
        supporter_id,first_name,last_name,email
        1,Ann,Lee,ann@gmial.com
        2,Bob,Ray,bob@example.org
        3,Eve,Fox,eve@mailinator.com
        4,The,Office,info@example.org
        5,Dan,Moe,
        6,Ida,Poe,ida@charity.con

        """;

    [Fact]
    public async Task Of_nobody_nothing_is_said()
    {
        await using var world = await World.StartAsync();

        Assert.Equal("Nobody is in the store.\n", (await world.CallAsync("store", "check")).Out);
    }

    [Fact]
    public async Task Addresses_to_look_at_are_listed_by_kind_with_what_was_likely_meant()
    {
        await using var world = await World.StartAsync();
        await world.ImportAsync(People);

        var check = await world.CallAsync("store", "check", "--first", "1");

        Assert.Equal(0, check.ExitCode);
        Assert.Equal(
            """
            likely mistyped: 2, the first 1
              1               ann@gmial.com   ann@gmail.com?
            thrown away after minutes: 1
              3               eve@mailinator.com
            of a function: 1
              4               info@example.org
            (2 likely mistyped, 1 thrown away after minutes, 1 of a function among 6 supporters)
            next             contact-sync store set 1 email=ann@gmail.com   once that is known to be right

            """,
            check.Out);

        await world.SetAsync("1", "email=ann@gmail.com");
        var rest = (await world.CallAsync("store", "check", "--json")).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(["3 thrown away after minutes ", "4 of a function ", "6 likely mistyped ida@charity.com"], rest.Select(a => $"{a.GetProperty("local_key")} {a.GetProperty("finding")} {a.GetProperty("meant")}"));
    }
}
