using ContactSync.Cli;
using ContactSync.DuckDb;

namespace ContactSync.Sync.Tests.Cli;

public sealed class FailuresTests
{
    [Fact]
    public void Memory_that_is_used_up_is_no_defect_and_the_keys_to_turn_are_named()
    {
        using var database = DuckDatabase.Open(null, new DuckDbOptions { MemoryLimit = "10MB", Threads = 1 });
        using var connection = database.Connect();
        var failure = Assert.Throws<DuckDbException>(() => connection.Execute("create table t as select list(repeat('x', 100) || range) as l from range(1000000)"));
        using var said = new StringWriter();

        Assert.Equal(ExitCode.Stopped, Failures.Report(failure, said, interrupted: false));

        Assert.Matches(@"^error +The memory given to DuckDB is used up\.\r?\nwhere +Out of Memory Error.*\r?\nnow +.*budget\.memory.*budget\.threads", said.ToString());
    }
}
