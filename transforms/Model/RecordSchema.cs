using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace ContactSync.Transforms.Model;

/// <summary>
/// The columns of a batch, in order. Names are unique without regard to case. A schema also owns the arrays of its released batches, so
/// make one schema a table and run, and share it.
/// </summary>
public sealed class RecordSchema
{
    // Before a batch was full: what it lacks grows, what is too much would stay with every batch.
    private const int FirstBytesPerRow = 8;

    private readonly int[] _bytesPerRow;

    /// <summary>Throws <see cref="ArgumentException"/> for an empty list or a name given twice.</summary>
    public RecordSchema(string name, ImmutableArray<Column> columns)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (columns.IsDefaultOrEmpty)
        {
            throw new ArgumentException($"Schema '{name}' has no columns.", nameof(columns));
        }

        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var column in columns)
        {
            if (!seen.Add(column.Name))
            {
                throw new ArgumentException($"Schema '{name}' has two columns named '{column.Name}'.", nameof(columns));
            }
        }

        Name = name;
        Columns = columns;
        _bytesPerRow = [.. Enumerable.Repeat(FirstBytesPerRow, columns.Length)];
    }

    /// <summary>The table or object that the rows belong to.</summary>
    public string Name { get; }

    /// <summary>The columns in order.</summary>
    public ImmutableArray<Column> Columns { get; }

    /// <summary>The arrays of released batches, ready for the next one.</summary>
    internal ConcurrentQueue<ColumnArrays[]> Released { get; } = new();

    /// <summary>Bytes to make a new slab of that column with, going by the batches that were full.</summary>
    internal int SlabBytes(int column, int rows) => (int)Math.Min(ColumnArrays.KeptSlabBytes, (long)_bytesPerRow[column] * rows);

    /// <summary>Notes what a full batch held of a column. Writers may race: it is a guess, and any of theirs is a good one.</summary>
    internal void NoteFull(int column, int bytes, int rows) => _bytesPerRow[column] = 1 + (int)(bytes * 17L / 16 / rows);

    /// <summary>The position of the column of that name, without regard to case, or -1.</summary>
    public int IndexOf(string name)
    {
        for (var i = 0; i < Columns.Length; i++)
        {
            if (string.Equals(Columns[i].Name, name, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The position of the first column of that role, or -1.</summary>
    public int IndexOf(ColumnRole role)
    {
        for (var i = 0; i < Columns.Length; i++)
        {
            if (Columns[i].Role == role)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>As <see cref="IndexOf(string)"/>, but throws <see cref="ArgumentException"/> where there is no such column.</summary>
    public int Require(string name) => Found(IndexOf(name), $"named '{name}'");

    /// <summary>As <see cref="IndexOf(ColumnRole)"/>, but throws <see cref="ArgumentException"/> where there is no such column.</summary>
    public int Require(ColumnRole role) => Found(IndexOf(role), $"with the role {role}");

    private int Found(int index, string what) => index >= 0 ? index : throw new ArgumentException($"Schema '{Name}' has no column {what}.");
}
