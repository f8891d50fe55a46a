using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ContactSync.Runs;

/// <summary>
/// A small JSON object kept in a file with a last property <c>seal</c>, the SHA-256 of everything before it. Replaced as a whole
/// (temporary file, fsync, rename, fsync of the folder), and refused with <see cref="DamagedFileException"/> when a byte differs.
/// </summary>
internal static class SealedJson
{
    private const string Opening = ",\n  \"seal\": \"";
    private const string Closing = "\"\n}\n";

    /// <summary>Replaces the file; <paramref name="crashPoint"/> names the place inside the write.</summary>
    public static void Write<T>(IFiles files, string path, T value, JsonTypeInfo<T> type, string crashPoint)
    {
        var content = Compose(JsonSerializer.SerializeToUtf8Bytes(value, type));
        var temporary = path + ".tmp";
        if (CrashPoint.Cut(crashPoint, content.Length) is { } cut)
        {
            files.WriteAll(temporary, content.AsSpan(0, cut));
            CrashPoint.Kill();
        }

        files.WriteAll(temporary, content);
        files.Rename(temporary, path);
        files.FlushFolder(Path.GetDirectoryName(path)!);
    }

    /// <summary>Reads the file; throws <see cref="DamagedFileException"/> with <paramref name="whatNow"/> when it is not as written.</summary>
    public static T Read<T>(IFiles files, string path, JsonTypeInfo<T> type, string whatNow)
    {
        var content = files.ReadAll(path);
        var start = content.AsSpan().LastIndexOf(Encoding.ASCII.GetBytes(Opening));
        if (start < 0 || !content.AsSpan(start).SequenceEqual(Tail(content.AsSpan(0, start))))
        {
            throw new DamagedFileException(path, "its content does not agree with its seal", whatNow);
        }

        try
        {
            return JsonSerializer.Deserialize(content, type) ?? throw new DamagedFileException(path, "it holds null", whatNow);
        }
        catch (JsonException e)
        {
            throw new DamagedFileException(path, e.Message, whatNow);
        }
    }

    private static byte[] Compose(byte[] json)
    {
        var body = json.AsSpan(0, json.AsSpan().LastIndexOf((byte)'}')).TrimEnd("\n "u8);
        return [.. body, .. Tail(body)];
    }

    private static byte[] Tail(ReadOnlySpan<byte> body) =>
        Encoding.ASCII.GetBytes(Opening + Convert.ToHexStringLower(SHA256.HashData(body)) + Closing);
}
