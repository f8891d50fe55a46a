using System.Text;
using ContactSync.DuckDb;
using ContactSync.Transforms.Model;

namespace ContactSync.Stores;

/// <summary>Sets links and statuses as a set: what a settled org slice brings is often as many rows as the store has, and none changes a value. The caller holds the transaction.</summary>
internal sealed class LinkWrites(DuckConnection connection)
{
    private const string Refuse =
        """
        CREATE OR REPLACE TEMP TABLE link_refused AS
        SELECT n FROM linking WHERE invalid
        UNION
        SELECT l.n FROM linking l ANTI JOIN supporter s ON s.supporter_id = l.supporter
        UNION
        SELECT l.n FROM linking l JOIN (SELECT supporter, min(n) AS n FROM linking GROUP BY supporter HAVING count(*) > 1) d USING (supporter) WHERE l.n > d.n
        UNION
        SELECT l.n FROM linking l JOIN (SELECT link, min(n) AS n FROM linking WHERE link IS NOT NULL GROUP BY link HAVING count(*) > 1) d USING (link) WHERE l.n > d.n
        UNION
        SELECT l.n FROM linking l JOIN supporter h ON h.contact_id = l.link WHERE h.supporter_id <> l.supporter;
        """;

    private const string Update =
        """
        UPDATE supporter SET contact_id = coalesce(l.link, supporter.contact_id), sync_status = l.status, synced_at = $1
        FROM (SELECT * FROM linking ANTI JOIN link_refused USING (n)) l WHERE supporter.supporter_id = l.supporter
        """;

    public LinkTotals Apply(LinkSlice slice, CancellationToken cancellationToken)
    {
        Stage(slice.Rows);
        connection.Execute(Refuse, cancellationToken);
        using var update = connection.Prepare(Update);
        update.Bind(1, slice.SyncedAt);
        update.Execute(cancellationToken);
        var refused = connection.Scalar<long>("SELECT count(*) FROM link_refused", cancellationToken);
        return new LinkTotals(slice.Rows.RowCount - refused, refused);
    }

    private void Stage(RecordBatch batch)
    {
        connection.Execute("CREATE OR REPLACE TEMP TABLE linking (n BIGINT, supporter VARCHAR, link VARCHAR, status VARCHAR, invalid BOOLEAN)");
        using var rows = connection.Append("linking");
        var (key, link, status) = (batch.Text(0), batch.Text(1), batch.Text(2));
        Span<byte> id = stackalloc byte[ContactId.Length];
        for (var row = 0; row < batch.RowCount; row++)
        {
            var isInvalid = !link.IsNull(row) && !ContactId.TryComplete(link[row], id);
            rows.Set(0, rows.Row, (long)row);
            rows.SetText(1, rows.Row, key[row]);
            if (!link.IsNull(row) && !isInvalid)
            {
                rows.SetText(2, rows.Row, id);
            }

            rows.SetText(3, rows.Row, status[row]);
            rows.Set(4, rows.Row, isInvalid);
            rows.EndRow();
        }

        rows.Complete();
    }
}
