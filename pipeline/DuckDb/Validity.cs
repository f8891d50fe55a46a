using System.Runtime.CompilerServices;

namespace ContactSync.DuckDb;

/// <summary>One bit a row, set when the row has a value. No mask at all means that all have one.</summary>
internal static unsafe class Validity
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Has(ulong* mask, int row) => mask is null || (mask[row >> 6] >> (row & 63) & 1) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int InRange(int row, int count)
    {
        if ((uint)row >= (uint)count)
        {
            OutOfRange(row, count);
        }

        return row;
    }

    /// <summary>The row, once it is certain that it holds a value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Filled(ulong* mask, int row, int count)
    {
        if (!Has(mask, InRange(row, count)))
        {
            IsNull(row);
        }

        return row;
    }

    private static void OutOfRange(int row, int count) => throw new ArgumentOutOfRangeException(nameof(row), row, $"The vector has {count} rows.");

    private static void IsNull(int row) => throw new InvalidOperationException($"Row {row} is NULL: test IsNull before reading it.");
}
