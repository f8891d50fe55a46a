using System.Text;
using BenchmarkDotNet.Attributes;
using ContactSync.DuckDb;
using ContactSync.Transforms.Match;

namespace ContactSync.Bench.Subjects;

/// <summary>Jaro-Winkler similarity of whole names, ours against that of DuckDB, on one thread each and on the same pairs.</summary>
[MemoryDiagnoser]
public class LikenessSubject : IDisposable
{
    // Each pair of rows that far apart: mostly strangers, as most candidates are.
    private static readonly int[] Steps = [1, 7, 31, 101];

    private readonly List<byte[]> _names = [];
    private DuckDatabase _database = null!;
    private DuckConnection _connection = null!;

    [Params(40_000)]
    public int Rows { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _names.AddRange(SamplePeople.Make(Rows).Rows.Select(r => Encoding.UTF8.GetBytes($"{r[0]} {r[1]}")));
        _database = DuckDatabase.Open(null, new DuckDbOptions { Threads = 1 });
        _connection = _database.Connect();
        _connection.Execute("create table names (row bigint, name varchar)");
        using (var names = _connection.Append("names"))
        {
            for (var i = 0; i < _names.Count; i++)
            {
                var row = names.Row;
                names.Set(0, row, (long)i);
                names.SetText(1, row, _names[i]);
                names.EndRow();
            }

            names.Complete();
        }

        _connection.Execute(
            $"create table pairs as select l.name a, r.name b from names l, (values {string.Join(", ", Steps.Select(s => $"({s})"))}) s(step) join names r on r.row = (l.row + s.step) % {_names.Count} order by s.step, l.row");
    }

    /// <summary>Ours; returns the pairs.</summary>
    [Benchmark]
    public Task<long> Ours()
    {
        var (pairs, sum) = (0L, 0L);
        foreach (var step in Steps)
        {
            for (var i = 0; i < _names.Count; i++, pairs++)
            {
                sum += JaroWinkler.Score(_names[i], _names[(i + step) % _names.Count]);
            }
        }

        return Task.FromResult(sum > 0 ? pairs : 0);
    }

    /// <summary>DuckDB's; returns the pairs.</summary>
    [Benchmark]
    public Task<long> DuckDb() => Task.FromResult(_connection.Scalar<double>("select sum(jaro_winkler_similarity(a, b)) from pairs") > 0 ? (long)_names.Count * Steps.Length : 0);

    [GlobalCleanup]
    public void Dispose()
    {
        _connection?.Dispose();
        _database?.Dispose();
        GC.SuppressFinalize(this);
    }
}
