using System.Net;
using System.Text.Json;
using ContactSync.Sandbox.Duplicates;
using ContactSync.Sandbox.Duplicates.Methods;

namespace ContactSync.Sandbox.Tests.Duplicates;

/// <summary>Each published score, weight, verdict and match key of facts/matching_vectors.json.</summary>
public sealed class MatchingVectorsTests
{
    private static JsonElement Facts => SharedFacts.Read("facts/matching_vectors.json");

    [Fact]
    public void Every_part_of_the_file_is_asserted_here() =>
        Assert.Equal(["acronym", "edit_distance", "initials", "jaro_winkler", "match_keys", "phone"], Facts.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void Scores_are_the_published_ones()
    {
        Assert.All(Vectors("jaro_winkler"), v => Assert.Equal(v.Score, JaroWinkler.Score(v.A.ToLowerInvariant(), v.B.ToLowerInvariant())));
        Assert.All(Vectors("edit_distance"), v => Assert.Equal(v.Score, EditDistance.Score(v.A, v.B)));
        Assert.All(Vectors("acronym"), v => Assert.Equal(v.Score, Score("CompanyName", v.A, v.B)));
        Assert.All(Vectors("initials"), v => Assert.Equal(v.Score, Score("FirstName", v.A, v.B)));
        Assert.All(Vectors("phone"), v => Assert.Equal(v.Score, Score("Phone", v.A, v.B)));
    }

    [Fact]
    public async Task Pairs_of_first_names_are_refused_exactly_where_the_org_reported_them()
    {
        foreach (var vector in Facts.GetProperty("jaro_winkler").GetProperty("vectors").EnumerateArray())
        {
            await using var box = await RuledOrg.WithRuleAsync("\"operationsOnInsert\": [\"Alert\"]");
            await box.AddAsync("Contact", Person(vector.GetProperty("a")));
            var reported = vector.GetProperty("org_reported_duplicate").GetBoolean();
            var reply = await box.Org.SendAsync(HttpMethod.Post, "/sobjects/Contact", Person(vector.GetProperty("b")), reported ? HttpStatusCode.BadRequest : HttpStatusCode.Created);
            Assert.Equal(reported ? JsonValueKind.Array : JsonValueKind.Object, reply.ValueKind);
        }
    }

    [Fact]
    public void Parts_of_a_phone_number_weigh_what_is_published()
    {
        var (facts, method) = (Facts.GetProperty("phone"), MatchMethod.Find("Phone", email: false)!);
        Assert.Equal(facts.GetProperty("threshold").GetInt32(), method.Threshold);
        Assert.All(facts.GetProperty("vectors").EnumerateArray(), v => Assert.Equal(v.GetProperty("match").GetBoolean(), Score("Phone", Text(v, "a"), Text(v, "b")) >= method.Threshold));
        const string Number = "1-415-555-1234";
        foreach (var (part, other) in new[] { ("country", "7-415-555-1234"), ("area", "1-416-555-1234"), ("next3", "1-415-556-1234"), ("last4", "1-415-555-1235") })
        {
            Assert.True(100 - facts.GetProperty("weights").GetProperty(part).GetInt32() == Score("Phone", Number, other), $"{part}: {Score("Phone", Number, other)}");
        }
    }

    [Fact]
    public void Match_keys_are_put_together_as_published()
    {
        foreach (var vector in Facts.GetProperty("match_keys").GetProperty("vectors").EnumerateArray())
        {
            var parts = vector.GetProperty("in").EnumerateObject().ToArray();
            Assert.True(IsMade(Text(vector, "key"), parts, 0), vector.ToString());
        }
    }

    /// <summary>Whether the rest of a key is made of tokens of the parts, in their order. An address that is not the whole key gives its domain.</summary>
    private static bool IsMade(string rest, JsonProperty[] parts, int part)
    {
        if (part == parts.Length)
        {
            return rest.Length == 0;
        }
        var (name, value) = (parts[part].Name, parts[part].Value.GetString()!);
        if (name == "Email" && parts.Length > 1)
        {
            return rest == "@" + EmailMethod.Domain(value).ToString() && part == parts.Length - 1;
        }
        var method = name switch
        {
            "Email" => MatchMethod.Find("Exact", email: true)!,
            "Company" => MatchMethod.Find("CompanyName", email: false)!,
            _ => MatchMethod.Find(name, email: false)!,
        };
        var tokens = new TokenList();
        method.AddTokens(method.Normalize(value), tokens);
        return Enumerable.Range(1, rest.Length).Any(length => tokens.Contains(rest[..length]) && IsMade(rest[length..], parts, part + 1));
    }

    private static IEnumerable<(string A, string B, int Score)> Vectors(string part) =>
        Facts.GetProperty(part).GetProperty("vectors").EnumerateArray().Select(v => (Text(v, "a"), Text(v, "b"), v.GetProperty("score").GetInt32()));

    private static string Person(JsonElement first) => $$"""{"FirstName":"{{first.GetString()}}","LastName":"Stone","Email":"stone@example.org"}""";

    private static string Text(JsonElement of, string name) => of.GetProperty(name).GetString()!;

    private static int Score(string name, string a, string b)
    {
        var method = MatchMethod.Find(name, email: false)!;
        return method.Score(method.Normalize(a), method.Normalize(b));
    }
}
