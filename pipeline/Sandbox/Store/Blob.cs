using System.Buffers.Binary;

namespace ContactSync.Sandbox.Store;

/// <summary>
/// The layout of a stored record: a fixed header (flags, three stamps in seconds, two user numbers), then each filled
/// field as tag, length, UTF-8 bytes. One array a record, nothing for a blank field.
/// </summary>
internal static class Blob
{
    public const int HeaderLength = 33;
    private const byte DeletedFlag = 1;

    public static bool IsDeleted(ReadOnlySpan<byte> blob) => (blob[0] & DeletedFlag) != 0;

    public static long Created(ReadOnlySpan<byte> blob) => BinaryPrimitives.ReadInt64LittleEndian(blob[1..]);

    public static long Modified(ReadOnlySpan<byte> blob) => BinaryPrimitives.ReadInt64LittleEndian(blob[9..]);

    public static long SystemStamp(ReadOnlySpan<byte> blob) => BinaryPrimitives.ReadInt64LittleEndian(blob[17..]);

    public static int CreatedBy(ReadOnlySpan<byte> blob) => BinaryPrimitives.ReadInt32LittleEndian(blob[25..]);

    public static int ModifiedBy(ReadOnlySpan<byte> blob) => BinaryPrimitives.ReadInt32LittleEndian(blob[29..]);

    public static void WriteHeader(Span<byte> blob, RecordHeader header)
    {
        blob[0] = header.Deleted ? DeletedFlag : (byte)0;
        BinaryPrimitives.WriteInt64LittleEndian(blob[1..], header.Created);
        BinaryPrimitives.WriteInt64LittleEndian(blob[9..], header.Modified);
        BinaryPrimitives.WriteInt64LittleEndian(blob[17..], header.SystemStamp);
        BinaryPrimitives.WriteInt32LittleEndian(blob[25..], header.CreatedBy);
        BinaryPrimitives.WriteInt32LittleEndian(blob[29..], header.ModifiedBy);
    }

    public static RecordHeader ReadHeader(ReadOnlySpan<byte> blob) =>
        new(IsDeleted(blob), Created(blob), Modified(blob), SystemStamp(blob), CreatedBy(blob), ModifiedBy(blob));
}

/// <summary>Who made and changed a record and when (seconds since the epoch); users by their record number.</summary>
internal readonly record struct RecordHeader(bool Deleted, long Created, long Modified, long SystemStamp, int CreatedBy, int ModifiedBy);
