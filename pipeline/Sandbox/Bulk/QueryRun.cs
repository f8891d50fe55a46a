using System.Buffers.Binary;
using System.Text;
using ContactSync.Sandbox.Soql;
using ContactSync.Sandbox.Store;
using ContactSync.Sandbox.Values;
using ContactSync.Sandbox.Writing;

namespace ContactSync.Sandbox.Bulk;

/// <summary>
/// Runs a query job into one result file, with a second file of where every thousandth row begins, so that any page can
/// be served by its locator as often as asked for. The rows are put into words on several threads, and found there too
/// unless they have an order or a limit. A run cut short by a crash starts over.
/// </summary>
internal sealed class QueryRun(JobBook book, Job job)
{
    public const int IndexEvery = 1000;
    private const int BlockRows = 4_000;
    private const int MostLanes = 4;

    private readonly ValueSlab _index = new();
    private long _rows;

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
                ResultBytes = new FileInfo(job.ResultFile).Length,
                WorkMilliseconds = (long)book.Clock.GetElapsedTime(started).TotalMilliseconds,
            });
            book.Quota.AddResult(job.Record.ResultBytes);
        }
        catch (SalesforceFault fault)
        {
            await book.SaveAsync(job, r => r with { State = JobState.Failed, ErrorMessage = fault.Error.Code + " : " + fault.Error.Message });
        }
    }

    private async Task<long> WriteAsync(CancellationToken cancellationToken)
    {
        var scope = new QueryScope(book.Store, job.Record.QueryAll, book.Clock.GetUtcNow().ToUnixTimeSeconds()) { UserId = new RecordLookup(book.Store).Id(book.Store.Schema.Find("User")!, job.Record.UserNumber) };
        var query = SoqlParser.Parse(job.Record.Query!);
        var plan = new SoqlPlan(scope, query);
        await using var file = new StreamedFile(job.ResultFile);
        file.Write(Encoding.UTF8.GetBytes(Header(plan, job.Record)));
        var lanes = Enumerable.Range(0, Math.Min(Environment.ProcessorCount, MostLanes)).Select(_ => new QueryLane(scope, query, job.Record)).ToArray();
        var turn = 0;
        foreach (var block in (plan.Candidates(book.Settings.Scatter) ?? plan.Run(book.Settings.Scatter)).Chunk(BlockRows))
        {
            cancellationToken.ThrowIfCancellationRequested();
            await book.Settings.PaceAsync(block.Length, cancellationToken);
            await TakeAsync(lanes[turn], file);
            lanes[turn].Begin(block);
            turn = (turn + 1) % lanes.Length;
        }
        for (var i = 0; i < lanes.Length; i++)
        {
            await TakeAsync(lanes[(turn + i) % lanes.Length], file);
        }
        BinaryPrimitives.WriteInt64LittleEndian(_index.Reserve(8), file.Length);
        await file.FlushAsync();
        DurableFile.Replace(job.ResultIndexFile, _index.Slice(0, _index.Length));
        return _rows;
    }

    /// <summary>Appends what a lane has written, in the order the lanes were begun.</summary>
    private async Task TakeAsync(QueryLane lane, StreamedFile file)
    {
        await lane.EndAsync();
        foreach (var start in lane.Starts)
        {
            if (_rows++ % IndexEvery == 0)
            {
                BinaryPrimitives.WriteInt64LittleEndian(_index.Reserve(8), file.Length + start);
            }
        }
        file.Write(lane.Lines);
        lane.Clear();
    }

    private static string Header(SoqlPlan plan, JobRecord record) =>
        string.Join((char)record.Delimiter, plan.Columns.Select(c => $"\"{c.Name}\"")) + Encoding.ASCII.GetString(record.NewLine);
}
