using System.Buffers;

namespace ContactSync.Stores.Import;

/// <summary>What a supporter's key may be.</summary>
internal static class KeyRule
{
    /// <summary>Longest key of a supporter, in bytes: with the store's name before it, it must fit an external id.</summary>
    private const int LongestKey = 200;

    private static readonly SearchValues<byte> Controls = SearchValues.Create([.. Enumerable.Range(0, 32).Select(b => (byte)b), 127]);

    /// <summary>What is wrong with a key, its surrounding blanks apart; null when nothing is.</summary>
    public static string? Fault(ReadOnlySpan<byte> key) =>
        key.Length > LongestKey || key.ContainsAny(Controls) ? $"the key is longer than {LongestKey} bytes or holds a control character" : null;
}
