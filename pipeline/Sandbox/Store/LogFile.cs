using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace ContactSync.Sandbox.Store;

/// <summary>Reads a log from its first frame, stops at the first that is torn or damaged, and cuts the file there.</summary>
internal static class LogFile
{
    private const int MaxFrame = 1 << 30;

    public delegate void Apply(ReadOnlySpan<byte> payload);

    /// <summary>Shows every whole frame to <paramref name="first"/>, cuts the file behind the last one, then shows all of them to <paramref name="second"/>; returns the length.</summary>
    public static long Replay(SafeFileHandle file, Apply first, Apply second)
    {
        var sound = Sound(file, first);
        using var stream = Stream(file);
        var header = new byte[OrgLog.FrameHeader];
        var payload = Array.Empty<byte>();
        while (stream.Position < sound)
        {
            stream.ReadExactly(header);
            var length = BinaryPrimitives.ReadInt32LittleEndian(header);
            second(Fill(stream, ref payload, length));
        }
        return sound;
    }

    private static FileStream Stream(SafeFileHandle file) => new(new SafeFileHandle(file.DangerousGetHandle(), ownsHandle: false), FileAccess.ReadWrite, 1 << 20) { Position = 0 };

    private static ReadOnlySpan<byte> Fill(FileStream stream, ref byte[] payload, int length)
    {
        if (payload.Length < length)
        {
            payload = new byte[Math.Max(length, payload.Length * 2)];
        }
        stream.ReadExactly(payload, 0, length);
        return payload.AsSpan(0, length);
    }

    private static long Sound(SafeFileHandle file, Apply apply)
    {
        using var stream = Stream(file);
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
            var frame = Fill(stream, ref payload, length);
            if (Crc.Of(frame) != BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(4)))
            {
                break;
            }
            apply(frame);
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
