using ContactSync.Sandbox.Http;
using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Store;
using ContactSync.Sandbox.Writing;

namespace ContactSync.Sandbox.Bulk;

/// <summary>Fills an object from a CSV without a job: batches of inserts as the administrator, stamps as given.</summary>
internal static class Seeding
{
    private const int BatchRows = 10_000;

    public static async Task<long> LoadAsync(OrgBox box, ObjectType type, Stream csv, CancellationToken cancellationToken)
    {
        var row = new CsvRow();
        var reader = new CsvReader(csv, (byte)',');
        long loaded = 0;
        try
        {
            if (!reader.Read(row))
            {
                return 0;
            }
            var transaction = new Transaction(box.Store);
            var header = IngestHeader.Bind(box.Store.Schema, type, row, "insert");
            var writer = new RecordWriter(box.Store);
            await using var batches = new BatchReader(reader, header.Columns, BatchRows);
            while (await batches.NextAsync() is { } batch)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await SaveAsync(box, type, batch, writer, transaction, loaded);
                loaded += batch.Rows;
            }
        }
        catch (JobFault fault)
        {
            throw new InvalidDataException($"Row {loaded + 1} or later of the CSV for {type.Name}: {fault.Message}", fault);
        }
        return loaded;
    }

    private static async Task SaveAsync(OrgBox box, ObjectType type, IngestBatch batch, RecordWriter writer, Transaction transaction, long before)
    {
        var seeder = box.Users.Admin with { Seeds = true };
        Task durable;
        lock (box.Store.Gate)
        {
            for (var i = 0; i < batch.Rows; i++)
            {
                if (writer.Insert(transaction, type, batch.Select(i), seeder, box.Now).Error is { } error)
                {
                    _ = transaction.CommitAsync();
                    throw new InvalidDataException($"Row {before + i + 1} of the CSV for {type.Name}: {error}");
                }
            }
            durable = transaction.CommitAsync();
        }
        await durable;
    }
}
