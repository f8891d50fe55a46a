using System.Buffers.Binary;
using System.Text;
using ContactSync.Sandbox.Soql;
using ContactSync.Sandbox.Store;
using ContactSync.Sandbox.Values;
using ContactSync.Sandbox.Writing;

namespace ContactSync.Sandbox.Bulk;

/// <summary>
/// Runs a query job into one result file, with a second file of where every thousandth row begins, so that any page can
/// be served by its locator as often as asked for. A run cut short by a crash starts over.
/// </summary>
internal sealed class QueryRun(JobBook book, Job job)
{
    public const int IndexEvery = 1000;
    private const int FlushBytes = 1 << 18;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await book.SaveAsync(job, r => r with { State = JobState.InProgress, Processed = 0 });
        var started = book.Clock.GetTimestamp();
        try
        {
            var rows = await WriteAsync(cancellationToken);
            await book.SaveAsync(job, r => r with
            {
                State = JobState.JobComplete,
                Processed = rows,
                WorkMilliseconds = (long)book.Clock.GetElapsedTime(started).TotalMilliseconds,
            });
        }
        catch (SalesforceFault fault)
        {
            await book.SaveAsync(job, r => r with { State = JobState.Failed, ErrorMessage = fault.Error.Code + " : " + fault.Error.Message });
        }
    }

    private async Task<long> WriteAsync(CancellationToken cancellationToken)
    {
        var plan = new SoqlPlan(book.Store, SoqlParser.Parse(job.Record.Query!));
        var table = book.Store.Table(plan.Type);
        var view = new RecordView(book.Store, plan.Type);
        var lines = new ValueSlab(FlushBytes * 2);
        var index = new ValueSlab();
        long rows = 0;
        await using var file = new FileStream(job.ResultFile, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        lines.Add(Encoding.UTF8.GetBytes(Header(plan, job.Record)));
        foreach (var number in plan.Run(job.Record.QueryAll, book.Settings.Scatter))
        {
            if (table[number] is not { } blob)
            {
                continue;
            }
            if (rows++ % IndexEvery == 0)
            {
                BinaryPrimitives.WriteInt64LittleEndian(index.Reserve(8), file.Position + lines.Length);
                await book.Settings.PaceAsync(IndexEvery, cancellationToken);
            }
            view.Load(number, blob);
            Line(lines, plan, view);
            if (lines.Length > FlushBytes)
            {
                cancellationToken.ThrowIfCancellationRequested();
                file.Write(lines.Slice(0, lines.Length));
                lines.Clear();
            }
        }
        BinaryPrimitives.WriteInt64LittleEndian(index.Reserve(8), file.Position + lines.Length);
        file.Write(lines.Slice(0, lines.Length));
        file.Flush(flushToDisk: true);
        DurableFile.Replace(job.ResultIndexFile, index.Slice(0, index.Length));
        return rows;
    }

    private static string Header(SoqlPlan plan, JobRecord record) =>
        string.Join((char)record.Delimiter, plan.Columns.Select(c => $"\"{c.Name}\"")) + Encoding.ASCII.GetString(record.NewLine);

    private void Line(ValueSlab lines, SoqlPlan plan, RecordView view)
    {
        for (var i = 0; i < plan.Columns.Length; i++)
        {
            if (i > 0)
            {
                lines.Add(job.Record.Delimiter);
            }
            ResultText.Cell(lines, plan.Columns[i].Get(view));
        }
        lines.Add(job.Record.NewLine);
    }
}
