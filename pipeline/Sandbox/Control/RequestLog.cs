using System.Text.Json;
using System.Text.Json.Serialization;

namespace ContactSync.Sandbox.Control;

/// <summary>
/// Every request that was answered or cut off, as JSON lines in the data folder, in the order they ended; <c>seq</c> is
/// the order they began. Flushed to the system a line at a time, so it survives a kill of the process.
/// </summary>
internal sealed class RequestLog : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private readonly FileStream _file;
    private readonly Lock _gate = new();
    private long _seq;

    public RequestLog(string path)
    {
        FilePath = path;
        _seq = File.Exists(path) ? File.ReadLines(path).LongCount() : 0;
        _file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
    }

    public string FilePath { get; }

    public long NextSeq() => Interlocked.Increment(ref _seq);

    public void Write(LogLine line)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(line, Json);
        Array.Resize(ref bytes, bytes.Length + 1);
        bytes[^1] = (byte)'\n';
        lock (_gate)
        {
            _file.Write(bytes);
        }
    }

    public void Dispose() => _file.Dispose();
}
