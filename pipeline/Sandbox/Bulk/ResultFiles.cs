using System.Text;
using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Store;
using ContactSync.Sandbox.Values;
using ContactSync.Sandbox.Writing;

namespace ContactSync.Sandbox.Bulk;

/// <summary>
/// The growing success and failure files of an ingest job. A batch's lines are on disk before the batch is logged; lines
/// past what the log knows are cut off when the job is taken up again.
/// </summary>
internal sealed class ResultFiles : IDisposable
{
    private readonly FileStream _success;
    private readonly FileStream _failed;
    private readonly ValueSlab _successLines = new(1 << 20);
    private readonly ValueSlab _failedLines = new();
    private readonly Job _job;

    public ResultFiles(Job job)
    {
        _job = job;
        _success = Open(job.SuccessFile, job.Record.SuccessBytes);
        _failed = Open(job.FailedFile, job.Record.FailedBytes);
    }

    /// <summary>Writes the lines of a batch in the order given; returns the lengths of both files.</summary>
    public (long Success, long Failed) Add(ObjectType type, string pod, IngestBatch batch, ReadOnlySpan<WriteOutcome> outcomes, ReadOnlySpan<int> order)
    {
        _successLines.Clear();
        _failedLines.Clear();
        Span<byte> id = stackalloc byte[SfId.Length];
        foreach (var row in order)
        {
            var outcome = outcomes[row];
            if (outcome.Number > 0)
            {
                SfId.Format(type.Prefix, pod, outcome.Number, id);
            }
            var idCell = outcome.Number > 0 ? id : default;
            if (outcome.Error is { } error)
            {
                ResultText.Row(_failedLines, idCell, Encoding.UTF8.GetBytes(error.ToString()), batch.Select(row), _job.Record);
            }
            else
            {
                ResultText.Row(_successLines, idCell, outcome.Created ? "true"u8 : "false"u8, batch.Select(row), _job.Record);
            }
        }
        Write(_success, _successLines);
        Write(_failed, _failedLines);
        return (_success.Position, _failed.Position);
    }

    public void Dispose()
    {
        _success.Dispose();
        _failed.Dispose();
    }

    private static FileStream Open(string path, long length)
    {
        var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 0);
        stream.SetLength(length);
        stream.Position = length;
        return stream;
    }

    private static void Write(FileStream stream, ValueSlab lines)
    {
        if (lines.Length > 0)
        {
            stream.Write(lines.Slice(0, lines.Length));
            stream.Flush(flushToDisk: true);
        }
    }
}
