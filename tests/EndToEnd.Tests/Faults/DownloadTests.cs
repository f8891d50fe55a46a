using System.Globalization;
using System.Text;
using ContactSync.EndToEnd.Tests.Harness;

namespace ContactSync.EndToEnd.Tests.Faults;

/// <summary>A download of many Contacts that is cut or held up again and again.</summary>
public sealed class DownloadTests
{
    private const int Pages = 16;
    private const int PageRows = 1_000;

    [Theory]
    [InlineData("reset")]
    [InlineData("fin")]
    [InlineData("truncate")]
    [InlineData("stall")]
    [Fault(10)]
    [Fault(11)]
    public async Task Every_page_that_is_cut_is_read_again_and_no_Contact_is_lost_or_doubled(string deed)
    {
        await using var world = await World.StartAsync();
        await SeedAsync(world);
        world.Reconfigure("\"extract\":{", $"\"extract\":{{\"pageRows\":{PageRows},");
        // Page k is cut at k sixteenths of its gzip body; a rule sees what no rule before it has struck, so each strikes the first reading of its page.
        await world.Org.FaultAsync(new
        {
            rules = Enumerable.Range(1, Pages).Select(k => new
            {
                match = new { path = "/jobs/query/[^/]+/results", nth = deed == "stall" ? 1 : k },
                @do = deed,
                when = "midBody",
                @as = "gzip",
                bytes = k * 600,
                seconds = 0.05,
            }),
        });

        await world.CallAsync("plan", "--out", "tonight.plan");

        Assert.Equal(Enumerable.Repeat(1, Pages), await world.Org.StruckAsync());
        var counts = Assert.Single(world.Sealed("extract_org", "select count(*), count(distinct org_id), count(distinct email) from {table}"));
        Assert.All(counts, n => Assert.Equal((Pages * PageRows).ToString(CultureInfo.InvariantCulture), n));
    }

    [Fact]
    [Fault(15)]
    public async Task Results_that_stay_cut_stop_the_run_and_a_later_one_starts_over()
    {
        await using var world = await World.StartAsync();
        await SeedAsync(world);
        await world.Org.FaultAsync(new { rules = new[] { new { match = new { path = "/jobs/query/[^/]+/results", count = 1000 }, @do = "reset", when = "midBody", bytes = 5_000 } } });
        var stopped = await world.CallAsync("run");
        Assert.True(stopped.ExitCode == 3 && stopped.Err.Contains("contact-sync resume", StringComparison.Ordinal), stopped.ToString());

        await world.Org.FaultAsync(new { rules = Array.Empty<object>() });
        await world.RunAsync();
        Assert.Equal(Pages * PageRows, world.Supporters().Count);
    }

    private static Task SeedAsync(World world)
    {
        var csv = new StringBuilder("FirstName,LastName,Email,MailingStreet\n");
        for (var i = 0; i < Pages * PageRows; i++)
        {
            csv.Append(CultureInfo.InvariantCulture, $"First{i},Last{i * 7919 % 10_007},p{i}@example.org,{i * 104_729 % 100_003} Long Street\n");
        }

        return world.SeedAsync(new MemoryStream(Encoding.UTF8.GetBytes(csv.ToString())));
    }
}
