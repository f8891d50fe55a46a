using System.Text.RegularExpressions;

namespace ContactSync.Conventions.Tests;

/// <summary>What the source may not hold.</summary>
public sealed partial class SourceTests
{
    private static readonly string[] Product = ["transforms", "pipeline"];

    [Theory]
    [InlineData("transforms")]
    [InlineData("pipeline")]
    [InlineData("tests")]
    [InlineData("bench")]
    public void No_file_is_over_300_lines(string folder) =>
        Assert.Empty(Repository.Sources(folder).Where(f => f.Lines > 300).Select(f => $"{f.Path}: {f.Lines}"));

    [Fact]
    public void No_code_names_a_vendor() =>
        Assert.Empty(All(Product).SelectMany(f => Vendor().Matches(f.Text).Select(m => $"{f.Path}: {m.Value}")));

    [Fact]
    public void Reconcile_leaves_rows_to_sql() =>
        Assert.Empty(Repository.Sources("pipeline/Sync/Reconcile").SelectMany(f => Linq().Matches(f.Text).Select(m => $"{f.Path}: {m.Value}")));

    [Fact]
    public void Sql_text_is_static() =>
        Assert.Empty(Repository.Sources("pipeline/Sync/Reconcile").SelectMany(f => BuiltSql().Matches(f.Text).Select(m => $"{f.Path}: {m.Value}")));

    [Fact]
    public void Parallel_work_belongs_to_the_graph() =>
        Assert.Empty(Repository.Sources("pipeline/Sync").SelectMany(f => Parallelism().Matches(f.Text).Select(m => $"{f.Path}: {m.Value}")));

    [Fact]
    public void Nothing_retries_below_the_journal() =>
        Assert.Empty(All(Product).SelectMany(f => RetryLibrary().Matches(f.Text).Select(m => $"{f.Path}: {m.Value}")));

    private static IEnumerable<SourceFile> All(IEnumerable<string> folders) => folders.SelectMany(f => Repository.Sources(f));

    [GeneratedRegex("engaging|action.?network|act-?on\\b|eventgeek|mongoose|cadence", RegexOptions.IgnoreCase)]
    private static partial Regex Vendor();

    [GeneratedRegex(@"\b(Dictionary<|\.GroupBy\(|(?<!string)\.Join\(|\.OrderBy\(|\.ToLookup\()")]
    private static partial Regex Linq();

    // A statement that starts in C# code: the steps are files. Views over files and inserts of policy rows have their own places.
    [GeneratedRegex(@"""\s*(with|merge|update|delete)\s", RegexOptions.IgnoreCase)]
    private static partial Regex BuiltSql();

    [GeneratedRegex(@"\b(Parallel\.|AsParallel\(|Channel\.Create|System\.Threading\.Channels)")]
    private static partial Regex Parallelism();

    [GeneratedRegex(@"\b(Polly|AddStandardResilienceHandler|AllowAutoRedirect\s*=\s*true)\b")]
    private static partial Regex RetryLibrary();
}
