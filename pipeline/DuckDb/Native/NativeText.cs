using System.Runtime.InteropServices;

namespace ContactSync.DuckDb.Native;

/// <summary>C strings of the library as .NET strings.</summary>
internal static unsafe class NativeText
{
    /// <summary>The text of memory that the library keeps.</summary>
    public static string Read(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "";

    /// <summary>The text of memory that is ours to free, and frees it.</summary>
    public static string Take(byte* text)
    {
        try
        {
            return Read(text);
        }
        finally
        {
            Capi.Free(text);
        }
    }
}
