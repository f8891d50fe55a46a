using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ContactSync.Runs;

/// <summary>The few calls of the C library that .NET does not offer: fsync of a folder, flock, open without following a link, kill.</summary>
internal static partial class Posix
{
    private const int ReadWrite = 2;
    private const int WouldBlockLinux = 11;
    private const int WouldBlockMac = 35;
    private const int LockExclusive = 2;
    private const int LockWithoutWaiting = 4;
    private const int KillSignal = 9;

    private static readonly bool Mac = OperatingSystem.IsMacOS();
    private static readonly int Create = Mac ? 0x200 : 0x40;
    private static readonly int CloseOnExec = Mac ? 0x1000000 : 0x80000;

    // Linux numbers this flag by processor.
    private static readonly int NoFollow =
        Mac ? 0x100 : RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x8000 : 0x20000;

    /// <summary>Opens or makes a file of mode 0600; a symbolic link in its place is refused.</summary>
    public static SafeFileHandle OpenForLocking(string path) => Open(path, ReadWrite | Create | CloseOnExec | NoFollow);

    /// <summary>Opens a file for reading, taking no lock on it; a symbolic link in its place is refused.</summary>
    public static SafeFileHandle OpenForReading(string path) => Open(path, CloseOnExec | NoFollow);

    /// <summary>Makes the names in a folder durable.</summary>
    public static void FlushFolder(string path)
    {
        using var handle = Open(path, CloseOnExec | NoFollow);
        if (FSync(handle) != 0)
        {
            throw Failed("fsync", path);
        }
    }

    /// <summary>Takes the exclusive lock of an open file without waiting; false when another process holds it.</summary>
    public static bool TryLock(SafeFileHandle handle, string path)
    {
        if (Flock(handle, LockExclusive | LockWithoutWaiting) == 0)
        {
            return true;
        }

        return Marshal.GetLastPInvokeError() is WouldBlockLinux or WouldBlockMac ? false : throw Failed("flock", path);
    }

    /// <summary>Ends this process at once, as a power cut would: no finally block runs.</summary>
    public static void KillSelf() => _ = Kill(Environment.ProcessId, KillSignal);

    private static SafeFileHandle Open(string path, int flags)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException("the state folder needs flock and fsync of folders: run contact-sync on Linux or macOS");
        }

        var descriptor = OpenFile(path, flags, 0b110_000_000);
        return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : throw Failed("open", path);
    }

    private static IOException Failed(string call, string path)
    {
        var error = Marshal.GetLastPInvokeError();
        return new IOException($"{call} {path}: {Marshal.GetPInvokeErrorMessage(error)}", error);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSync(SafeFileHandle handle);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Flock(SafeFileHandle handle, int operation);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);
}
