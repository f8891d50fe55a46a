using ContactSync.DuckDb;
using ContactSync.Runs;

namespace ContactSync.Duplicates;

/// <summary>
/// What the org's duplicate rule will say to each planned create, told before it is sent from the Contacts known to the run, and scored after the load. The rule is the profile's
/// <c>duplicates.match</c>; what other rules of the org do, and Contacts that no run has seen, it cannot know.
/// </summary>
internal sealed class DuplicateForecast(RunSession session)
{
    private readonly DuckConnection _connection = session.Scratch.Connection;

    /// <summary>Makes the tables <c>predicted</c> and <c>overwrites</c> and writes them into the stage.</summary>
    public IReadOnlyList<StagedTable> Make(CancellationToken cancellationToken)
    {
        session.Reconciler.Forecast(
            () => NameLikeness.Fill(_connection, "select plan_row, org_id, our_first, their_first, our_last, their_last from foreseen", "foreseen_likeness", cancellationToken), cancellationToken);
        return
        [
            session.Scratch.Export("predictions", "from predicted order by plan_row", cancellationToken),
            session.Scratch.Export("overwrites", "from overwrites order by is_consent desc, record_key, field", cancellationToken),
        ];
    }

    /// <summary>Takes a sealed forecast up again.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken) =>
        await session.Scratch.ViewAsync("predicted", session.Folder, "predictions", cancellationToken);

    /// <summary>After the load: the forecast beside what the org said, as the table <c>duplicate_verdicts</c> in the stage.</summary>
    public StagedTable Score(CancellationToken cancellationToken)
    {
        session.Reconciler.Score(cancellationToken);
        var report = session.Report;
        report.PredictedDuplicates = _connection.Scalar<long>("select count(*) from duplicate_verdicts where predicted = 'alert'", cancellationToken);
        report.PredictedRight = _connection.Scalar<long>("select count(*) from duplicate_verdicts where is_right", cancellationToken);
        report.PredictedScored = _connection.Scalar<long>("select count(*) from duplicate_verdicts where is_right is not null", cancellationToken);
        return session.Scratch.Export("duplicate_verdicts", "from duplicate_verdicts order by plan_row", cancellationToken);
    }
}
