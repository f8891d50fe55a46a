using System.Text;
using ContactSync.Salesforce.Tests.Org;

namespace ContactSync.Salesforce.Tests;

/// <summary>Runs alone: what other tests allocate would be counted too.</summary>
[Collection(nameof(Alone))]
public sealed class CsvRowsMemoryTests
{
    [Fact]
    public async Task Reading_costs_no_memory_per_row()
    {
        const int Rows = 200_000;
        var csv = Encoding.UTF8.GetBytes("\"Id\",\"Name\"\n" + string.Concat(Enumerable.Range(0, Rows).Select(i => $"\"{i}\",\"Jo\"\"hn\"\n")));
        await using var org = new RawOrg(RawOrg.Bytes($"HTTP/1.1 200 OK\nContent-Type: text/csv\nSforce-Locator: null\nSforce-NumberOfRecords: {Rows}\nContent-Length: {csv.Length}", csv));
        using var client = org.Client();
        await using var rows = await client.BulkQuery.OpenResultsAsync("750R0000000zlh9IAA");
        await rows.ReadAsync();

        var before = GC.GetTotalAllocatedBytes(precise: true);
        var bytes = 0L;
        while (await rows.ReadAsync())
        {
            bytes += rows.Field(0).Length + rows.Field(1).Length;
        }

        Assert.Equal(Rows, rows.RowCount);
        Assert.True(bytes > Rows * 6);
        Assert.InRange((GC.GetTotalAllocatedBytes(precise: true) - before) / (double)Rows, 0, 20);
    }

    [CollectionDefinition(nameof(Alone), DisableParallelization = true)]
    public sealed class Alone;
}
