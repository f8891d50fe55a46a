using System.Text.RegularExpressions;
using ContactSync.EndToEnd.Tests.Harness;

namespace ContactSync.EndToEnd.Tests.Sessions;

/// <summary>The page of a run.</summary>
public sealed partial class ReportTests
{
    [Fact]
    public async Task A_report_has_the_books_the_errors_with_their_remedies_and_the_nodes_and_needs_no_other_file()
    {
        await using var world = await World.StartAsync();
        await world.ImportAsync("supporter_id,first_name,last_name,email\n1,Ann,Lee,ann@example.org\n2,Bob,Ray,not an address\n3,Cid,,cid@example.org\n");
        await world.Org.FaultAsync(new { rules = new[] { new { match = new { jobOp = "upsert", nth = 1 }, @do = "rowError", code = "FIELD_CUSTOM_VALIDATION_EXCEPTION", message = "Duplicate Alert for <script>alert(1)</script>" } } });
        Assert.Equal(2, (await world.CallAsync("run")).ExitCode);

        var html = await ReportAsync(world);

        Assert.Contains("3 extracted", html, StringComparison.Ordinal);
        Assert.Contains("skipped 1", html, StringComparison.Ordinal);
        Assert.Contains("<b>1</b> × <code>INVALID_EMAIL_ADDRESS</code>", html, StringComparison.Ordinal);
        Assert.Contains("Correct the address in the store.", html, StringComparison.Ordinal);
        Assert.Contains("bring the active Contacts into the store before the first push", html, StringComparison.Ordinal);
        Assert.Contains("extract-org", html, StringComparison.Ordinal);
        Assert.Equal(world.Sealed("node_metrics", "select node from {table}").Count, html.Split("<svg").Length - 1);
        Assert.DoesNotMatch(Outside(), html);
        Assert.DoesNotContain("ann@example.org", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Ray", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_nobody_has_described_is_shown_in_its_own_words_and_never_as_markup()
    {
        await using var world = await World.StartAsync();
        await world.ImportAsync("supporter_id,first_name,last_name,email\n1,Ann,Lee,ann@example.org\n");
        await world.Org.FaultAsync(new { rules = new[] { new { match = new { jobOp = "upsert" }, @do = "rowError", code = "SOMETHING_NEW", message = "<script>alert(1)</script>" } } });
        Assert.Equal(2, (await world.CallAsync("run")).ExitCode);

        var html = await ReportAsync(world);

        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_only_planned_has_a_report_and_one_that_is_not_known_is_named()
    {
        await using var world = await World.StartAsync();
        await world.ImportAsync("supporter_id,first_name,last_name,email\n1,Ann,Lee,ann@example.org\n");
        Assert.Equal(0, (await world.CallAsync("plan")).ExitCode);

        var html = await ReportAsync(world);
        var unknown = await world.CallAsync("report", "20200101t000000z-0000");
        var nowhere = await world.CallAsync("report", "--out", Path.Combine(world.Folder, "no", "such", "page.html"));

        Assert.Contains("To Salesforce: create 1", html, StringComparison.Ordinal);
        Assert.Contains("none: the run has not loaded", html, StringComparison.Ordinal);
        Assert.Equal(5, unknown.ExitCode);
        Assert.Contains("no run 20200101t000000z-0000", unknown.Err, StringComparison.Ordinal);
        Assert.Equal(5, nowhere.ExitCode);
        Assert.Contains("--out FILE", nowhere.Err, StringComparison.Ordinal);
    }

    private static async Task<string> ReportAsync(World world)
    {
        var file = Path.Combine(world.Folder, "report.html");
        var made = await world.CallAsync("report", "--out", file);
        Assert.True(made.ExitCode == 0, made.ToString());
        return await File.ReadAllTextAsync(file);
    }

    // What a browser would fetch: sources, links, imports, style addresses.
    [GeneratedRegex(@"(src|href)\s*=|url\(|@import|<link|<script|https?://", RegexOptions.IgnoreCase)]
    private static partial Regex Outside();
}
