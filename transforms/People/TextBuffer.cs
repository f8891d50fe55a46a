using System.Runtime.CompilerServices;

namespace ContactSync.Transforms.People;

/// <summary>Words being put together, one space between; used again for every record. Text past its room is cut.</summary>
internal sealed class TextBuffer
{
    /// <summary>Bytes of room.</summary>
    public const int Room = 1024;

    private readonly byte[] _bytes = new byte[Room];
    private int _length;

    public ReadOnlySpan<byte> Text => _bytes.AsSpan(0, _length);

    public bool IsEmpty => _length == 0;

    public void Clear() => _length = 0;

    public void Set(ReadOnlySpan<byte> value)
    {
        // The value may be a part of this very buffer: the copy allows for that.
        _length = Math.Min(value.Length, Room);
        value[.._length].CopyTo(_bytes);
    }

    public void AddWord(ReadOnlySpan<byte> word)
    {
        if (_length > 0)
        {
            Add((byte)' ');
        }

        Add(word);
    }

    public void Add(byte b)
    {
        if (_length < Room)
        {
            _bytes[_length++] = b;
        }
    }

    public void Add(ReadOnlySpan<byte> value)
    {
        var length = Math.Min(value.Length, Room - _length);
        value[..length].CopyTo(_bytes.AsSpan(_length));
        _length += length;
    }
}

/// <summary>The words of a folded text, one after the other.</summary>
internal ref struct Words(ReadOnlySpan<byte> text)
{
    private ReadOnlySpan<byte> _rest = text;

    public ReadOnlySpan<byte> Current { get; private set; }

    public readonly Words GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        var space = _rest.IndexOf((byte)' ');
        Current = space < 0 ? _rest : _rest[..space];
        _rest = space < 0 ? [] : _rest[(space + 1)..];
        return true;
    }

    public static ReadOnlySpan<byte> First(ReadOnlySpan<byte> text) => text.IndexOf((byte)' ') is >= 0 and var space ? text[..space] : text;

    public static ReadOnlySpan<byte> Last(ReadOnlySpan<byte> text) => text[(text.LastIndexOf((byte)' ') + 1)..];

    public static ReadOnlySpan<byte> AfterFirst(ReadOnlySpan<byte> text) => text.IndexOf((byte)' ') is >= 0 and var space ? text[(space + 1)..] : default;

    public static ReadOnlySpan<byte> BeforeLast(ReadOnlySpan<byte> text) => text.LastIndexOf((byte)' ') is >= 0 and var space ? text[..space] : default;

    public static bool Contain(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word)
    {
        foreach (var other in new Words(text))
        {
            if (other.SequenceEqual(word))
            {
                return true;
            }
        }

        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Count(ReadOnlySpan<byte> text) => text.IsEmpty ? 0 : 1 + text.Count((byte)' ');
}
