namespace ContactSync.Transforms.Model;

/// <summary>
/// The arrays behind one column, lent to a batch and given back when it is released. Which of them exist follows from the column's type.
/// </summary>
internal sealed class ColumnArrays
{
    /// <summary>A slab that one extreme batch has grown past this many bytes is let go instead of kept.</summary>
    public const int KeptSlabBytes = 4 << 20;

    public ulong[] Validity = [];
    public byte[] Bytes = [];
    public int[] Ends = [];
    public long[] Longs = [];
    public UInt128[] Hashes = [];

    /// <summary>
    /// Makes the arrays hold at least that many rows of that type; the contents are undefined. Text that has no slab yet gets one of <paramref name="slabBytes"/>.
    /// </summary>
    public void Fit(ColumnType type, int rows, int slabBytes)
    {
        Validity = AtLeast(Validity, (rows + 63) >> 6);
        switch (type)
        {
            case ColumnType.Timestamp:
                Longs = AtLeast(Longs, rows);
                break;
            case ColumnType.Hash:
                Hashes = AtLeast(Hashes, rows);
                break;
            default:
                Ends = AtLeast(Ends, rows);
                Bytes = Bytes.Length == 0 ? GC.AllocateUninitializedArray<byte>(slabBytes) : Bytes;
                break;
        }
    }

    private static T[] AtLeast<T>(T[] array, int length) => array.Length >= length ? array : GC.AllocateUninitializedArray<T>(length);
}
