using System.Text;
using ContactSync.Transforms.Model;

namespace ContactSync.Orgs;

/// <summary>
/// The records that a window has brought, to know which ones are still to be asked for by Id: those named, and the survivors of merges. For windows of changes, which are small; a
/// window of everything lacks none.
/// </summary>
internal sealed class SeenIds(RecordSchema schema)
{
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly HashSet<string> _survivors = new(StringComparer.Ordinal);

    public void Note(RecordBatch batch)
    {
        var (ids, survivors) = (batch.Text(schema.Require(ColumnRole.SideKey)), batch.Text(schema.Require(ColumnRole.MergedInto)));
        for (var row = 0; row < batch.RowCount; row++)
        {
            _seen.Add(Encoding.ASCII.GetString(ids[row]));
            if (!survivors.IsNull(row))
            {
                _survivors.Add(Encoding.ASCII.GetString(survivors[row]));
            }
        }
    }

    /// <summary>Of <paramref name="named"/> and the survivors so far those that have not come; each is given once.</summary>
    public IReadOnlyList<string> Lacking(IEnumerable<string> named) => [.. named.Concat(_survivors).Distinct().Where(_seen.Add).Order(StringComparer.Ordinal)];
}
