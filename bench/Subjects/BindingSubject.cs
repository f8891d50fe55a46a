using BenchmarkDotNet.Attributes;
using ContactSync.DuckDb;
using ContactSync.Runs;

namespace ContactSync.Bench.Subjects;

/// <summary>Into DuckDB and out again: chunks of spans, against a prepared INSERT a row and a string a cell.</summary>
[MemoryDiagnoser]
public class BindingSubject : IDisposable
{
    private const string Columns = "first_name varchar, last_name varchar, email varchar, phone varchar, street varchar, city varchar, region varchar, postal_code varchar, country varchar, birthdate varchar";
    private const string Names = "first_name, last_name, email, phone, street, city, region, postal_code, country, birthdate";

    private SamplePeople _people = null!;
    private DuckDatabase _database = null!;
    private DuckConnection _connection = null!;

    [Params(4_000)]
    public int Rows { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _people = SamplePeople.Make(Rows);
        _database = DuckDatabase.Open(null, new DuckDbOptions { Threads = 1 });
        _connection = _database.Connect();
        Append(_people, "kept");
    }

    /// <summary>The appender, a chunk at a time; returns the rows.</summary>
    [Benchmark]
    public Task<long> Append() => Task.FromResult(Append(_people, "appended"));

    /// <summary>A prepared INSERT a row, in one transaction; returns the rows.</summary>
    [Benchmark]
    public Task<long> Insert()
    {
        _connection.Execute($"create or replace table inserted ({Columns}); begin");
        using (var insert = _connection.Prepare("insert into inserted values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"))
        {
            foreach (var row in _people.Rows)
            {
                for (var i = 0; i < row.Length; i++)
                {
                    insert.Bind(i + 1, row[i]);
                }

                insert.Execute();
            }
        }

        _connection.Execute("commit");
        return Task.FromResult(_connection.Scalar<long>("select count(*) from inserted"));
    }

    /// <summary>All cells as spans; returns their bytes.</summary>
    [Benchmark]
    public Task<long> ReadSpans()
    {
        long bytes = 0;
        using var result = _connection.Query($"select {Names} from kept");
        while (result.NextChunk())
        {
            for (var i = 0; i < result.Chunk.ColumnCount; i++)
            {
                var column = result.Chunk.Text(i);
                for (var row = 0; row < result.Chunk.RowCount; row++)
                {
                    bytes += column.TryGet(row, out var value) ? value.Length : 0;
                }
            }
        }

        return Task.FromResult(bytes);
    }

    /// <summary>All cells as strings; returns their characters.</summary>
    [Benchmark]
    public Task<long> ReadStrings()
    {
        long characters = 0;
        using var result = _connection.Query($"select {Names} from kept");
        while (result.NextChunk())
        {
            for (var i = 0; i < result.Chunk.ColumnCount; i++)
            {
                var column = result.Chunk.Text(i);
                for (var row = 0; row < result.Chunk.RowCount; row++)
                {
                    characters += column.AsString(row)?.Length ?? 0;
                }
            }
        }

        return Task.FromResult(characters);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _connection?.Dispose();
        _database?.Dispose();
        GC.SuppressFinalize(this);
    }

    private long Append(SamplePeople people, string table)
    {
        _connection.Execute($"drop table if exists {table}");
        using (var writer = new TableWriter(_connection, table, people.Schema))
        {
            foreach (var batch in people.Batches)
            {
                writer.Append(batch, []);
            }

            writer.Complete();
        }

        return _connection.Scalar<long>($"select count(*) from {table}");
    }
}
