using System.Runtime.InteropServices;

namespace ContactSync.Cli;

/// <summary>Files and folders this process makes are its owner's alone, also those that a native library makes.</summary>
internal static partial class Umask
{
    private const uint GroupAndOthers = 0b000_111_111;

    public static void OwnerOnly()
    {
        if (!OperatingSystem.IsWindows())
        {
            _ = Set(GroupAndOthers);
        }
    }

    [LibraryImport("libc", EntryPoint = "umask")]
    private static partial uint Set(uint mask);
}
