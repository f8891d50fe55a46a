using Microsoft.Win32.SafeHandles;

namespace ContactSync.Sandbox.Store;

/// <summary>A file written anew from its beginning, whose bytes go to disk while more are written, so that the wait at its end is short.</summary>
internal sealed class StreamedFile(string path) : IAsyncDisposable
{
    private const long FlushEvery = 16 << 20;

    private readonly SafeFileHandle _file = File.OpenHandle(path, FileMode.Create, FileAccess.Write, FileShare.Read);
    private Task _flushing = Task.CompletedTask;
    private long _flushed;

    /// <summary>Bytes written so far.</summary>
    public long Length { get; private set; }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        RandomAccess.Write(_file, bytes, Length);
        Length += bytes.Length;
        if (Length - _flushed >= FlushEvery && _flushing.IsCompletedSuccessfully)
        {
            _flushed = Length;
            _flushing = Task.Run(() => RandomAccess.FlushToDisk(_file));
        }
    }

    /// <summary>Ends once everything written is on disk; throws what kept any of it from getting there.</summary>
    public async Task FlushAsync()
    {
        await _flushing;
        RandomAccess.FlushToDisk(_file);
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAny(_flushing);
        _file.Dispose();
    }
}
