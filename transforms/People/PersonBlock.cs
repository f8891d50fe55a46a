using System.Buffers.Binary;

namespace ContactSync.Transforms.People;

/// <summary>Normalised records of one batch on their way into a <see cref="PersonTable"/>. One writer; used again after <see cref="Clear"/>.</summary>
public sealed class PersonBlock
{
    private byte[] _bytes = new byte[1 << 16];
    private int[] _ends = new int[1 << 10];
    private int _used;
    private int _start;

    /// <summary>The records.</summary>
    public int Count { get; private set; }

    /// <summary>Values that were left out because they say nothing (unknown, 0000000, test).</summary>
    public int Placeholders { get; internal set; }

    /// <summary>The bytes of a record.</summary>
    public ReadOnlySpan<byte> this[int index] => _bytes.AsSpan(index == 0 ? 0 : _ends[index - 1], _ends[index] - (index == 0 ? 0 : _ends[index - 1]));

    /// <summary>The record as a view.</summary>
    public Person Person(int index) => new(this[index]);

    /// <summary>Makes the block empty.</summary>
    public void Clear() => (Count, _used, _start, Placeholders) = (0, 0, 0, 0);

    /// <summary>Starts a record; its texts follow in the order of <see cref="PersonField"/>.</summary>
    internal void Begin(int birth, NameSuffix suffix, Gender gender, bool roleEmail, byte source)
    {
        Room(People.Person.TextsAt + (People.Person.TextCount * People.Person.MaxTextBytes));
        _start = _used;
        var head = _bytes.AsSpan(_start, People.Person.TextsAt);
        head.Clear();
        BinaryPrimitives.WriteInt32LittleEndian(head, birth);
        head[People.Person.FlagsAt] = (byte)((int)suffix | ((int)gender << 3) | (roleEmail ? 32 : 0));
        head[People.Person.FlagsAt + 1] = source;
        _used += People.Person.TextsAt;
    }

    /// <summary>The next text, cut to what is kept.</summary>
    internal void Text(PersonField field, ReadOnlySpan<byte> value)
    {
        var length = Math.Min(value.Length, People.Person.MaxTextBytes);
        while (length < value.Length && length > 0 && (value[length] & 0xC0) == 0x80)
        {
            length--;
        }

        value[..length].CopyTo(_bytes.AsSpan(_used));
        _used += length;
        BinaryPrimitives.WriteUInt16LittleEndian(
            _bytes.AsSpan(_start + People.Person.EndsAt + (sizeof(ushort) * (int)field)), (ushort)(_used - _start - People.Person.TextsAt));
    }

    /// <summary>Ends the record.</summary>
    internal void End()
    {
        var person = new Person(_bytes.AsSpan(_start, _used - _start));
        uint present = 0;
        for (var field = 0; field < People.Person.TextCount; field++)
        {
            present |= person[(PersonField)field].IsEmpty ? 0U : 1U << field;
        }

        BinaryPrimitives.WriteUInt16LittleEndian(_bytes.AsSpan(_start + People.Person.FlagsAt + 2), (ushort)present);
        Letters(LetterField.First, LetterSet.Of(Words.First(person[PersonField.First])));
        Letters(LetterField.Last, LetterSet.Of(person[PersonField.Last]));
        Letters(LetterField.Street, LetterSet.Of(person[PersonField.Street]));
        Letters(LetterField.City, LetterSet.Of(person[PersonField.City]));
        if (Count == _ends.Length)
        {
            Array.Resize(ref _ends, 2 * _ends.Length);
        }

        _ends[Count++] = _used;
    }

    private void Letters(LetterField field, uint letters) =>
        BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(_start + People.Person.LettersAt + (sizeof(uint) * (int)field)), letters);

    private void Room(int more)
    {
        if (_used + more > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, _used + more));
        }
    }
}
