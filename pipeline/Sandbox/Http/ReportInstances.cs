using System.IO.Compression;
using ContactSync.Sandbox.Values;

namespace ContactSync.Sandbox.Http;

/// <summary>The results of reports run in the background, kept in memory, compressed, for 24 hours, the latest 200 of them.</summary>
internal sealed class ReportInstances
{
    private const int MostKept = 200;

    private static readonly TimeSpan Life = TimeSpan.FromHours(24);

    private readonly List<ReportInstance> _kept = [];
    private long _last;

    public ReportInstance Add(string pod, string reportId, string ownerId, DateTimeOffset now, bool details, byte[] body)
    {
        lock (_kept)
        {
            var instance = new ReportInstance(SfId.Format("0LG", pod, ++_last), reportId, ownerId, now, details, Packed(body));
            _kept.Add(instance);
            _kept.RemoveAll(i => now - i.At > Life);
            if (_kept.Count > MostKept)
            {
                _kept.RemoveAt(0);
            }
            return instance;
        }
    }

    private static byte[] Packed(byte[] body)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(body);
        }
        return packed.ToArray();
    }

    /// <summary>The instances of a report that its owner may still read, latest first.</summary>
    public List<ReportInstance> Of(string reportId, string ownerId, DateTimeOffset now)
    {
        lock (_kept)
        {
            return [.. _kept.Where(i => i.ReportId == reportId && i.OwnerId == ownerId && now - i.At <= Life).Reverse()];
        }
    }

    public bool Remove(ReportInstance instance)
    {
        lock (_kept)
        {
            return _kept.Remove(instance);
        }
    }
}

/// <summary>One run of a report in the background and its result as gzipped JSON.</summary>
internal sealed record ReportInstance(string Id, string ReportId, string OwnerId, DateTimeOffset At, bool Details, byte[] Packed)
{
    /// <summary>The result as it was written.</summary>
    public byte[] Body()
    {
        using var plain = new MemoryStream();
        using (var gzip = new GZipStream(new MemoryStream(Packed, writable: false), CompressionMode.Decompress))
        {
            gzip.CopyTo(plain);
        }
        return plain.ToArray();
    }
}
