using ContactSync.Cli;
using Microsoft.Win32.SafeHandles;

namespace ContactSync.Runs;

/// <summary>The files of this machine's disk.</summary>
public sealed class DiskFiles : IFiles
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public bool FileExists(string path) => File.Exists(path);

    public bool FolderExists(string path) => Directory.Exists(path);

    public void CreateFolder(string path)
    {
        if (Directory.Exists(path))
        {
            RefuseLink(path);
            return;
        }

        var parent = Path.GetDirectoryName(Path.GetFullPath(path));
        if (parent is not null)
        {
            CreateFolder(parent);
        }

        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException("folders for the owner alone need Linux or macOS");
        }

        Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
        if (parent is not null)
        {
            FlushFolder(parent);
        }
    }

    public Stream OpenRead(string path)
    {
        RefuseLink(path);
        return new FileStream(path, new FileStreamOptions { Options = FileOptions.SequentialScan, BufferSize = 1 << 16, Share = FileShare.ReadWrite | FileShare.Delete });
    }

    public IAppendFile OpenAppend(string path)
    {
        RefuseLink(path);
        return new AppendFile(File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete));
    }

    public void WriteAll(string path, ReadOnlySpan<byte> content)
    {
        RefuseLink(path);
        using var handle = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
        RandomAccess.Write(handle, content, 0);
        RandomAccess.FlushToDisk(handle);
    }

    public void Flush(string path)
    {
        RefuseLink(path);
        using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        RandomAccess.FlushToDisk(handle);
    }

    public void Rename(string path, string newPath) => File.Move(path, newPath, overwrite: true);

    public void FlushFolder(string path) => Posix.FlushFolder(path);

    public IReadOnlyList<FileEntry> List(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return [];
        }

        RefuseLink(folder);
        return [.. new DirectoryInfo(folder).EnumerateFileSystemInfos().Select(Entry).OrderBy(entry => entry.Name, StringComparer.Ordinal)];
    }

    public void DeleteFile(string path) => File.Delete(path);

    public void DeleteFolder(string path)
    {
        if (Directory.Exists(path))
        {
            RefuseLink(path);
            Directory.Delete(path, recursive: true);
        }
    }

    private static FileEntry Entry(FileSystemInfo found) => found is FileInfo file
        ? new FileEntry(file.Name, false, file.LinkTarget is null ? file.Length : 0)
        : new FileEntry(found.Name, found.LinkTarget is null, 0);

    // A link put in our place would make us write, or delete, somewhere else with our rights.
    private static void RefuseLink(string path)
    {
        if (new FileInfo(path).LinkTarget is { } target)
        {
            throw new UserException(
                $"A file of a run is a symbolic link to {target}, which this program does not follow.", path, "Name the real folder in pipeline.json.", ExitCode.Configuration);
        }
    }

    private sealed class AppendFile(SafeFileHandle handle) : IAppendFile
    {
        public long Length { get; private set; } = RandomAccess.GetLength(handle);

        public void Append(ReadOnlySpan<byte> content)
        {
            RandomAccess.Write(handle, content, Length);
            Length += content.Length;
        }

        public void Flush() => RandomAccess.FlushToDisk(handle);

        public void Truncate(long length)
        {
            RandomAccess.SetLength(handle, length);
            RandomAccess.FlushToDisk(handle);
            Length = length;
        }

        public void Dispose() => handle.Dispose();
    }
}
