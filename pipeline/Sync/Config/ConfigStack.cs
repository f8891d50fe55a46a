using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace ContactSync.Config;

/// <summary>
/// Layers over each other, the last one strongest, below them the schema's defaults; and the one strict binding of what comes out.
/// The layers are laid over each other as data and bound from one provider: providers of their own would mix two lists item by item.
/// </summary>
internal sealed partial class ConfigStack
{
    private readonly ConfigSchema _schema;
    private readonly Dictionary<string, Setting> _settings = new(StringComparer.OrdinalIgnoreCase);

    public ConfigStack(ConfigSchema schema, IEnumerable<ConfigLayer> layers)
    {
        _schema = schema;
        var stack = new List<Dictionary<string, Setting>>();
        foreach (var layer in layers)
        {
            foreach (var gone in layer.Replaced())
            {
                stack.ForEach(below => Remove(below, gone));
            }

            var values = new Dictionary<string, Setting>(StringComparer.OrdinalIgnoreCase);
            foreach (var (key, setting) in layer.Values())
            {
                values[key] = setting;
            }

            stack.Add(values);
        }

        foreach (var (key, setting) in stack.SelectMany(layer => layer))
        {
            _settings[key] = setting;
        }

        AddDefaults();
    }

    /// <summary>Every value in the order of the schema, list items after each other.</summary>
    public IEnumerable<(ConfigKey Key, Setting Setting)> Settings() =>
        from key in _schema.Keys.Index()
        from setting in _settings.Where(s => Pattern(s.Key) == key.Item.Path)
        orderby key.Item.Path.Contains("[]", StringComparison.Ordinal) ? ListOrder(setting.Key) : (key.Index, 0), key.Index
        select (key.Item, setting.Value);

    public Setting? Find(string path) => _settings.GetValueOrDefault(path.Replace('.', ':').Replace("[", ":", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal));

    /// <summary>The keys that must be set and are not.</summary>
    public IEnumerable<ConfigKey> Missing() =>
        _schema.Keys.Where(k => k.Required && !k.Path.Contains("[]", StringComparison.Ordinal) && !_settings.ContainsKey(k.Path.Replace('.', ':')));

    /// <summary>Binds the values in their canonical form; paths become absolute under <paramref name="root"/>.</summary>
    public T Bind<T>(string root)
    {
        var canonical = _settings.Where(s => s.Value.Text.Length > 0).Select(s => KeyValuePair.Create(s.Key, Canonical(s.Key, s.Value.Text, root)));
        return new ConfigurationBuilder().AddInMemoryCollection(canonical).Build().Get<T>(o => o.ErrorOnUnknownConfiguration = true)!;
    }

    private static void Remove(Dictionary<string, Setting> layer, string key)
    {
        foreach (var name in layer.Keys.Where(k => k.Equals(key, StringComparison.OrdinalIgnoreCase) || k.StartsWith(key + ":", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            layer.Remove(name);
        }
    }

    private static string Pattern(string key) => Position().Replace(key, "[]").Replace(':', '.');

    [GeneratedRegex(":[0-9]+")]
    private static partial Regex Position();

    private (int, int) ListOrder(string key)
    {
        var list = Pattern(key).Split("[]")[0];
        var first = _schema.Keys.Index().First(k => k.Item.Path.StartsWith(list + "[]", StringComparison.Ordinal)).Index;
        return (first, int.Parse(Position().Match(key).ValueSpan[1..], System.Globalization.CultureInfo.InvariantCulture));
    }

    private string? Canonical(string key, string text, string root)
    {
        var rule = _schema.Keys.FirstOrDefault(k => k.Path.Equals(Pattern(key), StringComparison.OrdinalIgnoreCase))?.Rule;
        return rule switch
        {
            null => text,
            PathRule => Path.GetFullPath(Path.Combine(root, text)),
            _ => rule.Canonical(text),
        };
    }

    private void AddDefaults()
    {
        foreach (var key in _schema.Keys)
        {
            if (key.Path.Split("[]") is [var list, var rest])
            {
                AddListDefaults(list.Replace('.', ':'), rest.Replace('.', ':'), key);
            }
            else if (Default(key) is { } text)
            {
                _settings.TryAdd(key.Path.Replace('.', ':'), new(key.Path, text, "default", null));
            }
        }
    }

    private string? Default(ConfigKey key) =>
        key.Unless is { } other && _settings.GetValueOrDefault(other.Key.Replace('.', ':'))?.Text == other.Value ? other.Default : key.Default;

    private void AddListDefaults(string list, string rest, ConfigKey key)
    {
        var items = _settings.Keys.Where(k => k.StartsWith(list + ":", StringComparison.OrdinalIgnoreCase))
            .Select(k => k[..(list.Length + 1 + k[(list.Length + 1)..].IndexOf(':', StringComparison.Ordinal))]).Distinct().ToList();
        if (items.Count == 0)
        {
            _settings.TryAdd(list, new(list.Replace(':', '.'), "", "default", null));
        }

        foreach (var item in items.Where(_ => key.Default is not null))
        {
            _settings.TryAdd(item + rest, new(item.Replace(':', '.') + rest, key.Default!, "default", null));
        }
    }
}
