using System.Runtime.InteropServices;

namespace ContactSync.Transforms.Model;

/// <summary>Memory outside the collected heap, in large pages where it is large and the system has them.</summary>
internal static unsafe partial class LargePages
{
    private const nuint PageBytes = 1 << 21;

    // MADV_HUGEPAGE of madvise(2): large pages where transparent ones are given on request.
    private const int AdviseLargePages = 14;

    /// <summary>Memory that is not cleared, to be freed by <see cref="NativeMemory.AlignedFree"/>.</summary>
    public static void* Allocate(nuint bytes)
    {
        if (bytes < PageBytes || !OperatingSystem.IsLinux())
        {
            return NativeMemory.AlignedAlloc(bytes, 64);
        }

        var memory = NativeMemory.AlignedAlloc(bytes, PageBytes);

        // Refused, the pages are small ones: slower, and no less right.
        _ = Advise(memory, bytes, AdviseLargePages);
        return memory;
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Advise(void* start, nuint bytes, int advice);
}
