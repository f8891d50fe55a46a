using System.Runtime.InteropServices;

namespace ContactSync.DuckDb.Native;

/// <summary>Vectors, by raw pointer: a vector lives exactly as long as its chunk, whose handle the caller holds.</summary>
internal static unsafe partial class Capi
{
    [SuppressGCTransition]
    [LibraryImport(Library, EntryPoint = "duckdb_vector_get_data")]
    public static partial byte* VectorData(nint vector);

    /// <summary>One bit a row, set when there is a value; null when every row has one.</summary>
    [SuppressGCTransition]
    [LibraryImport(Library, EntryPoint = "duckdb_vector_get_validity")]
    public static partial ulong* VectorValidity(nint vector);

    [LibraryImport(Library, EntryPoint = "duckdb_vector_ensure_validity_writable")]
    public static partial void EnsureValidityWritable(nint vector);

    /// <summary>Copies the bytes without a UTF-8 test: the caller has made it.</summary>
    [LibraryImport(Library, EntryPoint = "duckdb_unsafe_vector_assign_string_element_len")]
    public static partial void AssignText(nint vector, ulong row, byte* utf8, ulong length);

    [SuppressGCTransition]
    [LibraryImport(Library, EntryPoint = "duckdb_list_vector_get_child")]
    public static partial nint ListChild(nint vector);

    [SuppressGCTransition]
    [LibraryImport(Library, EntryPoint = "duckdb_list_vector_get_size")]
    public static partial ulong ListSize(nint vector);

    [LibraryImport(Library, EntryPoint = "duckdb_list_vector_reserve")]
    public static partial int ReserveList(nint vector, ulong capacity);

    [LibraryImport(Library, EntryPoint = "duckdb_list_vector_set_size")]
    public static partial int SetListSize(nint vector, ulong size);

    [SuppressGCTransition]
    [LibraryImport(Library, EntryPoint = "duckdb_struct_vector_get_child")]
    public static partial nint StructChild(nint vector, ulong field);

    [SuppressGCTransition]
    [LibraryImport(Library, EntryPoint = "duckdb_array_vector_get_child")]
    public static partial nint ArrayChild(nint vector);
}
