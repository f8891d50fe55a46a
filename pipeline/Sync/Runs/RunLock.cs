using System.Globalization;
using System.Text;
using ContactSync.Cli;
using Microsoft.Win32.SafeHandles;

namespace ContactSync.Runs;

/// <summary>Another process holds the lock of this org and store (exit code 75).</summary>
public sealed class LockedException(string path, string holder)
    : UserException($"Another run works on this org and store: {holder}.", path, "Wait for it to end, then start again; nothing was read or changed.", ExitCode.Locked)
{
    /// <summary>Who holds it, as that process wrote: its run, process id and machine.</summary>
    public string Holder { get; } = holder;
}

/// <summary>This process lost its lock while it slept; nothing more may be written (F51).</summary>
public sealed class FencedException(string path)
    : UserException("The lock was taken over while this process was paused, so it writes nothing more.", path, "Continue with: contact-sync resume", ExitCode.Stopped);

/// <summary>
/// The one lock of an org and a store, held from <see cref="Acquire"/> until disposal or the end of the process, however it ends.
/// Taking it advances the binding's epoch durably. Works between processes of one machine.
/// </summary>
public sealed class RunLock : IDisposable
{
    private readonly SafeFileHandle _handle;
    private readonly string _path;
    private readonly byte[] _token;

    private RunLock(SafeFileHandle handle, string path, byte[] token, StatePointer state)
    {
        _handle = handle;
        _path = path;
        _token = token;
        State = state;
    }

    /// <summary>The state as this process found it, with its own epoch.</summary>
    public StatePointer State { get; }

    /// <summary>This process's epoch, larger than that of every earlier holder of the binding.</summary>
    public long Epoch => State.Epoch;

    /// <summary>
    /// Takes the lock for <paramref name="label"/> (a run's name or a verb) and advances the epoch. Throws <see cref="LockedException"/> when
    /// another process holds it, <see cref="DamagedFileException"/> when the state cannot be trusted.
    /// </summary>
    public static RunLock Acquire(IFiles files, string stateRoot, StateFolder state, IEnumerable<Manifest> runs, string label)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(state);
        var folder = Path.Combine(stateRoot, "locks");
        files.CreateFolder(folder);
        var path = Path.Combine(folder, state.Binding.LockName);
        var handle = Posix.OpenForLocking(path);
        try
        {
            if (!Posix.TryLock(handle, path))
            {
                throw new LockedException(path, Encoding.UTF8.GetString(Content(handle)).Trim());
            }

            var found = state.Read(runs);
            var mine = found with { Epoch = found.Epoch + 1 };
            state.Write(mine);
            var token = Encoding.UTF8.GetBytes(string.Create(
                CultureInfo.InvariantCulture, $"{label}, process {Environment.ProcessId} on {Environment.MachineName}, epoch {mine.Epoch}\n"));
            RandomAccess.SetLength(handle, 0);
            RandomAccess.Write(handle, token, 0);
            RandomAccess.FlushToDisk(handle);
            CrashPoint.Hit("run.locked");
            return new RunLock(handle, path, token, mine);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Throws <see cref="FencedException"/> unless the lock file still names this process; asked before each write.</summary>
    public void EnsureHeld()
    {
        using var current = OpenCurrent();
        if (current is null || !Content(current).AsSpan().SequenceEqual(_token))
        {
            throw new FencedException(_path);
        }
    }

    public void Dispose() => _handle.Dispose();

    // Opened by name, not through our handle: a lock file that was deleted and made anew is another lock.
    private SafeFileHandle? OpenCurrent()
    {
        try
        {
            return Posix.OpenForReading(_path);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static byte[] Content(SafeFileHandle handle)
    {
        var content = new byte[Math.Min(RandomAccess.GetLength(handle), 4096)];
        return content[..RandomAccess.Read(handle, content, 0)];
    }
}
