using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace ContactSync.Transforms.Model;

/// <summary>
/// The columns of a batch, in order. Names are unique without regard to case. A schema also owns the arrays of its released batches, so
/// make one schema a table and run, and share it.
/// </summary>
public sealed class RecordSchema
{
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
    }

    /// <summary>The table or object that the rows belong to.</summary>
    public string Name { get; }

    /// <summary>The columns in order.</summary>
    public ImmutableArray<Column> Columns { get; }

    /// <summary>The arrays of released batches, ready for the next one.</summary>
    internal ConcurrentQueue<ColumnArrays[]> Released { get; } = new();

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
