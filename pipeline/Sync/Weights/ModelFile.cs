using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ContactSync.Transforms.Candidates;
using ContactSync.Transforms.Match;

namespace ContactSync.Weights;

/// <summary>A match model with the hash of everything its decisions hang on: its own file and the word lists.</summary>
public sealed record LoadedModel(MatchModel Model, string Hash);

/// <summary>Reads match models: JSON as data/reference/match-model.json has it.</summary>
public static class ModelFile
{
    /// <summary>Reads a model; throws <see cref="FormatException"/> naming what is wrong with it.</summary>
    public static LoadedModel Parse(string json, params ReadOnlySpan<string> lists)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            var lines = root.GetProperty("thresholds");
            var model = new MatchModel
            {
                Comparisons = root.GetProperty("comparisons").EnumerateObject().ToImmutableDictionary(c => Name<Comparison>(c.Name), c => Weights(c.Value)),
                Thresholds = new Thresholds(Number(lines, "match"), Number(lines, "review"), Number(lines, "margin"), Number(lines, "cohesion")),
                Caps = [.. root.GetProperty("caps").EnumerateArray().Select(c => new GroupCap([.. Names<Comparison>(c, "fields")], Number(c, "most")))],
                Keys = [.. root.GetProperty("keys").EnumerateArray().Select(Key)],
                Household = Number(root, "household"),
                Veto = Number(root, "veto"),
            };
            return new LoadedModel(model, Hash(root, lists));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException($"This is no match model: {e.Message}", e);
        }
    }

    private static ComparisonWeights Weights(JsonElement levels)
    {
        ExactWeight? exact = null;
        var flat = ImmutableDictionary.CreateBuilder<Level, int>();
        foreach (var level in levels.EnumerateObject())
        {
            if (level.Value.ValueKind == JsonValueKind.Object)
            {
                var w = level.Value;
                exact = new ExactWeight(Number(w, "agree"), Number(w, "least"), Number(w, "most"), Number(w, "usualOneIn"));
            }
            else
            {
                flat.Add(Name<Level>(level.Name), level.Value.GetInt32());
            }
        }

        return new ComparisonWeights(exact, flat.ToImmutable());
    }

    private static CandidateKey Key(JsonElement key) =>
        new(key.GetProperty("name").GetString()!, [.. Names<KeyPart>(key, "parts")], [.. Names<KeyPart>(key, "refine")]);

    private static IEnumerable<T> Names<T>(JsonElement of, string property)
        where T : struct, Enum => of.GetProperty(property).EnumerateArray().Select(n => Name<T>(n.GetString()!));

    private static int Number(JsonElement of, string property) => of.GetProperty(property).GetInt32();

    private static T Name<T>(string name)
        where T : struct, Enum =>
        Enum.TryParse<T>(name, ignoreCase: true, out var value) && Enum.IsDefined(value)
            ? value
            : throw new FormatException($"'{name}' is no {typeof(T).Name.ToLowerInvariant()}; there are: {string.Join(", ", Enum.GetNames<T>().Select(JsonNamingPolicy.CamelCase.ConvertName))}.");

    /// <summary>Blanks and line ends of the file do not count; lists count as they are.</summary>
    private static string Hash(JsonElement root, ReadOnlySpan<string> lists)
    {
        var text = new StringBuilder(JsonSerializer.Serialize(root));
        foreach (var list in lists)
        {
            text.Append('\n').Append(list);
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..16];
    }
}
