using System.Globalization;
using System.Text;
using ContactSync.Sandbox.Bulk;
using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Writing;

namespace ContactSync.Sandbox.Tests.Bulk;

public sealed class BatchReaderTests
{
    private static readonly DraftColumn[] Columns = [new(OrgSchema.Load(null).Find("Contact")!.Find("LastName")!)];

    [Fact]
    public async Task Batches_come_in_order_and_say_where_in_the_upload_they_end()
    {
        var csv = string.Concat(Enumerable.Range(0, 25).Select(i => $"name {i}\n"));
        await using var reader = Reader(csv);
        var names = new List<string>();
        var ends = new List<long>();
        while (await reader.NextAsync() is { } batch)
        {
            names.AddRange(Enumerable.Range(0, batch.Rows).Select(i => Encoding.UTF8.GetString(batch.Select(i).Value(0))));
            ends.Add(batch.End);
        }

        Assert.Equal(csv.TrimEnd('\n').Split('\n'), names);
        Assert.Equal([70, 150, csv.Length], ends);
    }

    [Fact]
    public async Task A_fault_takes_the_place_of_its_batch_and_hides_none_before_it()
    {
        await using var reader = Reader(string.Concat(Enumerable.Range(0, 15).Select(i => i.ToString(CultureInfo.InvariantCulture) + "\n")) + "x\"y\n");
        Assert.Equal(10, (await reader.NextAsync())!.Rows);
        await Assert.ThrowsAsync<JobFault>(reader.NextAsync);
    }

    private static BatchReader Reader(string csv) => new(new CsvReader(new MemoryStream(Encoding.UTF8.GetBytes(csv)), (byte)','), Columns, batchRows: 10);
}
