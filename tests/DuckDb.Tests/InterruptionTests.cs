namespace ContactSync.DuckDb.Tests;

public sealed class InterruptionTests : IDisposable
{
    private const string Endless = "select count(*) from range(10000000000) a, range(1000) b where a.range * b.range % 7 = 3";

    private readonly TestDatabase _test = new();

    [Fact]
    public void A_running_statement_stops_and_the_connection_is_usable()
    {
        for (var round = 0; round < 3; round++)
        {
            using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));

            var stopped = Assert.Throws<OperationCanceledException>(() => _test.Connection.Execute(Endless, cancellation.Token));

            Assert.Equal(cancellation.Token, stopped.CancellationToken);
            Assert.Equal(round, _test.Connection.Scalar<int>($"select {round}"));
        }
    }

    [Fact]
    public void A_query_stops_before_its_first_row()
    {
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));

        Assert.Throws<OperationCanceledException>(() => _test.Connection.Query(Endless, cancellation.Token).NextChunk());

        Assert.Equal(1, _test.Connection.Scalar<int>("select 1"));
    }

    [Fact]
    public void A_result_stops_between_its_chunks()
    {
        using var cancellation = new CancellationTokenSource();
        using (var result = _test.Connection.Query("select * from range(100000000)", cancellation.Token))
        {
            Assert.True(result.NextChunk());
            cancellation.Cancel();
            Assert.Throws<OperationCanceledException>(() =>
            {
                while (result.NextChunk())
                {
                }
            });
        }

        Assert.Equal(1, _test.Connection.Scalar<int>("select 1"));
    }

    [Fact]
    public void A_cancelled_token_starts_nothing()
    {
        var cancelled = new CancellationToken(canceled: true);

        Assert.Throws<OperationCanceledException>(() => _test.Connection.Execute("create table t (a integer)", cancelled));

        Assert.Equal(0, _test.Connection.Scalar<long>("select count(*) from duckdb_tables()"));
    }

    [Fact]
    public async Task A_token_cancelled_afterwards_does_not_touch_the_next_statement()
    {
        for (var round = 0; round < 200; round++)
        {
            using var cancellation = new CancellationTokenSource();
            Assert.Equal(1, _test.Connection.Scalar<int>("select 1", cancellation.Token));
            await cancellation.CancelAsync();
            Assert.Equal(2, _test.Connection.Scalar<int>("select 2"));
        }
    }

    [Fact]
    public void A_cancelled_change_is_undone()
    {
        _test.Connection.Execute("create table t (a bigint)");
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));

        Assert.Throws<OperationCanceledException>(() => _test.Connection.Execute($"insert into t {Endless}", cancellation.Token));

        Assert.Equal(0, _test.Connection.Scalar<long>("select count(*) from t"));
    }

    public void Dispose() => _test.Dispose();
}
