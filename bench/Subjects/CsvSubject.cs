using BenchmarkDotNet.Attributes;
using ContactSync.Salesforce;
using CsvHelper;

namespace ContactSync.Bench.Subjects;

/// <summary>Reading a Bulk result: spans as the client reads them, against an object a row.</summary>
[MemoryDiagnoser]
public class CsvSubject : IDisposable
{
    private SamplePeople _people = null!;
    private CannedReply _reply = null!;
    private SalesforceClient _client = null!;

    [Params(100_000)]
    public int Rows { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _people = SamplePeople.Make(Rows);
        _reply = new CannedReply(_people.Csv);
        _client = new SalesforceClient(_reply, new SalesforceOptions { InstanceUrl = new Uri("http://127.0.0.1/"), Credentials = Credentials.ForToken("bench") });
    }

    /// <summary>The client's rows; returns the bytes of all cells.</summary>
    [Benchmark]
    public async Task<long> CsvRows()
    {
        await using var rows = await _client.Ingest.OpenResultsAsync("750000000000001AAA", IngestResult.Successful, _people.Rows.Count);
        long bytes = 0;
        while (await rows.ReadAsync())
        {
            for (var i = 0; i < rows.Columns.Count; i++)
            {
                bytes += rows.Field(i).Length;
            }
        }

        return bytes;
    }

    /// <summary>The library's records; returns the rows.</summary>
    [Benchmark(Baseline = true)]
    public Task<long> GetRecords()
    {
        long rows = 0;
        using var reader = CsvReader.Create(new MemoryStream(_people.Csv), new CsvReaderOptions());
        foreach (var record in reader.GetRecords<SupporterRecord>())
        {
            rows += record.Id.Length > 0 ? 1 : 0;
        }

        return Task.FromResult(rows);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _client?.Dispose();
        _reply?.Dispose();
        GC.SuppressFinalize(this);
    }
}
