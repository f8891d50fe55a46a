using System.Diagnostics;
using System.Globalization;
using ContactSync.Salesforce;

namespace ContactSync.Bench.Throughput;

/// <summary>The two small subjects of the upload bench, each run as a process: all <c>job*.csv</c> of a folder, two jobs at a time, with all results.</summary>
internal static class UploadPeers
{
    /// <summary>By a plain HttpClient, results drained; prints the seconds.</summary>
    public static async Task PlainAsync(Uri url, string folder, TextWriter output)
    {
        using var http = new BulkHttp(url, StubOrg.OrgId + "!stub");
        await AllAsync(folder, output, async file =>
        {
            var job = await http.UpsertAsync(() => File.OpenRead(file), "Sync_Key__c");
            await http.DrainResultsAsync(job.Id);
        });
    }

    /// <summary>By the product's client, results parsed and counted; prints the seconds.</summary>
    public static async Task ClientAsync(Uri url, string folder, TextWriter output)
    {
        using var handler = SalesforceClient.CreateHandler();
        using var client = new SalesforceClient(handler, new SalesforceOptions { InstanceUrl = url, Credentials = Credentials.ForToken(StubOrg.OrgId + "!stub") });
        await AllAsync(folder, output, file => OneAsync(client, file));
    }

    private static async Task OneAsync(SalesforceClient client, string file)
    {
        var job = await client.Ingest.CreateAsync(new IngestJobRequest("Contact", IngestOperation.Upsert, "Sync_Key__c"));
        await client.Ingest.UploadAsync(job.Id, async (to, cancellationToken) =>
        {
            await using var from = File.OpenRead(file);
            await from.CopyToAsync(to, 128 << 10, cancellationToken);
        });
        await client.Ingest.CloseAsync(job.Id);
        while (!(job = await client.Ingest.GetAsync(job.Id)).IsTerminal)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10));
        }

        long rows = 0;
        foreach (var result in new[] { IngestResult.Successful, IngestResult.Failed, IngestResult.Unprocessed })
        {
            await using var read = await client.Ingest.OpenResultsAsync(job.Id, result);
            var id = read.IndexOf("sf__Id");
            while (await read.ReadAsync())
            {
                rows += id >= 0 && read.Field(id).Length == 18 ? 1 : 0;
            }
        }

        if (rows != job.RecordsProcessed)
        {
            throw new InvalidOperationException($"{rows} results of {job.RecordsProcessed} rows");
        }
    }

    private static async Task AllAsync(string folder, TextWriter output, Func<string, Task> load)
    {
        var started = Stopwatch.GetTimestamp();
        using var two = new SemaphoreSlim(2);
        await Task.WhenAll(Directory.GetFiles(folder, "job*.csv").Order(StringComparer.Ordinal).Select(async file =>
        {
            await two.WaitAsync();
            try
            {
                await load(file);
            }
            finally
            {
                two.Release();
            }
        }));
        await output.WriteLineAsync(Stopwatch.GetElapsedTime(started).TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture));
    }
}
