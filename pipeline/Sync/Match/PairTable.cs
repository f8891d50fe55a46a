using ContactSync.DuckDb;
using ContactSync.Transforms.Candidates;

namespace ContactSync.Match;

/// <summary>Fills the table <c>pairs</c> from scored batches. For one thread at a time.</summary>
public sealed class PairTable : IDisposable
{
    private readonly DuckAppender _appender;

    public PairTable(DuckConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        connection.Execute(
            "create table pairs (local_key varchar, org_id varchar, method varchar, score integer, first_score integer, last_score integer, verdict varchar, weight integer, why varchar)");
        _appender = connection.Append("pairs");
    }

    /// <summary>Pairs written so far.</summary>
    public long Rows { get; private set; }

    /// <summary>Writes all pairs of the batch, which stays the caller's.</summary>
    public void Append(PairBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        for (var i = 0; i < batch.Pairs.Length; i++)
        {
            var pair = batch.Pairs[i];
            var row = _appender.Row;
            _appender.SetText(0, row, batch.LocalKey(i));
            _appender.SetText(1, row, batch.OrgId(i));
            _appender.SetText(2, row, PairWords.Of(pair.Method));
            _appender.Set(3, row, (int)pair.Score);
            _appender.Set(4, row, (int)pair.FirstScore);
            _appender.Set(5, row, (int)pair.LastScore);
            _appender.SetText(6, row, PairWords.Of(pair.Verdict));
            _appender.EndRow();
        }

        Rows += batch.Pairs.Length;
    }

    /// <summary>Puts all rows into the table.</summary>
    public void Complete() => _appender.Complete();

    public void Dispose() => _appender.Dispose();
}
