using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace ContactSync.Sandbox.Store;

/// <summary>
/// The append-only log: frames of <c>[length][crc32c][payload]</c>. <see cref="AppendAsync"/> only queues;
/// <see cref="DurableAsync"/> completes once the frame is on disk, one fsync for all frames queued meanwhile. After a
/// failed write every later one fails too: what is on disk is then unknown.
/// </summary>
internal sealed class OrgLog : IAsyncDisposable
{
    public const int FrameHeader = 8;

    private readonly SafeFileHandle _file;
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _wake = new(0);
    private readonly Task _writer;
    private TaskCompletionSource _batch = NewBatch();
    private MemoryStream _queued = new();
    private MemoryStream _writing = new();
    private Action? _queuedFirst;
    private Exception? _broken;
    private long _offset;
    private bool _stopping;

    public OrgLog(SafeFileHandle file, long offset)
    {
        _file = file;
        _offset = offset;
        _writer = Task.Run(WriteLoopAsync);
    }

    /// <summary>Queues a frame and returns the task that ends when it is on disk; <paramref name="first"/> is called before it is written.</summary>
    public Task AppendAsync(ReadOnlySpan<byte> payload, Action? first = null)
    {
        Span<byte> header = stackalloc byte[FrameHeader];
        BinaryPrimitives.WriteInt32LittleEndian(header, payload.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], Crc.Of(payload));
        Task durable;
        lock (_gate)
        {
            if (_broken is not null)
            {
                return Task.FromException(_broken);
            }
            _queued.Write(header);
            _queued.Write(payload);
            _queuedFirst += first;
            durable = _batch.Task;
        }
        _wake.Release();
        return durable;
    }

    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _stopping = true;
        }
        _wake.Release();
        await _writer;
        _file.Dispose();
        _wake.Dispose();
        await _queued.DisposeAsync();
        await _writing.DisposeAsync();
    }

    private static TaskCompletionSource NewBatch() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task WriteLoopAsync()
    {
        while (true)
        {
            await _wake.WaitAsync();
            TaskCompletionSource batch;
            Action? first;
            lock (_gate)
            {
                if (_queued.Length == 0)
                {
                    if (_stopping)
                    {
                        return;
                    }
                    continue;
                }
                (_queued, _writing) = (_writing, _queued);
                (batch, _batch) = (_batch, NewBatch());
                (first, _queuedFirst) = (_queuedFirst, null);
            }
            WriteBatch(batch, first);
        }
    }

    private void WriteBatch(TaskCompletionSource batch, Action? first)
    {
        try
        {
            first?.Invoke();
            RandomAccess.Write(_file, _writing.GetBuffer().AsSpan(0, (int)_writing.Length), _offset);
            RandomAccess.FlushToDisk(_file);
            _offset += _writing.Length;
            _writing.SetLength(0);
            if (_writing.Capacity > 16 << 20)
            {
                _writing.Capacity = 0;
            }
            batch.SetResult();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            var broken = new IOException("The org's log cannot be written: " + e.Message, e);
            lock (_gate)
            {
                _broken = broken;
                _batch.TrySetException(broken);
            }
            batch.SetException(broken);
        }
    }
}
