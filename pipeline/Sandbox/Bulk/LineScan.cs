using System.Buffers;

namespace ContactSync.Sandbox.Bulk;

/// <summary>Looks at uploaded bytes as they pass: how many lines end outside quotes, and which line endings occur.</summary>
internal sealed class LineScan
{
    private static readonly SearchValues<byte> Special = SearchValues.Create("\"\n"u8);

    private bool _quoted;
    private byte _last = (byte)'\n';

    /// <summary>Records seen so far, the header included.</summary>
    public long Lines { get; private set; }

    /// <summary>A CR LF anywhere, inside quotes too.</summary>
    public bool CrLf { get; private set; }

    /// <summary>A line outside quotes that ends in LF alone.</summary>
    public bool BareLf { get; private set; }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        for (var at = 0; at < bytes.Length; at++)
        {
            var step = bytes[at..].IndexOfAny(Special);
            if (step < 0)
            {
                break;
            }
            at += step;
            if (bytes[at] == (byte)'"')
            {
                _quoted = !_quoted;
                continue;
            }
            var afterCr = (at == 0 ? _last : bytes[at - 1]) == (byte)'\r';
            CrLf |= afterCr;
            if (!_quoted)
            {
                Lines++;
                BareLf |= !afterCr;
            }
        }
        if (bytes.Length > 0)
        {
            _last = bytes[^1];
        }
    }

    /// <summary>Records without the header, the last one counted though no line end follows it.</summary>
    public long Rows() => Math.Max(0, Lines + (_last == (byte)'\n' ? 0 : 1) - 1);
}
