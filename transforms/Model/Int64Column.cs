namespace ContactSync.Transforms.Model;

/// <summary>Nullable instants: microseconds since 1970-01-01T00:00:00Z.</summary>
public sealed class Int64Column : BatchColumn
{
    private long[] _values;

    internal Int64Column(Column column, ColumnArrays arrays, int capacity)
        : base(column, arrays, capacity) => _values = arrays.Longs;

    /// <summary>All values; those of null rows are undefined.</summary>
    public ReadOnlySpan<long> Values => _values.AsSpan(0, Count);

    /// <summary>The value of <paramref name="row"/>, 0 for a null.</summary>
    public long this[int row] => IsNull(row) ? 0 : _values[row];

    /// <summary>Appends <paramref name="value"/>.</summary>
    public void Append(long value) => _values[NextRow(valid: true)] = value;

    /// <inheritdoc/>
    public override void AppendNull() => NextRow(valid: false);

    internal override void Surrender(ColumnArrays arrays)
    {
        base.Surrender(arrays);
        (arrays.Longs, _values) = (_values, []);
    }
}
