using System.Text;
using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Store;
using ContactSync.Sandbox.Values;
using ContactSync.Sandbox.Writing;
using Microsoft.Win32.SafeHandles;

namespace ContactSync.Sandbox.Bulk;

/// <summary>
/// The growing success and failure files of an ingest job. A batch's lines are flushed before the batch is logged; lines
/// past what the log knows are cut off when the job is taken up again.
/// </summary>
internal sealed class ResultFiles : IDisposable
{
    private readonly SafeFileHandle _success;
    private readonly SafeFileHandle _failed;
    private readonly ValueSlab _successLines = new(1 << 20);
    private readonly ValueSlab _failedLines = new();
    private readonly Job _job;
    private long _successBytes;
    private long _failedBytes;

    public ResultFiles(Job job)
    {
        _job = job;
        _success = Open(job.SuccessFile, _successBytes = job.Record.SuccessBytes);
        _failed = Open(job.FailedFile, _failedBytes = job.Record.FailedBytes);
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
        Write(_success, _successLines, ref _successBytes);
        Write(_failed, _failedLines, ref _failedBytes);
        return (_successBytes, _failedBytes);
    }

    /// <summary>Makes all lines written so far durable; may be called while others are written.</summary>
    public void Flush()
    {
        if (Volatile.Read(ref _successBytes) > 0)
        {
            RandomAccess.FlushToDisk(_success);
        }
        if (Volatile.Read(ref _failedBytes) > 0)
        {
            RandomAccess.FlushToDisk(_failed);
        }
    }

    public void Dispose()
    {
        _success.Dispose();
        _failed.Dispose();
    }

    private static SafeFileHandle Open(string path, long length)
    {
        var file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
        RandomAccess.SetLength(file, length);
        return file;
    }

    private static void Write(SafeFileHandle file, ValueSlab lines, ref long length)
    {
        if (lines.Length > 0)
        {
            RandomAccess.Write(file, lines.Slice(0, lines.Length), length);
            Volatile.Write(ref length, length + lines.Length);
        }
    }
}
