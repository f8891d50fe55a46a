using ContactSync.Cli;
using ContactSync.Config;
using ContactSync.Transforms.People;
using ContactSync.Weights;

namespace ContactSync.Match;

/// <summary>What ships inside the executable for matching: the model and the lists of data/reference.</summary>
public static class Reference
{
    private static readonly Lazy<ReferenceLists> Shared = new(() => ReferenceLists.Parse(Text("lists"), Nicknames.Parse(Text("nicknames"))));

    /// <summary>The shipped lists.</summary>
    public static ReferenceLists Lists => Shared.Value;

    /// <summary>The shipped model's file.</summary>
    public static string ModelText => Text("match-model");

    /// <summary>A model from a file, or the shipped one; its hash covers the lists.</summary>
    public static LoadedModel Model(string? path = null) => ModelFile.Parse(path is null ? Text("match-model") : File.ReadAllText(path), Text("lists"), Text("nicknames"));

    /// <summary>The model that a configuration names.</summary>
    /// <exception cref="UserException">It is no model, or cannot be read.</exception>
    public static LoadedModel Model(MatchOptions match)
    {
        try
        {
            return Model(match.Model);
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            throw new UserException(e.Message, match.Model ?? "the shipped model", "data/reference/match-model.json is one; match.model names it.", ExitCode.Configuration, e);
        }
    }

    private static string Text(string resource)
    {
        using var reader = new StreamReader(typeof(Reference).Assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
