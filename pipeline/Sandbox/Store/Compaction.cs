using System.Buffers.Binary;
using ContactSync.Sandbox.Values;

namespace ContactSync.Sandbox.Store;

/// <summary>Rewrites a log so that it holds each live record and job once; done at start, before anyone is served.</summary>
internal static class Compaction
{
    private const int SmallestLog = 64 << 20;
    private const int FrameBytes = 4 << 20;

    public static bool Worthwhile(long length, long live) => length > SmallestLog && length > live * 2;

    /// <summary>Writes the new log beside the old, makes it durable, puts it in place; returns its length.</summary>
    public static long Rewrite(string path, RecordTable?[] tables, Dictionary<string, byte[]> jobs)
    {
        var temporary = path + ".new";
        long length;
        using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20))
        {
            var frame = new ValueSlab(FrameBytes * 2);
            for (var o = 0; o < tables.Length; o++)
            {
                for (var number = 1; number <= (tables[o]?.Last ?? 0); number++)
                {
                    // The last number is kept even when its record is gone, so that no id is given out twice.
                    if (tables[o]![number] is var blob && (!blob.IsEmpty || number == tables[o]!.Last))
                    {
                        LogEntry.AddRecord(frame, o, number, blob.Span);
                        WriteFull(stream, frame, FrameBytes);
                    }
                }
            }
            foreach (var job in jobs.Values)
            {
                LogEntry.AddJob(frame, removed: false, job);
            }
            WriteFull(stream, frame, 1);
            stream.Flush(flushToDisk: true);
            length = stream.Length;
        }
        File.Move(temporary, path, overwrite: true);
        DurableFile.SyncFolder(Path.GetDirectoryName(path)!);
        return length;
    }

    private static void WriteFull(FileStream stream, ValueSlab frame, int atLeast)
    {
        if (frame.Length < atLeast)
        {
            return;
        }
        var payload = frame.Slice(0, frame.Length);
        Span<byte> header = stackalloc byte[OrgLog.FrameHeader];
        BinaryPrimitives.WriteInt32LittleEndian(header, payload.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], Crc.Of(payload));
        stream.Write(header);
        stream.Write(payload);
        frame.Clear();
    }
}
