using System.Text;

namespace ContactSync.Config;

/// <summary>Holds a file, a variable or a <c>--set</c> against the schema and notes everything that does not fit.</summary>
internal sealed class ConfigCheck(ConfigSchema schema, string source, ICollection<ConfigProblem> problems)
{
    private const int LongestShown = 60;

    public void Run(ConfigNode root) => Check(root, schema.Root);

    private void Check(ConfigNode node, ConfigPlace place)
    {
        if (place.Key is { } key)
        {
            CheckValue(node, key);
        }
        else if (place.Items is { } items)
        {
            if (Is(node, NodeKind.List, "a list [ ... ]"))
            {
                foreach (var (_, item) in node.Children)
                {
                    Check(item, items);
                }
            }
        }
        else if (Is(node, NodeKind.Object, "an object { ... }"))
        {
            CheckMembers(node, place);
        }
    }

    private void CheckMembers(ConfigNode node, ConfigPlace place)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, child) in node.Children)
        {
            if (!place.Names.Contains(name))
            {
                Note(child, $"unknown key; {Suggestion.For(name, place, schema)}");
            }
            else if (!seen.Add(name))
            {
                Note(child, "stands here twice; the first one would be lost");
            }
            else
            {
                Check(child, place.Child(name));
            }
        }

        if (place.Path.EndsWith("[]", StringComparison.Ordinal))
        {
            foreach (var name in place.Names.Where(n => place.Child(n).Key is { Required: true } && !seen.Contains(n)))
            {
                Note(node, $"\"{name}\" is missing; {place.Child(name).Key!.Rule.Allowed}");
            }
        }
    }

    private void CheckValue(ConfigNode node, ConfigKey key)
    {
        if (node.Kind == NodeKind.Null && !key.Required)
        {
            return;
        }

        if (!key.Rule.Takes(node.Kind))
        {
            Note(node, $"{Words(node.Kind)} where {key.Rule.Allowed} belongs");
        }
        else if (key.Rule.Canonical(node.Text) is null)
        {
            Note(node, key.Rule.IsSecret ? $"a secret must not stand here; allowed: {key.Rule.Allowed}" : $"{Shown(node)} is not allowed; allowed: {key.Rule.Allowed}");
        }
    }

    private bool Is(ConfigNode node, NodeKind kind, string expected)
    {
        if (node.Kind == kind)
        {
            return true;
        }

        Note(node, $"{Words(node.Kind)} where {expected} belongs");
        return false;
    }

    private void Note(ConfigNode node, string message) =>
        problems.Add(new(source, node.Line, node.Path.Length == 0 ? "(the whole)" : Clean(node.Path), message));

    private static string Shown(ConfigNode node) =>
        node.Kind == NodeKind.Text ? $"\"{Clean(node.Text)}\"" : Clean(node.Text);

    /// <summary>A value of a file may hold what would move a terminal's cursor.</summary>
    private static string Clean(string text)
    {
        var clean = new StringBuilder();
        foreach (var c in text.AsSpan(0, Math.Min(text.Length, LongestShown)))
        {
            clean.Append(char.IsControl(c) ? '?' : c);
        }

        return clean.Append(text.Length > LongestShown ? "..." : "").ToString();
    }

    private static string Words(NodeKind kind) => kind switch
    {
        NodeKind.Object => "an object stands",
        NodeKind.List => "a list stands",
        NodeKind.Text => "a text stands",
        NodeKind.Number => "a number stands",
        NodeKind.Flag => "true or false stands",
        _ => "null stands",
    };
}
