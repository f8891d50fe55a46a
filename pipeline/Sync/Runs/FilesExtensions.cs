using System.Security.Cryptography;

namespace ContactSync.Runs;

/// <summary>What is read of a file as a whole.</summary>
internal static class FilesExtensions
{
    /// <summary>The content of a small file.</summary>
    public static byte[] ReadAll(this IFiles files, string path)
    {
        using var stream = files.OpenRead(path);
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }

    /// <summary>The SHA-256 of a file in lower-case hexadecimal, and its length in bytes.</summary>
    public static async Task<(string Sha256, long Bytes)> HashAsync(this IFiles files, string path, CancellationToken cancellationToken)
    {
        var stream = files.OpenRead(path);
        await using (stream.ConfigureAwait(false))
        {
            var hash = await SHA256.HashDataAsync(stream, cancellationToken);
            return (Convert.ToHexStringLower(hash), stream.Length);
        }
    }
}
