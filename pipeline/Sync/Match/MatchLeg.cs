using ContactSync.DuckDb;
using ContactSync.Runs;
using ContactSync.Transforms.Candidates;
using ContactSync.Transforms.Match;
using ContactSync.Transforms.Model;

namespace ContactSync.Match;

/// <summary>
/// The steps of the second leg: supporters that matching must see are paired with Contacts by id and by e-mail, the pairs scored, ranked and written.
/// The Contacts stand in an index, about 150 bytes each, that is built before the first batch. One leg object serves one run.
/// </summary>
public sealed class MatchLeg : IDisposable
{
    private readonly RecordSchema _localKeys = MatchKeys.Local();
    private readonly RecordSchema _orgKeys = MatchKeys.Org();
    private DuckConnection? _reading;
    private DuckConnection? _writing;
    private CandidateFinder? _finder;
    private PairTable? _pairs;

    /// <summary>Builds the index from the view <c>match_org</c>. Call once, before the first batch.</summary>
    public async Task OpenAsync(Scratch scratch, int batchRows, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scratch);
        _reading = scratch.Connect();
        _writing = scratch.Connect();
        var extracted = _reading.Scalar<long>("select count(*) from extract_org", cancellationToken);
        var builder = new OrgIndexBuilder((int)Math.Min(extracted, Array.MaxLength));

        // Joined first, read after: a join whose rows were handed out while memory was short waited for ever (a million records in 512 MB, DuckDB 1.5.6).
        _reading.Execute("create temp table org_keys as select org_id, email_key, first_key, last_key, created_at, 'false' as is_deleted from match_org", cancellationToken);
        await foreach (var batch in TableReader.ReadAsync(_reading, "from org_keys", _orgKeys, batchRows, cancellationToken))
        {
            builder.Add(batch);
            batch.Release();
        }

        _reading.Execute(
            "drop table org_keys; create temp table local_keys as select local_key, link as org_id, email_key, first_key, last_key from match_local", cancellationToken);

        _finder = new CandidateFinder(builder.Build());
        _pairs = new PairTable(_writing);
    }

    /// <summary>Node match-keys.</summary>
    public IAsyncEnumerable<RecordBatch> ReadAsync(int batchRows, CancellationToken cancellationToken) =>
        TableReader.ReadAsync(_reading!, "from local_keys", _localKeys, batchRows, cancellationToken);

    /// <summary>Node candidates.</summary>
    public ValueTask<PairBatch> FindAsync(RecordBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        try
        {
            return ValueTask.FromResult(_finder!.Apply(batch));
        }
        finally
        {
            batch.Release();
        }
    }

    /// <summary>Node score.</summary>
    public static ValueTask<PairBatch> ScoreAsync(PairBatch batch) => ValueTask.FromResult(PairScorer.Apply(batch));

    /// <summary>Node pairs.</summary>
    public ValueTask WriteAsync(PairBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        try
        {
            _pairs!.Append(batch);
            return ValueTask.CompletedTask;
        }
        finally
        {
            batch.Release();
        }
    }

    /// <summary>Puts all pairs into the table <c>pairs</c>.</summary>
    public void Complete() => _pairs!.Complete();

    public void Dispose()
    {
        _pairs?.Dispose();
        _reading?.Dispose();
        _writing?.Dispose();
    }
}
