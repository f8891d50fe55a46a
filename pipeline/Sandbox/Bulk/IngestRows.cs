using System.Text;
using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Store;
using ContactSync.Sandbox.Values;
using ContactSync.Sandbox.Writing;

namespace ContactSync.Sandbox.Bulk;

/// <summary>
/// Writes the rows of a batch one by one under the store's gate, as transactions of 200: within one of those, two rows
/// with the same key or id collide.
/// </summary>
internal sealed class IngestRows(OrgStore store, ObjectType type, JobRecord job, Caller caller)
{
    private const int ChunkRows = 200;

    private readonly RecordWriter _writer = new(store);
    private readonly RecordLookup _lookup = new(store);
    private readonly HashSet<int> _touched = [];
    private readonly Field? _key = job.ExternalIdFieldName is { } name ? type.Find(name) : null;

    /// <summary>The records the rows hang on.</summary>
    public RowParents Parents => new(store, type, _key);

    /// <summary>Writes all rows but those refused beforehand.</summary>
    public void Write(Transaction transaction, IngestBatch batch, WriteOutcome[] outcomes, long now, RowError?[]? refusals)
    {
        for (var row = 0; row < batch.Rows; row++)
        {
            if (row % ChunkRows == 0)
            {
                _touched.Clear();
                _writer.BeginChunk();
            }
            var draft = batch.Select(row);
            outcomes[row] = (draft.Error ?? refusals?[row]) is { } error ? WriteOutcome.From(error, KnownId(draft)) : One(transaction, draft, now);
            if (outcomes[row] is { Error: null, Number: var number })
            {
                _touched.Add(number);
            }
        }
    }

    private WriteOutcome One(Transaction transaction, RowDraft draft, long now)
    {
        if (TooNewTarget(draft) is { } error)
        {
            return error;
        }
        return job.Operation switch
        {
            "insert" => _writer.Insert(transaction, type, draft, caller, now),
            "update" => ById(transaction, draft, now, "update"),
            "upsert" when _key?.System == SystemField.Id => UpsertById(transaction, draft, now),
            "upsert" => Upsert(transaction, draft, now),
            _ => ById(transaction, draft, now, "delete"),
        };
    }

    private WriteOutcome UpsertById(Transaction transaction, RowDraft draft, long now) =>
        IdOf(draft).IsEmpty ? _writer.Insert(transaction, type, draft, caller, now) : ById(transaction, draft, now, "upsert");

    private WriteOutcome Upsert(Transaction transaction, RowDraft draft, long now)
    {
        var column = draft.ColumnOf(_key!);
        var value = column < 0 ? default : draft.Value(column);
        if (value.IsEmpty)
        {
            return new RowError("MISSING_ARGUMENT", $"{_key!.Name} not specified");
        }
        var (number, count) = _lookup.ByKey(type, _key!, value);
        return count switch
        {
            0 => _writer.Insert(transaction, type, draft, caller, now),
            1 when _touched.Contains(number) => WriteOutcome.From(
                new RowError("DUPLICATE_VALUE", "Duplicate external id specified: " + Encoding.UTF8.GetString(value), _key!.Name), number),
            1 => _writer.Update(transaction, type, number, draft, caller, now),
            _ => new RowError("DUPLICATE_EXTERNAL_ID", $"more than one record found for external id field: [{_lookup.Id(type, number)}]"),
        };
    }

    private WriteOutcome ById(Transaction transaction, RowDraft draft, long now, string call)
    {
        var id = IdOf(draft);
        if (id.IsEmpty)
        {
            return new RowError("MISSING_ARGUMENT", $"Id not specified in an {call} call");
        }
        if (!RecordLookup.OfObject(type, id))
        {
            return new RowError("MALFORMED_ID", $"{type.Label} ID: id value of incorrect type: {Encoding.ASCII.GetString(id)}", "Id");
        }
        var number = _lookup.ById(type, id);
        if (number == 0)
        {
            return new RowError("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id");
        }
        return _touched.Contains(number)
            ? WriteOutcome.From(new RowError("DUPLICATE_VALUE", "Duplicate id specified: " + Encoding.ASCII.GetString(id), "Id"), number)
            : call == "delete" ? _writer.Delete(transaction, type, number, caller, now, hard: job.Operation == "hardDelete")
            : _writer.Update(transaction, type, number, draft, caller, now);
    }

    private ReadOnlySpan<byte> IdOf(RowDraft draft)
    {
        var column = draft.ColumnOf(type.Id);
        return column < 0 ? default : draft.Value(column);
    }

    private int KnownId(RowDraft draft)
    {
        Span<byte> id = stackalloc byte[SfId.Length];
        return SfId.TryNormalize(IdOf(draft), id) ? _lookup.ById(type, id) : 0;
    }

    /// <summary>A key that names a record this very job made is not found: all keys are resolved before rows are saved.</summary>
    private RowError? TooNewTarget(RowDraft draft)
    {
        for (var i = 0; i < draft.Columns.Length; i++)
        {
            if (draft.Columns[i] is { ViaField: { } field, ViaObject: { } target } && target == type && draft.Value(i) is { IsEmpty: false } key
                && _lookup.ByKey(target, field, key).Number > job.HighestAtStart)
            {
                return new RowError("INVALID_FIELD", $"Foreign key external ID: {Encoding.UTF8.GetString(key)} not found for field {field.Name} in entity {target.Name}");
            }
        }
        return null;
    }
}
