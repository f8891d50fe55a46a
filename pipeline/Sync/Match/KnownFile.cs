using System.IO.MemoryMappedFiles;
using ContactSync.Runs;
using ContactSync.Transforms.Known;
using ContactSync.Transforms.Match;

namespace ContactSync.Match;

/// <summary>
/// A file of known people, mapped into memory and used where it stands: opening reads its contents, a few hundred bytes, and checks that nothing is cut off. What is in it is checked bit by
/// bit as it is read, each record and bucket by its own checksum, so that a gigabyte need not be read to use some of it. Nobody may change the file while it is open; dispose to let it go.
/// </summary>
public sealed unsafe class KnownFile : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    private KnownFile(MemoryMappedFile file, MemoryMappedViewAccessor view, long length, string fingerprint)
    {
        (_file, _view) = (file, view);
        byte* memory = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref memory);
        try
        {
            People = KnownImage.Open((nint)memory, length, fingerprint);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What is known; good until this is disposed of.</summary>
    public KnownImage People { get; }

    /// <summary>Opens a file; null, with the reason, where it does not serve and everybody is to be matched anew.</summary>
    public static KnownFile? TryOpen(string path, string fingerprint, out string? reason)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1);
            if (stream.Length == 0)
            {
                throw new KnownFormatException("it is empty.");
            }

            var length = stream.Length;
            var file = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
            var known = new KnownFile(file, file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read), length, fingerprint);
            reason = null;
            return known;
        }
        catch (Exception e) when (e is KnownFormatException or IOException or UnauthorizedAccessException)
        {
            reason = $"{path} cannot be used: {e.Message}";
            return null;
        }
    }

    /// <summary>Writes a file whole and durably, or leaves what was there.</summary>
    public static void Write(IFiles files, string path, KnownWriter writer, IReadOnlyList<ScoredPair> pairs)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(writer);
        var temporary = path + ".tmp";
        files.DeleteFile(temporary);
        using (var file = files.OpenAppend(temporary))
        {
            writer.Write(pairs, file.Append);
            file.Flush();
        }

        files.Rename(temporary, path);
        files.FlushFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }
}
