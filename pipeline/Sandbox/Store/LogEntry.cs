using System.Buffers.Binary;
using ContactSync.Sandbox.Values;

namespace ContactSync.Sandbox.Store;

/// <summary>The entries inside a frame of the log: a record put, a record purged, a job written, a job removed.</summary>
internal static class LogEntry
{
    public const int HeadLength = 10;
    public const byte PutRecord = 1;
    public const byte PurgeRecord = 2;
    public const byte PutJob = 3;
    public const byte RemoveJob = 4;

    public static void AddRecord(ValueSlab frame, int objectNumber, int number, ReadOnlySpan<byte> blob)
    {
        AddHead(frame, blob.IsEmpty ? PurgeRecord : PutRecord, objectNumber, number);
        AddBytes(frame, blob);
    }

    public static void AddJob(ValueSlab frame, bool removed, ReadOnlySpan<byte> idOrJson)
    {
        AddHead(frame, removed ? RemoveJob : PutJob, 0, 0);
        AddBytes(frame, idOrJson);
    }

    /// <summary>Reads the entry at <paramref name="at"/> and moves past it.</summary>
    public static (byte Kind, int ObjectNumber, int Number, int Start, int Length) Read(ReadOnlySpan<byte> frame, ref int at)
    {
        var kind = frame[at];
        var objectNumber = frame[at + 1];
        var number = BinaryPrimitives.ReadInt32LittleEndian(frame[(at + 2)..]);
        var length = BinaryPrimitives.ReadInt32LittleEndian(frame[(at + 6)..]);
        var start = at + HeadLength;
        at = start + length;
        return (kind, objectNumber, number, start, length);
    }

    private static void AddHead(ValueSlab frame, byte kind, int objectNumber, int number)
    {
        var head = frame.Reserve(6);
        head[0] = kind;
        head[1] = (byte)objectNumber;
        BinaryPrimitives.WriteInt32LittleEndian(head[2..], number);
    }

    private static void AddBytes(ValueSlab frame, ReadOnlySpan<byte> bytes)
    {
        BinaryPrimitives.WriteInt32LittleEndian(frame.Reserve(4), bytes.Length);
        frame.Add(bytes);
    }
}
