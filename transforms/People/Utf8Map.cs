using System.Text;
using ContactSync.Transforms.Candidates;

namespace ContactSync.Transforms.People;

/// <summary>A read-only map from UTF-8 texts to UTF-8 texts, asked without making strings.</summary>
public sealed class Utf8Map
{
    private readonly byte[][] _keys;
    private readonly byte[][] _values;
    private readonly int[] _next;
    private readonly int[] _heads;

    /// <summary>The first of two equal keys counts.</summary>
    public Utf8Map(IEnumerable<KeyValuePair<string, string>> entries)
    {
        var list = entries.DistinctBy(e => e.Key, StringComparer.Ordinal).ToList();
        _keys = [.. list.Select(e => Encoding.UTF8.GetBytes(e.Key))];
        _values = [.. list.Select(e => Encoding.UTF8.GetBytes(e.Value))];
        _next = new int[list.Count];
        _heads = new int[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(4, 2 * list.Count))];
        Array.Fill(_heads, -1);
        for (var i = 0; i < list.Count; i++)
        {
            ref var head = ref _heads[KeyHash.Of(_keys[i]) & (uint)(_heads.Length - 1)];
            (_next[i], head) = (head, i);
        }
    }

    /// <summary>Whether the text is a key.</summary>
    public bool Contains(ReadOnlySpan<byte> key) => Find(key) >= 0;

    /// <summary>The value of a key; empty, and false, for a text that is none.</summary>
    public bool TryGet(ReadOnlySpan<byte> key, out ReadOnlySpan<byte> value)
    {
        var at = Find(key);
        value = at >= 0 ? _values[at] : default;
        return at >= 0;
    }

    private int Find(ReadOnlySpan<byte> key)
    {
        var at = _heads[KeyHash.Of(key) & (uint)(_heads.Length - 1)];
        while (at >= 0 && !key.SequenceEqual(_keys[at]))
        {
            at = _next[at];
        }

        return at;
    }
}
