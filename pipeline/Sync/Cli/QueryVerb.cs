using System.CommandLine;
using ContactSync.Config;

namespace ContactSync.Cli;

/// <summary>What <c>query</c> was asked for.</summary>
public sealed record QueryRequest(SyncConfig Config, string Sql, bool Json);

/// <summary><c>query</c>: SQL over the history.</summary>
public static class QueryVerb
{
    public static Command Create(RootOptions root, Func<QueryRequest, VerbCall, CancellationToken, Task<ExitCode>> query)
    {
        var sql = new Argument<string>("sql") { Description = "One DuckDB statement over the views of data/history.sql." };
        var json = Verb.Json();
        return Verb.Create(
            root, "query", "Asks the run history a question in SQL; reads only.", "contact-sync query \"from runs order by started_at desc limit 5\"", [sql, json],
            (call, cancellationToken) =>
                query(new(call.Config, call.Parsed.GetRequiredValue(sql), call.Parsed.GetValue(json)), call, cancellationToken));
    }
}
