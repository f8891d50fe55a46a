using System.Text.Json;
using ContactSync.EndToEnd.Tests.Harness;

namespace ContactSync.EndToEnd.Tests.Matching;

/// <summary>
/// Floors of match quality on worlds with errors that the shipped weights were not set on: the world they were looked at on has 2 to 4 % of records without e-mail address, no changed
/// addresses, and each person errs in one way alone. These err in many ways at once, on both sides, as lists of supporters and Contacts do.
/// </summary>
public sealed class GeneratedWorldTests : IDisposable
{
    private const string Exact = """{ "rules": [{ "name": "e-mail and names", "where": [{ "field": "email", "method": "exact" }, { "field": "first_name", "method": "exact" }, { "field": "last_name", "method": "exact" }] }] }""";

    private readonly string _folder = Directory.CreateTempSubdirectory("generated").FullName;

    /// <summary>
    /// The first: every third Contact and every seventh supporter without e-mail address, an eighth of the supporters under a new one, families that share one, half the birth dates and a
    /// third of the telephone numbers missing, nicknames, moves, mistypes. The second: supporters who all have an address (they signed up by it), every fourth of them a new one, and who say
    /// little else; Contacts typed by hand.
    /// </summary>
    [Theory]
    [InlineData(
        11,
        """
        { "local": { "noEmail": 150, "otherEmail": 120, "householdEmail": 300, "mistypedEmail": 10, "noPhone": 400, "otherPhone": 60, "noBirthdate": 500, "noAddress": 150, "moved": 60,
                     "nickname": 200, "initial": 20, "mistypedName": 20, "mistypedStreet": 40, "swapped": 5 },
          "org": { "noEmail": 350, "householdEmail": 300, "mistypedEmail": 20, "noPhone": 300, "otherPhone": 60, "noBirthdate": 600, "noAddress": 100, "moved": 60,
                   "nickname": 50, "initial": 40, "mistypedName": 30, "mistypedStreet": 40, "swapped": 5 } }
        """)]
    [InlineData(
        12,
        """
        { "local": { "otherEmail": 250, "mistypedEmail": 15, "noPhone": 500, "noBirthdate": 300, "noAddress": 250, "moved": 40, "nickname": 300 },
          "org": { "noEmail": 300, "householdEmail": 500, "mistypedEmail": 30, "noPhone": 200, "noBirthdate": 400, "otherPhone": 80, "moved": 80, "initial": 30, "mistypedName": 40, "mistypedStreet": 60, "swapped": 10 } }
        """)]
    public async Task The_weights_find_what_equal_addresses_and_names_do_not(int seed, string slips)
    {
        await WriteAsync("slips.json", slips);
        await WriteAsync("exact.json", Exact);
        await CallAsync("generate", "--seed", $"{seed}", "--local", "3000", "--org", "3000", "--slips", "slips.json", "--out", "world");

        var exact = await EvaluateAsync("--rules", "exact.json");
        var weights = await EvaluateAsync();

        Assert.True(Number(exact, "cluster_f1") <= .80, exact.GetRawText());
        Assert.True(Number(weights, "cluster_f1") >= Math.Max(.88, Number(exact, "cluster_f1") + .15), weights.GetRawText());
        Assert.True(Number(weights, "cluster_precision") >= .88, weights.GetRawText());
    }

    [Fact]
    public async Task What_is_said_by_rules_hangs_on_no_order_of_the_records()
    {
        await WriteAsync("exact.json", Exact);
        await CallAsync("generate", "--seed", "3", "--local", "400", "--org", "400", "--out", "world");
        var before = await EvaluateAsync("--rules", "exact.json");

        // Contacts are known by their places in the file, so they keep them; supporters have keys. No record of this world is broken over lines before the last column.
        var world = Path.Combine(_folder, "world", "supporters.csv");
        var lines = (await File.ReadAllTextAsync(world, TestContext.Current.CancellationToken)).Split("Z\n", StringSplitOptions.RemoveEmptyEntries);
        var header = lines[0][..(lines[0].IndexOf('\n', StringComparison.Ordinal) + 1)];
        await File.WriteAllTextAsync(world, header + string.Concat(lines.Select((l, i) => i == 0 ? l[header.Length..] : l).Reverse().Select(l => l + "Z\n")), TestContext.Current.CancellationToken);
        var after = await EvaluateAsync("--rules", "exact.json");

        string[] figures = ["model_hash", "sealed", "cluster_f1", "pair_f1", "rules"];
        Assert.All(figures, f => Assert.Equal(before.GetProperty(f).GetRawText(), after.GetProperty(f).GetRawText()));
        Assert.True(before.GetProperty("rules")[0].GetProperty("pairs").GetInt32() > 200, before.GetRawText());
        Assert.NotEqual((await EvaluateAsync()).GetProperty("model_hash").GetString(), before.GetProperty("model_hash").GetString());
    }

    [Theory]
    [InlineData("""{ "rules": [{ "name": "a", "where": [{ "field": "emial", "method": "exact" }] }] }""", "rules.json:1  rules[0].where[0].field  emial is no field here")]
    [InlineData("""{ "rules": [{ "name": "a", "where": [{ "field": "email", "method": "exakt" }] }] }""", "\"exakt\" is not allowed; allowed: exact | fuzzy")]
    [InlineData("""{ "rules": [{ "name": "a", "where": [{ "field": "city", "method": "zip", "atLeast": 80 }] }] }""", "zip does not compare city; it takes exact, fuzzy, jaroWinkler, city")]
    [InlineData("""{ "rules": [{ "name": "a", "where": [{ "field": "city", "method": "city", "atLeast": 101 }] }] }""", "101 is not allowed; allowed: a whole number from 0 to 100")]
    [InlineData("""{ "rules": [{ "name": "a", "where": [{ "field": "city", "method": "city" }] }] }""", "missing; city needs its least score, 0 to 100")]
    [InlineData("""{ "rules": [{ "name": "a", "where": [{ "field": "city", "method": "exact", "atLeast": 80 }] }] }""", "an exact condition has none")]
    [InlineData("""{ "rules": [{ "name": "a", "where": [] }] }""", "empty; a rule without a condition would hold between any two records")]
    [InlineData("""{ "rules": [{ "name": "a", "where": [{ "field": "email", "method": "exact" }] }, { "name": "a", "where": [{ "field": "phone", "method": "exact" }] }] }""", "rules[1].name  a is the name of a rule before it")]
    [InlineData("""{ "rules": [] }""", "empty; at least one rule")]
    [InlineData("[", "not JSON")]
    public async Task Rules_that_are_none_are_refused_where_they_are_wrong(string rules, string says)
    {
        await WriteAsync("rules.json", rules);
        await WriteAsync("people.csv", "id,email\n1,ann@example.org\n");

        var result = await Harness.Cli.RunAsync(["evaluate", "--records", "people.csv", "--rules", "rules.json"], _folder);

        Assert.Equal(5, result.ExitCode);
        Assert.Contains(says, result.Err, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static double Number(JsonElement result, string name) => result.GetProperty(name).GetDouble();

    private Task WriteAsync(string file, string text) => File.WriteAllTextAsync(Path.Combine(_folder, file), text, TestContext.Current.CancellationToken);

    private async Task<JsonElement> EvaluateAsync(params string[] more) => JsonDocument.Parse(await CallAsync(
        ["evaluate", "--records", "world/supporters.csv", "--right", "world/contacts.csv", "--truth", "world/truth.csv", "--json", "--errors", "0", .. more])).RootElement;

    private async Task<string> CallAsync(params string[] args)
    {
        var result = await Harness.Cli.RunAsync(args, _folder);
        Assert.True(result.ExitCode == 0, result.ToString());
        return result.Out;
    }
}
