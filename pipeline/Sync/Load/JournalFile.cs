using System.Buffers.Binary;
using System.Numerics;
using System.Text.Json;
using ContactSync.Runs;

namespace ContactSync.Load;

/// <summary>
/// The bytes of a journal: records <c>[length u32][crc32c u32][json]</c>, little-endian, the checksum over length and json. A tail that
/// was torn by a crash is told from damage in the middle: behind a torn tail there is no whole record.
/// </summary>
internal static class JournalFile
{
    private const int HeaderBytes = 8;

    // A record names a few numbers and ids; anything longer is not a length.
    private const uint LongestJson = 1 << 20;

    /// <summary>One record as it lies on disk.</summary>
    public static byte[] Encode(JournalRecord record)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(record, JournalJson.Default.JournalRecord);
        var bytes = new byte[HeaderBytes + json.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, (uint)json.Length);
        json.CopyTo(bytes, HeaderBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4), Checksum(bytes));
        return bytes;
    }

    /// <summary>
    /// The whole records and the length they fill; bytes after that are a torn tail. Throws <see cref="DamagedFileException"/> naming
    /// the offset when a record before the last is damaged, or the journal is of a newer version.
    /// </summary>
    public static (List<JournalRecord> Records, int Length) Decode(string path, ReadOnlySpan<byte> bytes)
    {
        var records = new List<JournalRecord>();
        var offset = 0;
        while (Whole(bytes[offset..]) is var length and > 0)
        {
            records.Add(Parse(path, bytes.Slice(offset + HeaderBytes, length - HeaderBytes), offset));
            offset += length;
            if (records is [not LoadBegun { Version: <= LoadBegun.CurrentVersion }])
            {
                throw Damaged(path, "it does not begin with a format version that this program knows", "Use the contact-sync that wrote it");
            }
        }

        for (var later = offset + 1; later < bytes.Length; later++)
        {
            if (Whole(bytes[later..]) > 0)
            {
                throw Damaged(path, $"the record at byte {offset} is damaged, and whole records follow it", WhatNow);
            }
        }

        return (records, offset);
    }

    private const string WhatNow =
        "Nothing was sent. Put the journal back from a copy; without it, jobs that this run closed may still write to the org: look at them in Setup, Bulk Data Load Jobs";

    // The length of the whole record at the start, 0 when there is none.
    private static int Whole(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length <= HeaderBytes)
        {
            return 0;
        }

        var json = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        if (json is 0 or > LongestJson || json > (uint)(bytes.Length - HeaderBytes))
        {
            return 0;
        }

        var record = bytes[..(HeaderBytes + (int)json)];
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) == Checksum(record) ? record.Length : 0;
    }

    private static JournalRecord Parse(string path, ReadOnlySpan<byte> json, int offset)
    {
        try
        {
            return JsonSerializer.Deserialize(json, JournalJson.Default.JournalRecord)!;
        }
        catch (JsonException e)
        {
            throw Damaged(path, $"the record at byte {offset} is not one this program knows ({e.Message})", "Use the contact-sync that wrote it");
        }
    }

    private static DamagedFileException Damaged(string path, string what, string whatNow) => new(path, what, whatNow);

    private static uint Checksum(ReadOnlySpan<byte> record)
    {
        var crc = Crc32C(uint.MaxValue, record[..4]);
        return ~Crc32C(crc, record[HeaderBytes..]);
    }

    private static uint Crc32C(uint crc, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= 8)
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[8..];
        }

        foreach (var value in bytes)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return crc;
    }
}
