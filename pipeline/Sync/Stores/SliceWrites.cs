using System.Globalization;
using ContactSync.DuckDb;

namespace ContactSync.Stores;

/// <summary>Applies the writes of one slice through the store's rules, and reads back one outcome a write. The caller holds the transaction.</summary>
internal sealed class SliceWrites(StoreWriter writer)
{
    public StoreOutcome[] Apply(StoreSlice slice, CancellationToken cancellationToken)
    {
        var outcomes = new StoreOutcome[slice.Writes.Count];
        using (var rows = writer.Stage())
        {
            for (var n = 0; n < slice.Writes.Count; n++)
            {
                var write = slice.Writes[n];
                if (write.ContactId is null)
                {
                    Stage(rows, n, write, null);
                }
                else if (ContactId.TryComplete(write.ContactId, out var contactId))
                {
                    Stage(rows, n, write, contactId);
                }
                else
                {
                    outcomes[n] = Refused(write, write.LocalKey, "contact_invalid", null, slice);
                }
            }
            rows.Complete();
        }
        writer.Settle(cancellationToken);
        writer.WriteBySync(slice.SyncedAt, cancellationToken);
        ReadOutcomes(slice, outcomes, cancellationToken);
        return outcomes;
    }

    private void Stage(IncomingRows rows, int n, StoreWrite write, string? contactId)
    {
        if (write.LocalKey is null != (write.Action == StoreAction.Create))
        {
            throw new ArgumentException($"Plan row {write.PlanRow}: a create names no supporter, every other write names one.");
        }
        if (write.Action == StoreAction.Link && write.Changes.Count > 0)
        {
            throw new ArgumentException($"Plan row {write.PlanRow}: a link changes no fields.");
        }
        rows.Begin(n, write.Action == StoreAction.Create ? WriteRules.MustBeNew : WriteRules.MustBeKnown);
        rows.SetStatus(write.SyncStatus);
        if (write.LocalKey is { } key)
        {
            rows.SetKey(key);
        }
        if (contactId is not null)
        {
            rows.SetLink(contactId);
        }
        if (write.ExpectedStamp is { } stamp)
        {
            rows.SetExpected(stamp);
        }
        foreach (var change in write.Changes)
        {
            rows.SetField(writer.Sql.IndexOf(change.Field), change.Value);
        }
        rows.End();
    }

    private void ReadOutcomes(StoreSlice slice, StoreOutcome[] outcomes, CancellationToken cancellationToken)
    {
        using var result = writer.Connection.Query(WriteRules.Outcomes, cancellationToken);
        while (result.NextChunk())
        {
            var n = result.Chunk.Column<long>(0);
            var key = result.Chunk.Text(1);
            var code = result.Chunk.Text(2);
            var other = result.Chunk.Text(3);
            for (var row = 0; row < result.Chunk.RowCount; row++)
            {
                var write = slice.Writes[(int)n[row]];
                outcomes[n[row]] = code.AsString(row) switch
                {
                    null => new StoreOutcome(write.PlanRow, key.AsString(row), StoreResult.Applied, null, null),
                    "moved" => new StoreOutcome(write.PlanRow, write.LocalKey, StoreResult.Moved, "moved", RefusalText.Of("moved", null, Row)),
                    var refused => Refused(write, write.LocalKey, refused, other.AsString(row), slice),
                };
            }
        }
        if (outcomes.Contains(null))
        {
            throw new InvalidOperationException($"Run {slice.Run}, store slice {slice.Number}: not every write has an outcome.");
        }
    }

    /// <summary>To the plan it is one rule whether another supporter of the store or of the slice has the address.</summary>
    private static StoreOutcome Refused(StoreWrite write, string? localKey, string code, string? other, StoreSlice slice)
    {
        var message = RefusalText.Of(code, other, n => Row(slice.Writes[(int)n].PlanRow));
        var rule = code switch
        {
            "duplicate_email" => "email_taken",
            "duplicate_contact" => "contact_taken",
            _ => code,
        };
        return new StoreOutcome(write.PlanRow, localKey, StoreResult.Refused, rule, message);
    }

    private static string Row(long planRow) => string.Create(CultureInfo.InvariantCulture, $"plan row {planRow}");
}
