using ContactSync.Runs;

namespace ContactSync.Sync.Tests.Load;

/// <summary>The real disk, under a process that dies inside its nth write: half of the bytes are there, nothing after them.</summary>
internal sealed class MortalFiles(int diesAt) : IFiles
{
    private readonly DiskFiles _disk = new();
    private int _writes;

    public int Writes => _writes;

    public bool FileExists(string path) => _disk.FileExists(path);

    public bool FolderExists(string path) => _disk.FolderExists(path);

    public void CreateFolder(string path) => _disk.CreateFolder(path);

    public Stream OpenRead(string path) => _disk.OpenRead(path);

    public IAppendFile OpenAppend(string path) => new MortalAppend(this, _disk.OpenAppend(path));

    public void WriteAll(string path, ReadOnlySpan<byte> content)
    {
        if (Dies())
        {
            _disk.WriteAll(path, content[..(content.Length / 2)]);
            throw new ProcessDiedException(path);
        }

        _disk.WriteAll(path, content);
    }

    public void Flush(string path) => DieOr(() => _disk.Flush(path), path);

    public void Rename(string path, string newPath) => DieOr(() => _disk.Rename(path, newPath), newPath);

    public void FlushFolder(string path) => DieOr(() => _disk.FlushFolder(path), path);

    public IReadOnlyList<FileEntry> List(string folder) => _disk.List(folder);

    public void DeleteFile(string path) => DieOr(() => _disk.DeleteFile(path), path);

    public void DeleteFolder(string path) => DieOr(() => _disk.DeleteFolder(path), path);

    private bool Dies() => Interlocked.Increment(ref _writes) >= diesAt;

    private void DieOr(Action write, string where)
    {
        if (Dies())
        {
            throw new ProcessDiedException(where);
        }

        write();
    }

    private sealed class MortalAppend(MortalFiles owner, IAppendFile file) : IAppendFile
    {
        public long Length => file.Length;

        public void Append(ReadOnlySpan<byte> content)
        {
            if (owner.Dies())
            {
                file.Append(content[..(content.Length / 2)]);
                throw new ProcessDiedException("append");
            }

            file.Append(content);
        }

        public void Flush() => owner.DieOr(file.Flush, "fsync");

        public void Truncate(long length) => owner.DieOr(() => file.Truncate(length), "truncate");

        public void Dispose() => file.Dispose();
    }
}
