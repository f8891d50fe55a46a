using System.Text;
using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Store;
using ContactSync.Sandbox.Values;

namespace ContactSync.Sandbox.Tests.Store;

public sealed class RecordTableTests
{
    private static readonly ObjectType Contact = Numbered();

    [Fact]
    public void Records_written_again_and_again_are_moved_and_stay_what_they_are()
    {
        var table = new RecordTable(Contact);
        for (var number = 1; number <= 500; number++)
        {
            table.Put(number, Record($"k{number}", 0, 500));
        }

        // 40 MB of versions of some records, between others that never change: their segments empty and are dropped.
        for (var version = 1; version <= 800; version++)
        {
            for (var number = 5; number <= 500; number += 5)
            {
                table.Put(number, Record($"k{number}", version, 500));
            }
        }

        for (var number = 1; number <= 500; number++)
        {
            Assert.Equal(Record($"k{number}", number % 5 == 0 ? 800 : 0, 500), table[number].ToArray());
            Assert.Equal(number, table.IndexOf(Contact.Find("Sync_Key__c")!)!.Find(Encoding.ASCII.GetBytes($"K{number}")));
        }
        Assert.Equal(500, table.Live);
        Assert.Equal(Enumerable.Range(1, 500).Sum(n => Record($"k{n}", 0, 500).Length), table.Bytes);
    }

    [Fact]
    public void What_was_read_stays_as_it_was_when_the_record_is_written_anew_or_removed()
    {
        var table = new RecordTable(Contact);
        table.Put(1, Record("a", 1, 2000));
        var first = table[1];
        for (var version = 2; version < 10_000; version++)
        {
            table.Put(1, Record("a", version, 2000));
        }
        table.Put(1, default);

        Assert.Equal(Record("a", 1, 2000), first.ToArray());
        Assert.True(table[1].IsEmpty);
        Assert.Equal(0, table.Bytes);
        Assert.Equal((0, 1), (table.Live, table.Last));
    }

    [Fact]
    public async Task Readers_without_the_gate_see_every_record_whole()
    {
        var table = new RecordTable(Contact);
        table.Put(1, Record("one", 0, 3000));
        using var stop = new CancellationTokenSource();
        var reading = Task.Run(() =>
        {
            long reads = 0;
            for (; !stop.IsCancellationRequested; reads++)
            {
                var value = BlobFields.Find(table[1].Span, Contact.Find("Description")!.Tag);
                Assert.Equal(3000, value.Length);
                Assert.False(value.ContainsAnyExcept(value[0]));
            }
            return reads;
        });
        for (var version = 0; version < 30_000; version++)
        {
            table.Put(1, Record("one", version, 3000));
        }
        await stop.CancelAsync();
        Assert.NotEqual(0, await reading);
    }

    [Fact]
    public void A_key_that_moves_on_is_found_where_it_went_and_a_deleted_record_not_at_all()
    {
        var table = new RecordTable(Contact);
        var index = table.IndexOf(Contact.Find("Sync_Key__c")!)!;
        table.Put(1, Record("old", 1, 10));
        table.Put(1, Record("new", 2, 10));
        table.Put(2, Record("OLD", 1, 10));
        Assert.Equal((1, 2), (index.Find("NEW"u8), index.Find("old"u8)));

        var deleted = Record("new", 3, 10);
        Blob.WriteHeader(deleted, new RecordHeader(true, 1, 1, 1, 1, 1));
        table.Put(1, deleted);
        Assert.Equal(0, index.Find("new"u8));
        Assert.Equal((1, 1), (table.Live, table.Deleted));
    }

    /// <summary>A key, and a description of one letter that the version decides.</summary>
    private static byte[] Record(string key, int version, int length)
    {
        var blob = new ValueSlab();
        Blob.WriteHeader(blob.Reserve(Blob.HeaderLength), new RecordHeader(false, version, version, version, 1, 1));
        foreach (var (name, value) in new[] { ("Sync_Key__c", key), ("Description", new string((char)('a' + (version % 26)), length)) })
        {
            VarInt.Write(blob, Contact.Find(name)!.Tag);
            VarInt.Write(blob, value.Length);
            blob.Add(Encoding.ASCII.GetBytes(value));
        }
        return blob.Slice(0, blob.Length).ToArray();
    }

    private static ObjectType Numbered()
    {
        var schema = OrgSchema.Load(null);
        var folder = Directory.CreateTempSubdirectory("sandbox-table-");
        Catalog.Open(folder.FullName, schema, seed: 1);
        folder.Delete(recursive: true);
        return schema.Find("Contact")!;
    }
}
