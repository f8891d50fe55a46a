using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Values;

namespace ContactSync.Sandbox.Writing;

/// <summary>A column a caller sends: a field, or a lookup field reached by a key of the record it points to.</summary>
internal sealed record DraftColumn(Field Field, ObjectType? ViaObject = null, Field? ViaField = null);

/// <summary>
/// One row to be written: values in stored form, as cells over a slab. A cell of length -1 was not sent, of length 0 is
/// to become null. One object serves all rows of a batch by moving <see cref="Offset"/>.
/// </summary>
internal sealed class RowDraft(DraftColumn[] columns, int[] starts, int[] lengths, ValueSlab slab)
{
    public const int Absent = -1;

    public DraftColumn[] Columns => columns;

    /// <summary>The row's first cell in the batch's cell arrays.</summary>
    public int Offset { get; set; }

    /// <summary>Why a value of this row could not be read; such a row is never written.</summary>
    public RowError? Error { get; set; }

    public bool Has(int column) => lengths[Offset + column] != Absent;

    public ReadOnlySpan<byte> Value(int column) =>
        lengths[Offset + column] <= 0 ? default : slab.Slice(starts[Offset + column], lengths[Offset + column]);

    /// <summary>The column that sends the field itself; -1 when there is none.</summary>
    public int ColumnOf(Field field)
    {
        for (var i = 0; i < columns.Length; i++)
        {
            if (columns[i].Field == field && columns[i].ViaField is null)
            {
                return i;
            }
        }
        return -1;
    }
}
