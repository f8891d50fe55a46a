using ContactSync.Sandbox.Values;

namespace ContactSync.Sandbox.Bulk;

/// <summary>The cells of one record, unescaped; <see cref="Broken"/> marks a row whose quoting has space beside it.</summary>
internal sealed class CsvRow
{
    private readonly ValueSlab _text = new();
    private int[] _ends = new int[64];

    public int Count { get; private set; }

    public bool Broken { get; set; }

    public ReadOnlySpan<byte> this[int cell]
    {
        get
        {
            var start = cell == 0 ? 0 : _ends[cell - 1];
            return _text.Slice(start, _ends[cell] - start);
        }
    }

    public void Clear()
    {
        _text.Clear();
        Count = 0;
        Broken = false;
    }

    public void Add(ReadOnlySpan<byte> part) => _text.Add(part);

    public void EndCell()
    {
        if (Count == _ends.Length)
        {
            Array.Resize(ref _ends, Count * 2);
        }
        _ends[Count++] = _text.Length;
    }
}
