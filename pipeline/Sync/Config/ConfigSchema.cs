using System.Collections.Immutable;

namespace ContactSync.Config;

/// <summary>A table of keys as the tree of objects and lists that a file must fit.</summary>
internal sealed class ConfigSchema
{
    private readonly ConfigPlace _root = new("");

    public ConfigSchema(IEnumerable<ConfigKey> keys)
    {
        Keys = [.. keys];
        foreach (var key in Keys)
        {
            var place = _root;
            foreach (var name in key.Path.Split('.'))
            {
                place = place.Child(name.TrimEnd('[', ']'));
                place = name.EndsWith("[]", StringComparison.Ordinal) ? place.List() : place;
            }

            place.Key = key;
        }
    }

    public ImmutableArray<ConfigKey> Keys { get; }

    public ConfigPlace Root => _root;

    /// <summary>The place of a path without list positions, without regard to case; null where there is none.</summary>
    public ConfigPlace? Find(IEnumerable<string> names)
    {
        var place = _root;
        foreach (var name in names)
        {
            if (place.Names.FirstOrDefault(n => n.Equals(name, StringComparison.OrdinalIgnoreCase)) is not { } exact)
            {
                return null;
            }

            place = place.Child(exact);
        }

        return place;
    }
}

/// <summary>A place in the tree: an object with names, a list with items, or a key with a value.</summary>
internal sealed class ConfigPlace(string path)
{
    private readonly Dictionary<string, ConfigPlace> _children = new(StringComparer.Ordinal);

    public string Path => path;

    public ConfigKey? Key { get; set; }

    public ConfigPlace? Items { get; private set; }

    public IReadOnlyCollection<string> Names => _children.Keys;

    public ConfigPlace Child(string name) =>
        _children.TryGetValue(name, out var child) ? child : _children[name] = new(ConfigNode.Join(path, name));

    public ConfigPlace List() => Items ??= new(path + "[]");
}
