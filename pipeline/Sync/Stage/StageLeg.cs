using System.Runtime.CompilerServices;
using ContactSync.Config;
using ContactSync.Runs;
using ContactSync.Transforms.Model;
using ContactSync.Transforms.Normalize;

namespace ContactSync.Stage;

/// <summary>
/// The steps of the first leg: batches of both sides are normalised and written, raw and normalised, into the scratch database, from where
/// <see cref="Export"/> puts them into the stage. One leg object serves one run.
/// </summary>
public sealed class StageLeg(
    StageSchemas schemas,
    Func<CancellationToken, IAsyncEnumerable<RecordBatch>> extractLocal,
    Func<CancellationToken, IAsyncEnumerable<RecordBatch>> extractOrg) : IDisposable
{
    private readonly Normalizer _local = new(new NormalizeOptions(schemas.Local));
    private readonly Normalizer _org = new(new NormalizeOptions(schemas.Org));
    private readonly List<(Side Side, Reject Reject)> _rejects = [];
    private TableWriter? _extractLocal;
    private TableWriter? _extractOrg;
    private TableWriter? _normalizedLocal;
    private TableWriter? _normalizedOrg;
    private UnusableTable? _unusable;

    /// <summary>Records extracted from one side, those rejected included.</summary>
    public long Extracted(Side side) => (side == Side.Local ? _extractLocal : _extractOrg)?.Rows + Rejected(side) ?? 0;

    /// <summary>Records of one side that went no further.</summary>
    public int Rejected(Side side) => _rejects.Count(r => r.Side == side);

    /// <summary>Makes the tables. Call once, before the first batch.</summary>
    public void Open(Scratch scratch)
    {
        ArgumentNullException.ThrowIfNull(scratch);
        _extractLocal = new TableWriter(scratch.Connection, "extract_local", schemas.Local);
        _extractOrg = new TableWriter(scratch.Connection, "extract_org", schemas.Org);
        _normalizedLocal = new TableWriter(scratch.Connection, "normalized_local", _local.Schema, schemas.NormalizedColumns, "local");
        _normalizedOrg = new TableWriter(scratch.Connection, "normalized_org", _org.Schema, schemas.NormalizedColumns, "org");
        _unusable = new UnusableTable(scratch.Connection);
    }

    /// <summary>Node extract-local.</summary>
    public IAsyncEnumerable<SideBatch> ExtractLocalAsync(CancellationToken cancellationToken) => MarkAsync(Side.Local, extractLocal, cancellationToken);

    /// <summary>Node extract-org.</summary>
    public IAsyncEnumerable<SideBatch> ExtractOrgAsync(CancellationToken cancellationToken) => MarkAsync(Side.Org, extractOrg, cancellationToken);

    /// <summary>Node normalise.</summary>
    public ValueTask<StagedBatch> NormaliseAsync(SideBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        try
        {
            List<UnusableValue> unusable = [];
            var normalized = (batch.Side == Side.Local ? _local : _org).Apply(batch.Raw, unusable);
            return ValueTask.FromResult(new StagedBatch(batch.Side, batch.Raw, normalized, unusable));
        }
        catch
        {
            batch.Release();
            throw;
        }
    }

    /// <summary>Node snapshot.</summary>
    public ValueTask SnapshotAsync(StagedBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        try
        {
            var (raw, normalized) = batch.Side == Side.Local ? (_extractLocal!, _normalizedLocal!) : (_extractOrg!, _normalizedOrg!);
            raw.Append(batch.Raw, batch.Normalized.Rejects);
            normalized.Append(batch.Normalized, []);
            _unusable!.Append(batch.Side, batch.Unusable);
            _rejects.AddRange(batch.Normalized.Rejects.Select(r => (batch.Side, r)));
            return ValueTask.CompletedTask;
        }
        finally
        {
            batch.Release();
        }
    }

    /// <summary>Writes the leg's tables into the stage.</summary>
    public IReadOnlyList<StagedTable> Export(Scratch scratch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scratch);
        foreach (var writer in new[] { _extractLocal, _extractOrg, _normalizedLocal, _normalizedOrg })
        {
            writer!.Complete();
        }

        _unusable!.Complete();
        WriteRejects(scratch);
        StagedTable[] tables =
        [
            scratch.Export("extract_local", "from extract_local", cancellationToken),
            scratch.Export("extract_org", "from extract_org", cancellationToken),
            scratch.Export("normalized", "from normalized_local union all from normalized_org", cancellationToken),
            scratch.Export("rejects", "from rejects order by record_key, code", cancellationToken),
            scratch.Export("unusable", "from unusable order by record_key, field", cancellationToken),
        ];
        scratch.Connection.Execute(
            "drop table extract_local; drop table extract_org; drop table normalized_local; drop table normalized_org; drop table rejects; drop table unusable", cancellationToken);
        return tables;
    }

    public void Dispose()
    {
        foreach (var writer in new[] { _extractLocal, _extractOrg, _normalizedLocal, _normalizedOrg })
        {
            writer?.Dispose();
        }

        _unusable?.Dispose();
    }

    private static async IAsyncEnumerable<SideBatch> MarkAsync(
        Side side, Func<CancellationToken, IAsyncEnumerable<RecordBatch>> extract, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var batch in extract(cancellationToken))
        {
            yield return new SideBatch(side, batch);
        }
    }

    private void WriteRejects(Scratch scratch)
    {
        scratch.Connection.Execute("create table rejects (record_key varchar, side varchar, code varchar, field varchar, detail varchar)");
        using var insert = scratch.Connection.Prepare("insert into rejects values (?, ?, ?, ?, ?)");
        foreach (var (side, reject) in _rejects)
        {
            insert.Bind(1, reject.RecordKey);
            insert.Bind(2, side == Side.Local ? "local" : "org");
            insert.Bind(3, reject.Code);
            insert.Bind(4, reject.Field);
            insert.Bind(5, reject.Detail);
            insert.Execute();
        }
    }
}
