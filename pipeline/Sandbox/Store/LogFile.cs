using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace ContactSync.Sandbox.Store;

/// <summary>Reads a log from its first frame, stops at the first that is torn or damaged, and cuts the file there.</summary>
internal static class LogFile
{
    private const int MaxFrame = 1 << 30;

    public delegate void Apply(ReadOnlySpan<byte> payload);

    /// <summary>Applies every whole frame; returns the length of the sound part, to which the file is cut.</summary>
    public static long Replay(SafeFileHandle file, Apply apply)
    {
        using var stream = new FileStream(new SafeFileHandle(file.DangerousGetHandle(), ownsHandle: false), FileAccess.ReadWrite, 1 << 20);
        stream.Position = 0;
        var header = new byte[OrgLog.FrameHeader];
        var payload = Array.Empty<byte>();
        long sound = 0;
        while (stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) == header.Length)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(header);
            if (length is <= 0 or > MaxFrame || length > stream.Length - stream.Position)
            {
                break;
            }
            if (payload.Length < length)
            {
                payload = new byte[Math.Max(length, payload.Length * 2)];
            }
            stream.ReadExactly(payload, 0, length);
            if (Crc.Of(payload.AsSpan(0, length)) != BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(4)))
            {
                break;
            }
            apply(payload.AsSpan(0, length));
            sound = stream.Position;
        }
        if (stream.Length > sound)
        {
            RandomAccess.SetLength(file, sound);
            RandomAccess.FlushToDisk(file);
        }
        return sound;
    }
}
