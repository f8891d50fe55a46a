using System.Runtime.CompilerServices;

namespace ContactSync.Transforms.Model;

/// <summary>
/// UTF-8 values end to end in one slab. What is appended is not checked: a raw column may hold invalid UTF-8, a normalised one never does.
/// A column holds at most 2^31 - 1 bytes; <see cref="RecordBatch.IsFull"/> tells long before.
/// </summary>
public sealed class TextColumn : BatchColumn
{
    private byte[] _bytes;
    private int[] _ends;

    internal TextColumn(Column column, ColumnArrays arrays, int capacity)
        : base(column, arrays, capacity)
    {
        _bytes = arrays.Bytes;
        _ends = arrays.Ends;
    }

    /// <summary>All values end to end; nulls take no bytes.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Used);

    /// <summary>Where in <see cref="Bytes"/> the value of each row ends, and the next begins.</summary>
    public ReadOnlySpan<int> Ends => _ends.AsSpan(0, Count);

    /// <summary>The value of <paramref name="row"/>, empty for a null. Valid until the batch is released or appended to.</summary>
    public ReadOnlySpan<byte> this[int row]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            Check(row);
            var start = row == 0 ? 0 : _ends[row - 1];
            return _bytes.AsSpan(start, _ends[row] - start);
        }
    }

    /// <summary>Appends a copy of <paramref name="value"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append(ReadOnlySpan<byte> value)
    {
        var row = NextRow(valid: true);
        if (value.Length > _bytes.Length - Used)
        {
            Grow(value.Length);
        }

        value.CopyTo(_bytes.AsSpan(Used));
        Used += value.Length;
        _ends[row] = Used;
    }

    /// <inheritdoc/>
    public override void AppendNull() => _ends[NextRow(valid: false)] = Used;

    /// <summary>Room for <paramref name="length"/> bytes of the next value, to be written in place and appended by <see cref="Commit"/>.</summary>
    public Span<byte> Reserve(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ThrowIfReleased();
        if (length > _bytes.Length - Used)
        {
            Grow(length);
        }

        return _bytes.AsSpan(Used, length);
    }

    /// <summary>Appends the first <paramref name="length"/> bytes of what was written to the last <see cref="Reserve"/>.</summary>
    public void Commit(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, _bytes.Length - Used);
        _ends[NextRow(valid: true)] = Used + length;
        Used += length;
    }

    internal override void Truncate(int rows)
    {
        base.Truncate(rows);
        Used = Count == 0 ? 0 : _ends[Count - 1];
    }

    internal override void Surrender(ColumnArrays arrays)
    {
        base.Surrender(arrays);
        (arrays.Bytes, arrays.Ends) = (_bytes.Length > ColumnArrays.KeptSlabBytes ? [] : _bytes, _ends);
        (_bytes, _ends, Used) = ([], [], 0);
    }

    private void Grow(int more)
    {
        var needed = (long)Used + more;
        if (needed > Array.MaxLength)
        {
            throw new InvalidOperationException($"A column of one batch cannot hold {needed} bytes: lower the batch's rows.");
        }

        var grown = GC.AllocateUninitializedArray<byte>((int)Math.Min(Array.MaxLength, Math.Max(needed, 2L * _bytes.Length)));
        _bytes.AsSpan(0, Used).CopyTo(grown);
        _bytes = grown;
    }
}
