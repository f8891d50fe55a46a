using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace ContactSync.Sandbox.Http;

/// <summary>Copies a run of bytes of a file to a reply.</summary>
internal static class FileSlice
{
    private const int BufferBytes = 128 * 1024;

    /// <summary>Opens a file before a reply is begun, so that one deleted meanwhile is still read to its end.</summary>
    public static SafeFileHandle Open(string path) => File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    public static async Task CopyAsync(SafeFileHandle file, long start, long length, Stream to, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            while (length > 0)
            {
                var read = RandomAccess.Read(file, buffer.AsSpan(0, (int)Math.Min(length, buffer.Length)), start);
                if (read == 0)
                {
                    throw new EndOfStreamException("A result file is shorter than its job says.");
                }
                await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                (start, length) = (start + read, length - read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
