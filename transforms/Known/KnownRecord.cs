using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ContactSync.Transforms.Candidates;
using ContactSync.Transforms.People;

namespace ContactSync.Transforms.Known;

/// <summary>A record that is known: who it is, on which side, whether it is paired, and what it holds, normalised. A view.</summary>
public readonly ref struct KnownRecord
{
    /// <param name="isLeft">Whether it is of the left side.</param>
    /// <param name="id">What the side knows it by; unique there, at most 65,535 bytes.</param>
    /// <param name="takesPart">Whether it is paired; otherwise it only counts.</param>
    /// <param name="person">What it holds.</param>
    public KnownRecord(bool isLeft, ReadOnlySpan<byte> id, bool takesPart, Person person)
    {
        (IsLeft, TakesPart) = (isLeft, takesPart);
        Id = id;
        Person = person;
    }

    /// <summary>Whether it is of the left side.</summary>
    public bool IsLeft { get; }

    /// <summary>What its side knows it by.</summary>
    public ReadOnlySpan<byte> Id { get; }

    /// <summary>Whether it is paired; otherwise it only says how common its values are.</summary>
    public bool TakesPart { get; }

    /// <summary>What it holds.</summary>
    public Person Person { get; }

    /// <summary>The key of an id of one side in the index of ids.</summary>
    internal static ulong IdKey(bool isLeft, ReadOnlySpan<byte> id) => (KeyHash.Of(id) ^ (isLeft ? 0xA076_1D64_78BD_642FUL : 0)) | 1;

    /// <summary>The bytes it takes, with head and padding.</summary>
    [SkipLocalsInit]
    internal int Write(Span<byte> target, int row)
    {
        var memory = Person.Memory;
        var used = KnownFormat.RecordHead + memory.Length + Id.Length;
        var room = (used + KnownFormat.RecordAlign - 1) & -KnownFormat.RecordAlign;
        target[..room].Clear();
        var length = checked((ushort)Id.Length);
        MemoryMarshal.Write(target[sizeof(uint)..], length);
        target[6] = TakesPart ? KnownFormat.TakesPart : (byte)0;
        memory.CopyTo(target[KnownFormat.RecordHead..]);
        Id.CopyTo(target[(KnownFormat.RecordHead + memory.Length)..]);
        var sum = KnownFormat.Sum((uint)row, target[sizeof(uint)..room]);
        MemoryMarshal.Write(target, sum);
        return room;
    }
}
