using System.Buffers;
using ContactSync.Sandbox.Bulk;
using ContactSync.Sandbox.Store;

namespace ContactSync.Sandbox.Http;

/// <summary>Takes the data of an ingest job, once. Nothing is looked at but line endings; a broken upload leaves no trace.</summary>
internal static class Upload
{
    private const long LargestUpload = 150_000_000;

    public static async Task StoreAsync(Exchange exchange, Job job)
    {
        Begin(job);
        try
        {
            var scan = new LineScan();
            var temporary = job.DataFile + ".part";
            await using (var file = new StreamedFile(temporary))
            {
                await CopyAsync(exchange, file, scan);
                await file.FlushAsync();
            }
            File.Move(temporary, job.DataFile, overwrite: true);
            DurableFile.SyncFolder(job.Folder);
            await exchange.Box.Jobs.SaveAsync(job, r => r with { Uploaded = true, UploadedRows = scan.Rows(), HasCrLf = scan.CrLf, HasBareLf = scan.BareLf });
        }
        finally
        {
            lock (job)
            {
                job.Uploading = false;
            }
        }
    }

    private static void Begin(Job job)
    {
        lock (job)
        {
            if (job.Record.State != JobState.Open)
            {
                throw JobRequest.Invalid("INVALIDJOBSTATE", $"Upload of data is not allowed in state {job.Record.State}");
            }
            if (job.Uploading || job.Record.Uploaded)
            {
                throw JobRequest.Invalid("INVALIDJOBSTATE", $"Found multiple contents for job: <{job.Id}>, please 'Close' / 'Abort' / 'Delete' the current Job then create a new Job and make sure you only do 'PUT' once on a given Job.");
            }
            job.Uploading = true;
        }
    }

    private static async Task CopyAsync(Exchange exchange, StreamedFile file, LineScan scan)
    {
        await using var body = exchange.OpenBody();
        var buffer = ArrayPool<byte>.Shared.Rent(256 * 1024);
        try
        {
            long total = 0;
            for (int read; (read = await body.ReadAsync(buffer, exchange.Cancelled)) > 0;)
            {
                total += read;
                if (total > LargestUpload)
                {
                    throw new SalesforceFault(413, "REQUEST_ENTITY_TOO_LARGE", "Maximum size of job data is 150 MB");
                }
                scan.Add(buffer.AsSpan(0, read));
                file.Write(buffer.AsSpan(0, read));
            }
        }
        catch (InvalidDataException)
        {
            throw new SalesforceFault(400, "INVALIDJOB", "The request body is not sound gzip.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
