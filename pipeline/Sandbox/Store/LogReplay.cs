using System.Text;
using System.Text.Json;

namespace ContactSync.Sandbox.Store;

/// <summary>Rebuilds tables and jobs from the frames of a log, shown twice: what was written over later is only counted and never copied.</summary>
internal sealed class LogReplay(RecordTable?[] tables)
{
    // By object and record number, the entries not applied yet.
    private readonly int[][] _ahead = [.. tables.Select(_ => new int[1024])];

    public Dictionary<string, byte[]> Jobs { get; } = new(StringComparer.Ordinal);

    /// <summary>First, for every frame.</summary>
    public void Count(ReadOnlySpan<byte> payload)
    {
        for (var at = 0; at < payload.Length;)
        {
            var entry = LogEntry.Read(payload, ref at);
            if (entry.Kind is LogEntry.PutRecord or LogEntry.PurgeRecord)
            {
                ref var ahead = ref _ahead[entry.ObjectNumber];
                if (entry.Number >= ahead.Length)
                {
                    Array.Resize(ref ahead, Math.Max(ahead.Length * 2, entry.Number + 1));
                }
                ahead[entry.Number]++;
            }
        }
    }

    /// <summary>Then, for every frame again.</summary>
    public void Apply(ReadOnlySpan<byte> payload)
    {
        for (var at = 0; at < payload.Length;)
        {
            var entry = LogEntry.Read(payload, ref at);
            var bytes = payload.Slice(entry.Start, entry.Length);
            switch (entry.Kind)
            {
                case LogEntry.PutRecord or LogEntry.PurgeRecord:
                    if (--_ahead[entry.ObjectNumber][entry.Number] == 0)
                    {
                        tables[entry.ObjectNumber]?.Load(entry.Number, entry.Kind == LogEntry.PutRecord ? bytes : default);
                    }
                    break;
                case LogEntry.PutJob:
                    Jobs[JobId(bytes)] = bytes.ToArray();
                    break;
                case LogEntry.RemoveJob:
                    Jobs.Remove(Encoding.UTF8.GetString(bytes));
                    break;
                default:
                    throw new SandboxSetupException($"The org's log holds an entry of unknown kind {entry.Kind}; it was written by a newer sandbox.");
            }
        }
    }

    /// <summary>About how long the log would be if it held only what is alive.</summary>
    public long LiveBytes =>
        Jobs.Values.Sum(j => (long)j.Length + LogEntry.HeadLength) + tables.Sum(t => t is null ? 0 : t.Bytes + ((long)t.Last * LogEntry.HeadLength));

    private static string JobId(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        using var document = JsonDocument.ParseValue(ref reader);
        return document.RootElement.GetProperty("Id").GetString()!;
    }
}
