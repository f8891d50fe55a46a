using System.Text;
using System.Text.Json;

namespace ContactSync.Config;

/// <summary>Reads settings that are not in a file: variables <c>CONTACT_SYNC__A__B</c> and <c>--set a.b=c</c>. A list or an object is given whole, as JSON.</summary>
internal sealed class ConfigOverrides(ConfigSchema schema, ICollection<ConfigProblem> problems)
{
    public const string Prefix = "CONTACT_SYNC__";

    public IEnumerable<ConfigLayer> FromEnvironment(IReadOnlyDictionary<string, string> environment) =>
        environment.Where(v => v.Key.StartsWith(Prefix, StringComparison.Ordinal)).OrderBy(v => v.Key, StringComparer.Ordinal)
            .Select(v => Layer("environment", v.Key, v.Key[Prefix.Length..].Split("__"), v.Value)).OfType<ConfigLayer>();

    public IEnumerable<ConfigLayer> FromSets(IEnumerable<string> sets)
    {
        foreach (var set in sets)
        {
            var split = set.IndexOf('=', StringComparison.Ordinal);
            if (split < 0)
            {
                problems.Add(new("--set", null, set, "no value; write --set key=value"));
            }
            else if (Layer("--set", set[..split], set[..split].Split('.'), set[(split + 1)..]) is { } layer)
            {
                yield return layer;
            }
        }
    }

    private ConfigLayer? Layer(string source, string shown, string[] names, string text)
    {
        if (schema.Find(names) is not { } place)
        {
            problems.Add(new(source, null, shown, Unknown(names)));
            return null;
        }

        try
        {
            var node = Value(place, text);
            var count = problems.Count;
            var root = Wrap(node);
            new ConfigCheck(schema, source, problems).Run(root);
            return problems.Count == count ? new(source, root) : null;
        }
        catch (JsonException)
        {
            problems.Add(new(source, null, shown, place.Items is null ? "an object is given as JSON: {\"key\": value}" : "a list is given whole, as JSON: [{...}, {...}]"));
            return null;
        }
    }

    private static ConfigNode Value(ConfigPlace place, string text) => place.Key switch
    {
        null => ConfigNode.Parse(Encoding.UTF8.GetBytes(text), place.Path, withLines: false),
        _ when text.Length == 0 => ConfigNode.Scalar(NodeKind.Null, place.Path, null, ""),
        { Rule: WholeRule } => ConfigNode.Scalar(text == "auto" ? NodeKind.Text : NodeKind.Number, place.Path, null, text),
        _ => ConfigNode.Scalar(NodeKind.Text, place.Path, null, text),
    };

    /// <summary>The value inside the objects its path names.</summary>
    private static ConfigNode Wrap(ConfigNode node)
    {
        var names = node.Path.Split('.');
        for (var depth = names.Length - 1; depth >= 0; depth--)
        {
            node = new(NodeKind.Object, string.Join('.', names[..depth]), null, "", [(names[depth], node)]);
        }

        return node;
    }

    private string Unknown(string[] names)
    {
        var known = 0;
        while (schema.Find(names[..(known + 1)]) is not null)
        {
            known++;
        }

        var place = schema.Find(names[..known])!;
        return place.Items is null
            ? $"unknown key; {Suggestion.For(names[known], place, schema)}"
            : $"a list is given whole: {place.Path}=[{{...}}, {{...}}]";
    }
}
