using System.Runtime.InteropServices;

namespace ContactSync.DuckDb.Native;

/// <summary>Logical types and what they are made of.</summary>
internal static unsafe partial class Capi
{
    [LibraryImport(Library, EntryPoint = "duckdb_get_type_id")]
    public static partial int TypeId(LogicalTypeHandle type);

    [LibraryImport(Library, EntryPoint = "duckdb_destroy_logical_type")]
    public static partial void DestroyLogicalType(ref nint type);

    [LibraryImport(Library, EntryPoint = "duckdb_decimal_width")]
    public static partial byte DecimalWidth(LogicalTypeHandle type);

    [LibraryImport(Library, EntryPoint = "duckdb_decimal_scale")]
    public static partial byte DecimalScale(LogicalTypeHandle type);

    /// <summary>Of a list and of a map, whose child is a struct of key and value.</summary>
    [LibraryImport(Library, EntryPoint = "duckdb_list_type_child_type")]
    public static partial LogicalTypeHandle ListChildType(LogicalTypeHandle type);

    [LibraryImport(Library, EntryPoint = "duckdb_array_type_child_type")]
    public static partial LogicalTypeHandle ArrayChildType(LogicalTypeHandle type);

    [LibraryImport(Library, EntryPoint = "duckdb_array_type_array_size")]
    public static partial ulong ArraySize(LogicalTypeHandle type);

    [LibraryImport(Library, EntryPoint = "duckdb_struct_type_child_count")]
    public static partial ulong StructFieldCount(LogicalTypeHandle type);

    /// <summary>To be freed by the caller.</summary>
    [LibraryImport(Library, EntryPoint = "duckdb_struct_type_child_name")]
    public static partial byte* StructFieldName(LogicalTypeHandle type, ulong field);

    [LibraryImport(Library, EntryPoint = "duckdb_struct_type_child_type")]
    public static partial LogicalTypeHandle StructFieldType(LogicalTypeHandle type, ulong field);

    [LibraryImport(Library, EntryPoint = "duckdb_enum_dictionary_size")]
    public static partial uint EnumSize(LogicalTypeHandle type);

    /// <summary>To be freed by the caller.</summary>
    [LibraryImport(Library, EntryPoint = "duckdb_enum_dictionary_value")]
    public static partial byte* EnumLabel(LogicalTypeHandle type, ulong index);
}
