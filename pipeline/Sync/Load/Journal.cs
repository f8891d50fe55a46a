using ContactSync.Runs;

namespace ContactSync.Load;

/// <summary>
/// The journal of one run's load. A record is durable when <see cref="Append"/> returns. Safe for the load's nodes to write at the same
/// time. Nothing is written once this process has lost its lock, or once a write failed: what reached the disk is then unknown.
/// </summary>
public sealed class Journal : IDisposable
{
    private readonly IAppendFile _file;
    private readonly string _path;
    private readonly Action _fence;
    private readonly Lock _gate = new();
    private readonly List<JournalRecord> _records;
    private bool _broken;

    private Journal(IAppendFile file, string path, List<JournalRecord> records, long torn, Action fence)
    {
        _file = file;
        _path = path;
        _records = records;
        _fence = fence;
        TornBytes = torn;
    }

    /// <summary>Bytes of a record that a crash tore, cut off when the journal was opened; 0 after a clean end.</summary>
    public long TornBytes { get; }

    /// <summary>All records so far, in order.</summary>
    public IReadOnlyList<JournalRecord> Records
    {
        get
        {
            lock (_gate)
            {
                return [.. _records];
            }
        }
    }

    /// <summary>
    /// Opens a journal, or begins an empty one, and cuts a torn tail. <paramref name="fence"/> is asked before each write and throws when this
    /// process may no longer write. Throws <see cref="DamagedFileException"/> naming file and offset.
    /// </summary>
    public static Journal Open(IFiles files, string path, Action fence)
    {
        ArgumentNullException.ThrowIfNull(files);
        var isNew = !files.FileExists(path);
        var bytes = isNew ? [] : files.ReadAll(path);
        var (records, length) = JournalFile.Decode(path, bytes);
        var file = files.OpenAppend(path);
        if (isNew)
        {
            files.FlushFolder(Path.GetDirectoryName(path)!);
        }
        else if (length < bytes.Length)
        {
            file.Truncate(length);
        }

        return new Journal(file, path, records, bytes.Length - length, fence);
    }

    /// <summary>Reads a journal without changing it; empty when there is none. Throws <see cref="DamagedFileException"/>.</summary>
    public static IReadOnlyList<JournalRecord> Read(IFiles files, string path)
    {
        ArgumentNullException.ThrowIfNull(files);
        return files.FileExists(path) ? JournalFile.Decode(path, files.ReadAll(path)).Records : [];
    }

    /// <summary>Writes a record and makes it durable.</summary>
    public void Append(JournalRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var bytes = JournalFile.Encode(record);
        lock (_gate)
        {
            if (_broken)
            {
                throw new LoadStoppedException(_path, "an earlier write to the journal failed, so nothing more is written", LoadStoppedException.Resume);
            }

            _fence();
            _broken = true;
            if (CrashPoint.Cut($"journal.{record.Kind}.write", bytes.Length) is { } cut)
            {
                _file.Append(bytes.AsSpan(0, cut));
                _file.Flush();
                CrashPoint.Kill();
            }

            _file.Append(bytes);
            _file.Flush();
            _broken = false;
            _records.Add(record);
        }
    }

    public void Dispose() => _file.Dispose();
}
