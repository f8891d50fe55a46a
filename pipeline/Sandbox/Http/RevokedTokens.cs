using System.Globalization;
using System.Text;

namespace ContactSync.Sandbox.Http;

/// <summary>The tokens that were ended before their time, a line each in a file of the data folder.</summary>
internal sealed class RevokedTokens
{
    private readonly string _path;
    private readonly HashSet<long> _nonces = [];

    public RevokedTokens(string path)
    {
        _path = path;
        foreach (var line in File.Exists(path) ? File.ReadLines(path) : [])
        {
            // A line that a crash cut short was never acknowledged.
            if (long.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var nonce))
            {
                _nonces.Add(nonce);
            }
        }
    }

    public bool Contains(long nonce)
    {
        lock (_nonces)
        {
            return _nonces.Contains(nonce);
        }
    }

    /// <summary>Durable when it returns.</summary>
    public void Add(long nonce)
    {
        lock (_nonces)
        {
            if (_nonces.Add(nonce))
            {
                using var file = new FileStream(_path, FileMode.Append, FileAccess.Write);
                file.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\n{nonce}\n")));
                file.Flush(flushToDisk: true);
            }
        }
    }
}
