using System.Reflection;
using ContactSync.DuckDb;

namespace ContactSync.Runs;

/// <summary>
/// The runs' history as a database in memory, with the views and macros of data/history.sql. It can open files below the runs folder alone, and answers
/// queries alone: a statement that writes is refused.
/// </summary>
public sealed class History : IDisposable
{
    private readonly DuckDatabase _database;
    private readonly DuckConnection _connection;

    private History(DuckDatabase database)
    {
        _database = database;
        _connection = database.Connect();
    }

    /// <summary>Opens the history; null where no run has sealed anything yet. A run that is only planned, dry or failed is history too.</summary>
    public static History? Open(string runsRoot, string? memory = null)
    {
        if (!Directory.Exists(runsRoot))
        {
            return null;
        }

        var history = new History(DuckDatabase.Open(null, new DuckDbOptions { AllowedDirectories = [runsRoot], MemoryLimit = memory }));
        try
        {
            if (!history.AnySealed(runsRoot))
            {
                history.Dispose();
                return null;
            }

            history._connection.Execute($"set variable runs = {DuckSql.Literal(runsRoot)};\n{Script()}");
            return history;
        }
        catch
        {
            history.Dispose();
            throw;
        }
    }

    /// <summary>One query, streamed; as JSON one object a row, typed as DuckDB types it. Throws <see cref="DuckDbException"/> for anything else than a query.</summary>
    public DuckResult Ask(string sql, bool asJson, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sql);

        // As a subquery a statement can only read: copy, attach and the like do not stand there.
        var select = asJson ? "cast(to_json(answer) as varchar) as json" : "*";
        return _connection.Query($"select {select} from (\n{sql.Trim().TrimEnd(';')}\n) as answer", cancellationToken);
    }

    /// <summary>All that is known of one record, in order: run, what, detail.</summary>
    public DuckResult Why(string key, bool asJson, CancellationToken cancellationToken) =>
        Ask($"select run, what, detail from why({DuckSql.Literal(key)})", asJson, cancellationToken);

    public void Dispose()
    {
        _connection.Dispose();
        _database.Dispose();
    }

    private bool AnySealed(string runsRoot) =>
        _connection.Scalar<long>($"select count(*) from glob({DuckSql.Literal(Path.Combine(runsRoot, "run=*", "manifest.json"))})") > 0;

    private static string Script()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("history") ?? throw new InvalidOperationException("resource history is missing");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
