using System.Text;
using ContactSync.Stores;
using ContactSync.Transforms.Model;

namespace ContactSync.Stage;

/// <summary>
/// The Contact Ids that supporters of a window carry and that no run has seen on them: someone put them there. Their Contacts are read whatever their stamps, or
/// they would be written without having been looked at.
/// </summary>
internal sealed class UnknownLinks(RunSession session)
{
    private static readonly RecordSchema Schema = new("named_links",
    [
        new("record_key", ColumnType.Text, ColumnRole.RecordKey),
        new("local_key", ColumnType.Text, ColumnRole.SideKey),
        new("org_id", ColumnType.Text, ColumnRole.Link),
    ]);

    public async Task<IReadOnlyList<string>> FindAsync(StoreWindow window, CancellationToken cancellationToken)
    {
        var connection = session.Scratch.Connection;
        connection.Execute("create or replace table named_links (local_key varchar, org_id varchar)", cancellationToken);
        using (var named = connection.Append("named_links"))
        {
            await foreach (var batch in session.Parts.Store.ExtractAsync(window, Schema, session.Parts.Config.Pipeline.Dataflow.Extract.BatchRows, cancellationToken))
            {
                Note(batch, named);
                batch.Release();
            }

            named.Complete();
        }

        using var result = connection.Query(
            "select distinct n.org_id from named_links n where not exists (select 1 from state s where s.org_id = n.org_id and s.local_key = n.local_key) order by 1", cancellationToken);
        return [.. result.TextRows().Select(row => row[0]!)];
    }

    private static void Note(RecordBatch batch, DuckDb.DuckAppender named)
    {
        var (keys, links) = (batch.Text(1), batch.Text(2));
        for (var row = 0; row < batch.RowCount; row++)
        {
            if (!links.IsNull(row))
            {
                named.SetText(0, named.Row, keys[row]);
                named.SetText(1, named.Row, links[row]);
                named.EndRow();
            }
        }
    }
}
