using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace ContactSync.Transforms.Model;

/// <summary>
/// One column of a <see cref="RecordBatch"/>: values appended in row order, each present or null. It dies with its batch: once that is
/// released every access throws <see cref="ObjectDisposedException"/>.
/// </summary>
public abstract class BatchColumn
{
    private readonly Column _column;
    private ulong[] _validity;
    private int _capacity;
    private bool _released;

    private protected BatchColumn(Column column, ColumnArrays arrays, int capacity)
    {
        _column = column;
        _validity = arrays.Validity;
        _capacity = capacity;
    }

    /// <summary>The bytes of text held.</summary>
    internal int Used { get; private protected set; }

    /// <summary>The number of values appended, those of an unfinished row included.</summary>
    public int Count { get; private set; }

    /// <summary>One bit a row, lowest first, set where the value is present; bits at and past <see cref="Count"/> are undefined.</summary>
    public ReadOnlySpan<ulong> Validity => _validity.AsSpan(0, (Count + 63) >> 6);

    /// <summary>Whether the value of <paramref name="row"/> is null.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsNull(int row)
    {
        Check(row);
        return (_validity[row >> 6] >> row & 1) == 0;
    }

    /// <summary>Appends a null.</summary>
    public abstract void AppendNull();

    /// <summary>Takes back the values past <paramref name="rows"/>.</summary>
    internal virtual void Truncate(int rows) => Count = Math.Min(Count, rows);

    /// <summary>Gives the arrays back and leaves the column unusable.</summary>
    internal virtual void Surrender(ColumnArrays arrays)
    {
        _released = true;
        _validity = [];
        _capacity = 0;
        Count = 0;
    }

    // A released column has no rows and no room, so these two tests are all that guards it on the hot path.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected void Check(int row)
    {
        if ((uint)row >= (uint)Count)
        {
            ThrowRow(row);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected int NextRow(bool valid)
    {
        var row = Count;
        if (row >= _capacity)
        {
            ThrowFull();
        }

        ref var bits = ref _validity[row >> 6];
        var bit = 1UL << row;
        bits = valid ? bits | bit : bits & ~bit;
        Count = row + 1;
        return row;
    }

    private protected void ThrowIfReleased() => ObjectDisposedException.ThrowIf(_released, this);

    [DoesNotReturn]
    private void ThrowRow(int row)
    {
        ThrowIfReleased();
        throw new ArgumentOutOfRangeException(nameof(row), row, $"Column '{_column.Name}' has {Count} values.");
    }

    [DoesNotReturn]
    private void ThrowFull()
    {
        ThrowIfReleased();
        throw new InvalidOperationException($"Column '{_column.Name}' already has {_capacity} values, all that its batch has room for.");
    }
}
