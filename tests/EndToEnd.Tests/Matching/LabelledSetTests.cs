using System.Globalization;
using System.Text.Json;
using ContactSync.EndToEnd.Tests.Harness;

namespace ContactSync.EndToEnd.Tests.Matching;

/// <summary>Floors of match quality on labelled records that stand beside the checkout; skipped where they do not.</summary>
public sealed class LabelledSetTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("labelled").FullName;

    [Theory]
    [InlineData("febrl1", "none", .998, .99)]
    [InlineData("febrl2", "none", .995, .99)]
    [InlineData("febrl4", "both", .998, .99)]
    [InlineData("fake_1000", "none", .95, .99)]
    [InlineData("RLdata500", "none", .95, .95)]
    [InlineData("historical_25k_a", "none", .89, .97)]
    public async Task One_model_keeps_the_floor_of_every_set(string set, string unique, double f1, double precision)
    {
        var result = await EvaluateAsync(Records(set), Truth(set), "--unique", unique);

        Assert.True(Number(result, "cluster_f1") >= f1 && Number(result, "cluster_precision") >= precision, result.GetRawText());
    }

    [Fact]
    public async Task Names_and_addresses_alone_keep_their_floor()
    {
        var mapping = Path.Combine(_folder, "mapping.json");
        await File.WriteAllTextAsync(mapping, """{ "id": "id", "source": "source", "first_name": "first_name", "last_name": "last_name", "street": "street", "city": "city", "state": "state", "postal_code": "postal_code" }""", TestContext.Current.CancellationToken);

        var result = await EvaluateAsync(Records("febrl4"), Truth("febrl4"), "--unique", "both", "--mapping", mapping);

        Assert.True(Number(result, "cluster_f1") >= .985, result.GetRawText());
    }

    [Fact]
    public async Task Other_column_names_other_ids_and_another_order_change_no_figure()
    {
        var lines = await File.ReadAllLinesAsync(Records("fake_1000"), TestContext.Current.CancellationToken);
        var truth = await File.ReadAllLinesAsync(Truth("fake_1000"), TestContext.Current.CancellationToken);
        var columns = lines[0].Split(',');
        var (records, clusters, mapping) = (Path.Combine(_folder, "r.csv"), Path.Combine(_folder, "t.csv"), Path.Combine(_folder, "m.json"));
        await File.WriteAllLinesAsync(records, [string.Join(',', columns.Select((_, i) => $"k{i}")), .. lines.Skip(1).Reverse().Select(Other)], TestContext.Current.CancellationToken);
        await File.WriteAllLinesAsync(clusters, [truth[0], .. truth.Skip(1).Select(Other)], TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(mapping, JsonSerializer.Serialize(columns.Select((c, i) => (c, i)).ToDictionary(c => $"k{c.i}", c => c.c)), TestContext.Current.CancellationToken);

        var before = await EvaluateAsync(Records("fake_1000"), Truth("fake_1000"));
        var after = await EvaluateAsync(records, clusters, "--mapping", mapping);

        string[] figures = ["model_hash", "cluster_f1", "pair_f1", "block_recall", "clusters", "compared"];
        Assert.All(figures, f => Assert.Equal(before.GetProperty(f).GetRawText(), after.GetProperty(f).GetRawText()));
    }

    [Fact]
    public async Task Names_alone_are_told_apart_at_the_shipped_line()
    {
        var result = await Harness.Cli.RunAsync(["evaluate", "--pairs", Existing("name_bench", "cases.csv"), "--json"], _folder);

        var kind = JsonDocument.Parse(result.Out).RootElement.GetProperty("kinds")[0];
        Assert.Equal("Person", kind.GetProperty("kind").GetString());
        Assert.True(kind.GetProperty("f1").GetDouble() >= .79, result.ToString());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Other(string line) => string.Create(CultureInfo.InvariantCulture, $"x{line.Split(',')[0].Sum(c => c) * 7919 % 1000:000}-{line}");

    private static string Records(string set) => Existing(set, "records.csv");

    private static string Truth(string set) => Existing(set, "truth_clusters.csv");

    private static string Existing(string set, string file)
    {
        var path = Repository.Beside(Path.Combine("labelled", set, file));
        Assert.SkipWhen(path is null, $"no labelled set '{set}' beside the checkout");
        return path!;
    }

    private static double Number(JsonElement result, string name) => result.GetProperty(name).GetDouble();

    private async Task<JsonElement> EvaluateAsync(string records, string truth, params string[] more)
    {
        var result = await Harness.Cli.RunAsync(["evaluate", "--records", records, "--truth", truth, "--json", "--errors", "0", .. more], _folder);
        Assert.True(result.ExitCode == 0, result.ToString());
        return JsonDocument.Parse(result.Out).RootElement;
    }
}
