using System.Text;
using ContactSync.Sandbox.Bulk;
using ContactSync.Sandbox.Values;

namespace ContactSync.Sandbox.Http;

/// <summary>The three result files of an ingest job, served once its end has been shown.</summary>
internal static class IngestResults
{
    private const string CsvType = "text/csv; charset=UTF-8";

    public static Task SuccessAsync(Exchange exchange, Job job) =>
        SendAsync(exchange, job, "\"sf__Id\",\"sf__Created\"", job.SuccessFile, job.Record.SuccessBytes, job.Record.Processed - job.Record.Failed);

    public static Task FailedAsync(Exchange exchange, Job job) =>
        SendAsync(exchange, job, "\"sf__Id\",\"sf__Error\"", job.FailedFile, job.Record.FailedBytes, job.Record.Failed);

    public static Task UnprocessedAsync(Exchange exchange, Job job)
    {
        Ended(exchange, job);
        var lines = new ValueSlab();
        if (job.Record.Uploaded && job.Record.State != JobState.JobComplete)
        {
            Unprocessed(job, lines);
        }
        else
        {
            lines.Add(Encoding.UTF8.GetBytes(ResultText.Header("", Header(job), job.Record)));
        }
        return exchange.SendAsync(200, CsvType, lines.Length, (to, stop) => to.WriteAsync(lines.Bytes.AsMemory(0, lines.Length), stop).AsTask());
    }

    private static async Task SendAsync(Exchange exchange, Job job, string own, string path, long length, long rows)
    {
        Ended(exchange, job);
        exchange.Log.Rows = rows;
        var header = Encoding.UTF8.GetBytes(ResultText.Header(own, Header(job), job.Record));
        using var file = length == 0 ? null : FileSlice.Open(path);
        await exchange.SendAsync(200, CsvType, header.Length + length, async (to, stop) =>
        {
            await to.WriteAsync(header, stop);
            if (file is not null)
            {
                await FileSlice.CopyAsync(file, 0, length, to, stop);
            }
        });
    }

    private static void Ended(Exchange exchange, Job job)
    {
        if (job.Shown(exchange.Box.Jobs.Settings.MinimumPolls) is not (JobState.JobComplete or JobState.Failed or JobState.Aborted))
        {
            throw JobRequest.Invalid("INVALIDJOBSTATE", "Results are available only once the job has ended");
        }
    }

    private static string[] Header(Job job)
    {
        if (!job.Record.Uploaded)
        {
            return [];
        }
        try
        {
            using var data = File.OpenRead(job.DataFile);
            var row = new CsvRow();
            var read = new CsvReader(data, job.Record.Delimiter).Read(row);
            return read ? [.. Enumerable.Range(0, row.Count).Select(i => Encoding.UTF8.GetString(row[i]))] : [];
        }
        catch (JobFault)
        {
            return [];
        }
    }

    /// <summary>The rows no batch reached, quoted; where the data cannot be parsed, the rest of it as it was uploaded.</summary>
    private static void Unprocessed(Job job, ValueSlab lines)
    {
        using var data = File.OpenRead(job.DataFile);
        try
        {
            var row = new CsvRow();
            var reader = new CsvReader(data, job.Record.Delimiter);
            lines.Add(Encoding.UTF8.GetBytes(ResultText.Header("", Header(job), job.Record)));
            reader.Read(row);
            if (job.Record.NextOffset > 0)
            {
                data.Position = job.Record.NextOffset;
                reader = new CsvReader(data, job.Record.Delimiter, job.Record.NextOffset);
            }
            while (reader.Read(row))
            {
                for (var i = 0; i < row.Count; i++)
                {
                    if (i > 0)
                    {
                        lines.Add(job.Record.Delimiter);
                    }
                    ResultText.Cell(lines, row[i]);
                }
                lines.Add(job.Record.NewLine);
            }
        }
        catch (JobFault)
        {
            lines.Clear();
            data.Position = job.Record.NextOffset;
            data.ReadExactly(lines.Reserve((int)(data.Length - data.Position)));
        }
    }
}
