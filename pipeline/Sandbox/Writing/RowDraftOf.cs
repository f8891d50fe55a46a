using System.Text;
using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Values;

namespace ContactSync.Sandbox.Writing;

/// <summary>Makes a row to be written of field names and texts; an empty text becomes null.</summary>
internal static class RowDraftOf
{
    /// <summary>Throws INVALID_FIELD for a name the object does not have; a value that cannot be read is the row's error.</summary>
    public static RowDraft Texts(ObjectType type, IReadOnlyList<KeyValuePair<string, string>> values)
    {
        var columns = new DraftColumn[values.Count];
        var (starts, lengths, slab) = (new int[values.Count], new int[values.Count], new ValueSlab());
        var draft = new RowDraft(columns, starts, lengths, slab);
        for (var i = 0; i < columns.Length; i++)
        {
            columns[i] = new DraftColumn(type.Find(values[i].Key) ?? throw SalesforceFault.NoSuchColumn(values[i].Key, type.Name));
            starts[i] = slab.Length;
            draft.Error ??= ValueReader.Read(columns[i].Field, Encoding.UTF8.GetBytes(values[i].Value), slab);
            lengths[i] = slab.Length - starts[i];
        }
        return draft;
    }
}
