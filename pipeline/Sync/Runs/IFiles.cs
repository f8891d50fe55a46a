namespace ContactSync.Runs;

/// <summary>
/// The files of runs and state, with what is durable said call by call: content after <see cref="WriteAll"/>,
/// <see cref="IAppendFile.Flush"/> or <see cref="Flush"/>, names after <see cref="FlushFolder"/>. No call follows a symbolic link
/// in its last component: that is a <see cref="Cli.UserException"/>. Other failures are <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>.
/// </summary>
public interface IFiles
{
    /// <summary>Whether a file of this name is there.</summary>
    bool FileExists(string path);

    /// <summary>Whether a folder of this name is there.</summary>
    bool FolderExists(string path);

    /// <summary>Makes a folder and those above it, for the owner alone (0700), and makes their names durable.</summary>
    void CreateFolder(string path);

    /// <summary>Opens a file for reading from its start.</summary>
    Stream OpenRead(string path);

    /// <summary>Opens a file for appending at its end; makes an empty one (0600) when there is none.</summary>
    IAppendFile OpenAppend(string path);

    /// <summary>Makes or replaces a file with this content, and makes the content durable.</summary>
    void WriteAll(string path, ReadOnlySpan<byte> content);

    /// <summary>Makes durable the content of a file that another writer has finished.</summary>
    void Flush(string path);

    /// <summary>Renames a file over whatever has the new name; durable after <see cref="FlushFolder"/>.</summary>
    void Rename(string path, string newPath);

    /// <summary>Makes the names in a folder durable.</summary>
    void FlushFolder(string path);

    /// <summary>The entries of a folder in ordinal order of their names; none when there is no such folder.</summary>
    IReadOnlyList<FileEntry> List(string folder);

    /// <summary>Removes a file; nothing happens when there is none.</summary>
    void DeleteFile(string path);

    /// <summary>Removes a folder and all it holds, without following links; nothing happens when there is none.</summary>
    void DeleteFolder(string path);
}

/// <summary>A file that only grows, and may be cut back to a length known to be whole.</summary>
public interface IAppendFile : IDisposable
{
    /// <summary>Bytes in the file.</summary>
    long Length { get; }

    /// <summary>Writes at the end; durable after <see cref="Flush"/>.</summary>
    void Append(ReadOnlySpan<byte> content);

    /// <summary>Makes everything appended durable.</summary>
    void Flush();

    /// <summary>Cuts the file to <paramref name="length"/> bytes and makes that durable.</summary>
    void Truncate(long length);
}

/// <summary>An entry of a folder: its name without the path, and whether it is a folder. A symbolic link is neither followed nor a folder.</summary>
public sealed record FileEntry(string Name, bool IsFolder, long Bytes);
