using System.Text.Json;
using ContactSync.EndToEnd.Tests.Harness;

namespace ContactSync.EndToEnd.Tests.Matching;

/// <summary>Matching as a person meets it: evaluate, explain two records, judge them, and have that honoured.</summary>
public sealed class ReviewSessionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("review").FullName;

    [Fact]
    public async Task Evaluate_needs_nothing_but_a_file_and_gives_the_same_bytes_for_shuffled_rows()
    {
        string[] rows = ["1,Ann,Lee,ann@example.org,1971-06-24", "2,Anne,Lee,ann@example.org,1971-06-24", "3,Bob,Ray,bob@example.org,1950-01-02", "4,Robert,Ray,bob@example.org,"];
        await WriteAsync("a.csv", ["id,first_name,last_name,email,date_of_birth", .. rows]);
        await WriteAsync("b.csv", ["id,first_name,last_name,email,date_of_birth", .. rows.Reverse()]);
        await WriteAsync("truth.csv", ["id,cluster", "1,x", "2,x", "3,y", "4,y"]);

        var one = await CallAsync("evaluate", "--records", "a.csv", "--truth", "truth.csv", "--out", "one", "--json");
        var other = await CallAsync("evaluate", "--records", "b.csv", "--truth", "truth.csv", "--out", "other", "--json");

        Assert.Equal(1, JsonDocument.Parse(one.Out).RootElement.GetProperty("cluster_f1").GetDouble());
        Assert.Equal(Read("one/pairs.csv"), Read("other/pairs.csv"));
        Assert.Equal(Read("one/clusters.csv"), Read("other/clusters.csv"));
        Assert.Equal(JsonDocument.Parse(one.Out).RootElement.GetProperty("sealed").GetString(), JsonDocument.Parse(other.Out).RootElement.GetProperty("sealed").GetString());
    }

    [Fact]
    public async Task Past_the_comparisons_allowed_nothing_is_compared_and_the_key_that_asks_for_most_is_named()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "many.csv"), "id,first_name,last_name,email\n1,Ann,Lee,ann@example.org\n2,Ann,Lee,ann@example.org\n3,Ann,Lee,ann@example.org\n");

        var result = await Harness.Cli.RunAsync(["evaluate", "--records", "many.csv", "--max-comparisons", "2", "--out", "sealed"], _folder);

        Assert.Equal(4, result.ExitCode);
        Assert.Contains("at most 2 are allowed", result.Err, StringComparison.Ordinal);
        Assert.Contains("for the key '", result.Err, StringComparison.Ordinal);
        Assert.Contains("--max-comparisons", result.Err, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder, "sealed")));
    }

    [Theory]
    [InlineData("{\"mail\": \"email\", \"MAIL\": \"email\", \"mail\": \"phone\"}", "names the column 'mail' twice")]
    [InlineData("{\"none\": \"email\"}", "names no column that the file has")]
    [InlineData("{\"mail\": \"shoe\"}", "shoe")]
    [InlineData("[", "cannot be read")]
    public async Task A_mapping_that_is_none_is_refused_with_its_name(string mapping, string says)
    {
        await WriteAsync("a.csv", ["id,mail", "1,ann@example.org"]);
        await WriteAsync("map.json", [mapping]);

        var result = await Harness.Cli.RunAsync(["evaluate", "--records", "a.csv", "--mapping", "map.json"], _folder);

        Assert.Equal(5, result.ExitCode);
        Assert.Contains(says, result.Err, StringComparison.Ordinal);
        Assert.Contains("map.json", result.Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Columns_that_differ_in_case_alone_have_each_its_role()
    {
        await WriteAsync("a.csv", ["id,Name,name", "1,Ann,Lee", "2,Ann,Lee"]);
        await WriteAsync("map.json", ["{\"id\": \"id\", \"Name\": \"first_name\", \"name\": \"last_name\"}"]);

        var result = await CallAsync("evaluate", "--records", "a.csv", "--mapping", "map.json", "--json");

        Assert.Equal(2, JsonDocument.Parse(result.Out).RootElement.GetProperty("records").GetInt32());
    }

    [Fact]
    public async Task Training_on_the_same_records_writes_the_same_model_and_evaluate_takes_it()
    {
        await WriteAsync("a.csv", ["id,first_name,last_name,email", .. Enumerable.Range(0, 300).Select(i => $"{i},first{i / 2 % 40},last{i / 2},p{i / 2}@example.org")]);

        await CallAsync("weights", "train", "--records", "a.csv", "--out", "one.json");
        await CallAsync("weights", "train", "--records", "a.csv", "--out", "other.json");
        var result = await CallAsync("evaluate", "--records", "a.csv", "--model", "one.json", "--json");

        Assert.Equal(Read("one.json"), Read("other.json"));
        Assert.Equal(150, JsonDocument.Parse(result.Out).RootElement.GetProperty("clusters").GetInt32());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Read(string file) => File.ReadAllText(Path.Combine(_folder, file));

    private Task WriteAsync(string file, IEnumerable<string> lines) => File.WriteAllLinesAsync(Path.Combine(_folder, file), lines);

    private async Task<CliResult> CallAsync(params string[] args)
    {
        var result = await Harness.Cli.RunAsync(args, _folder);
        Assert.True(result.ExitCode == 0, result.ToString());
        return result;
    }
}
