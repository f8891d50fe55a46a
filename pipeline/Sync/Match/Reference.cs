using ContactSync.Cli;
using ContactSync.Transforms.People;
using ContactSync.Weights;

namespace ContactSync.Match;

/// <summary>What ships inside the executable for matching: the model and the lists of data/reference.</summary>
public static class Reference
{
    private static readonly Lazy<ReferenceLists> Shared = new(() => ReferenceLists.Parse(Text("lists"), Nicknames.Parse(Text("nicknames"))));
    private static readonly Lazy<MailDomains> SharedDomains = new(() => MailDomains.Parse(Text("mail-domains"), Text("disposable-domains")));

    /// <summary>The shipped lists.</summary>
    public static ReferenceLists Lists => Shared.Value;

    /// <summary>The shipped mail domains.</summary>
    public static MailDomains Domains => SharedDomains.Value;

    /// <summary>The shipped model's file.</summary>
    public static string ModelText => Text("match-model");

    /// <summary>The lists that normalising and comparing go by, as text.</summary>
    public static string ListsText => $"{Text("lists")}\n{Text("nicknames")}";

    /// <summary>A model from a file, or the shipped one; its hash covers the lists.</summary>
    public static LoadedModel Model(string? path = null) => ModelFile.Parse(path is null ? Text("match-model") : File.ReadAllText(path), Text("lists"), Text("nicknames"));

    /// <summary>As <see cref="Model"/>, of a file that a person named.</summary>
    /// <exception cref="UserException">It is no model, or cannot be read.</exception>
    public static LoadedModel ModelNamed(string? path)
    {
        try
        {
            return Model(path);
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            throw new UserException(e.Message, path ?? "the shipped model", "data/reference/match-model.json is one. A run takes the one that match.model names, evaluate that of --model.", ExitCode.Configuration, e);
        }
    }

    private static string Text(string resource)
    {
        using var reader = new StreamReader(typeof(Reference).Assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
