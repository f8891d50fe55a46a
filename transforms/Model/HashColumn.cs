namespace ContactSync.Transforms.Model;

/// <summary>Nullable 128-bit hashes.</summary>
public sealed class HashColumn : BatchColumn
{
    private UInt128[] _values;

    internal HashColumn(Column column, ColumnArrays arrays, int capacity)
        : base(column, arrays, capacity) => _values = arrays.Hashes;

    /// <summary>All values; those of null rows are undefined.</summary>
    public ReadOnlySpan<UInt128> Values => _values.AsSpan(0, Count);

    /// <summary>The value of <paramref name="row"/>, 0 for a null.</summary>
    public UInt128 this[int row] => IsNull(row) ? UInt128.Zero : _values[row];

    /// <summary>Appends <paramref name="value"/>.</summary>
    public void Append(UInt128 value) => _values[NextRow(valid: true)] = value;

    /// <inheritdoc/>
    public override void AppendNull() => NextRow(valid: false);

    internal override void Surrender(ColumnArrays arrays)
    {
        base.Surrender(arrays);
        (arrays.Hashes, _values) = (_values, []);
    }
}
