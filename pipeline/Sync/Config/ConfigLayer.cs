namespace ContactSync.Config;

/// <summary>A value as someone set it.</summary>
internal sealed record Setting(string Path, string Text, string Source, int? Line);

/// <summary>One source of settings. A later layer's list replaces an earlier one's, item for item it would be neither of the two.</summary>
/// <param name="Source">The file, <c>environment</c> or <c>--set</c>.</param>
internal sealed record ConfigLayer(string Source, ConfigNode Root)
{
    /// <summary>The layer's values by configuration path (<c>a:b:0:c</c>); an empty list is a blank.</summary>
    public IEnumerable<(string Key, Setting Setting)> Values() => Values(Root, "");

    /// <summary>The configuration paths that this layer takes away from those below: lists it replaces, values it sets to null.</summary>
    public IEnumerable<string> Replaced() => Replaced(Root, "");

    private static string Join(string key, string name) => key.Length == 0 ? name : $"{key}:{name}";

    private static IEnumerable<string> Replaced(ConfigNode node, string key) => node.Kind switch
    {
        NodeKind.List or NodeKind.Null => [key],
        NodeKind.Object => node.Children.SelectMany(c => Replaced(c.Node, Join(key, c.Name))),
        _ => [],
    };

    private IEnumerable<(string Key, Setting Setting)> Values(ConfigNode node, string key) => node.Kind switch
    {
        NodeKind.Null => [],
        NodeKind.List when node.Children.IsEmpty => [(key, new Setting(node.Path, "", Source, node.Line))],
        NodeKind.Object or NodeKind.List => node.Children.SelectMany(c => Values(c.Node, Join(key, c.Name))),
        _ => [(key, new Setting(node.Path, node.Text, Source, node.Line))],
    };
}
