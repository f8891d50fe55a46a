namespace ContactSync.Sandbox.Duplicates;

/// <summary>The parts a value adds to match keys, as hashes of their text.</summary>
internal sealed class TokenList
{
    private readonly List<uint> _hashes = [];

    public int Count => _hashes.Count;

    public uint this[int index] => _hashes[index];

    public static uint Hash(ReadOnlySpan<char> text) => (uint)string.GetHashCode(text);

    public bool Contains(string text) => _hashes.Contains(Hash(text));

    public void Add(ReadOnlySpan<char> text) => _hashes.Add(Hash(text));

    /// <summary>Adds the text under a mark, apart from what is added under another or none.</summary>
    public void Add(ReadOnlySpan<char> text, uint mark) => _hashes.Add(Hash(text) + (mark * 0x9E3779B9));

    public void Clear() => _hashes.Clear();
}
