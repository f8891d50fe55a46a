using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace ContactSync.Transforms.People;

/// <summary>
/// One normalised record in the memory of a <see cref="PersonTable"/>: a head of 56 bytes (birth date, flags, letters, where texts end) and the
/// texts end to end. A view; it dies with the table.
/// </summary>
public readonly ref struct Person
{
    /// <summary>The number of texts.</summary>
    public const int TextCount = 16;

    /// <summary>The longest text kept, in bytes; longer ones are cut between characters.</summary>
    public const int MaxTextBytes = 255;

    internal const int BirthAt = 0;
    internal const int FlagsAt = 4;
    internal const int LettersAt = 8;
    internal const int EndsAt = LettersAt + (4 * sizeof(uint));
    internal const int TextsAt = EndsAt + (TextCount * sizeof(ushort));

    private readonly ReadOnlySpan<byte> _memory;

    internal Person(ReadOnlySpan<byte> memory) => _memory = memory;

    /// <summary>Year, month and day as one number (19710624); month or day 0 where unknown; 0 for none.</summary>
    public int Birth => BinaryPrimitives.ReadInt32LittleEndian(_memory);

    /// <summary>The generation suffix.</summary>
    public NameSuffix Suffix => (NameSuffix)(_memory[FlagsAt] & 7);

    /// <summary>The gender.</summary>
    public Gender Gender => (Gender)((_memory[FlagsAt] >> 3) & 3);

    /// <summary>Whether the e-mail address is one of a function (info@), not of a person.</summary>
    public bool HasRoleEmail => (_memory[FlagsAt] & 32) != 0;

    /// <summary>Which texts there are, a bit each by <see cref="PersonField"/>.</summary>
    internal uint Present => BinaryPrimitives.ReadUInt16LittleEndian(_memory[(FlagsAt + 2)..]);

    /// <summary>The source, by the order of the table's sources.</summary>
    public int Source => _memory[FlagsAt + 1];

    /// <summary>The text of a field; empty for none.</summary>
    public ReadOnlySpan<byte> this[PersonField field]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            var start = field == 0 ? 0 : End((int)field - 1);
            return _memory.Slice(TextsAt + start, End((int)field) - start);
        }
    }

    /// <summary>Which letters a name has, one bit each.</summary>
    internal uint Letters(LetterField field) => BinaryPrimitives.ReadUInt32LittleEndian(_memory[(LettersAt + (sizeof(uint) * (int)field))..]);

    /// <summary>All bytes of the record.</summary>
    internal ReadOnlySpan<byte> Memory => _memory[..(TextsAt + End(TextCount - 1))];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int End(int field) => BinaryPrimitives.ReadUInt16LittleEndian(_memory[(EndsAt + (sizeof(ushort) * field))..]);
}

/// <summary>The texts whose letters are kept beside them.</summary>
internal enum LetterField
{
    First,
    Last,
    Street,
    City,
}
