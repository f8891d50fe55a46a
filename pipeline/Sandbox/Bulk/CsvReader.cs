using System.Buffers;

namespace ContactSync.Sandbox.Bulk;

/// <summary>
/// Reads records by RFC 4180 as the Bulk API does: nothing is trimmed, <c>""</c> inside quotes is a quote, a quote inside
/// a bare cell is an error of the whole file, white space beside a quote an error of the row. Empty lines are skipped.
/// </summary>
internal sealed class CsvReader(Stream stream, byte delimiter, long offset = 0)
{
    private readonly SearchValues<byte> _special = SearchValues.Create([delimiter, (byte)'\n', (byte)'\r', (byte)'"']);
    private byte[] _buffer = new byte[256 * 1024];
    private int _start;
    private int _end;
    private bool _ended;

    /// <summary>The byte the next record begins at.</summary>
    public long Offset { get; private set; } = offset;

    /// <summary>Reads the next record; false at the end of the data.</summary>
    public bool Read(CsvRow row)
    {
        while (true)
        {
            row.Clear();
            var used = Parse(_buffer.AsSpan(_start, _end - _start), row);
            if (used > 0)
            {
                _start += used;
                Offset += used;
                if (row.Count == 1 && row[0].IsEmpty)
                {
                    continue;
                }
                return true;
            }
            if (!Fill())
            {
                return false;
            }
        }
    }

    private bool Fill()
    {
        if (_ended)
        {
            return false;
        }
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }
        var read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        _ended = read == 0;
        return !_ended || _end > _start;
    }

    /// <summary>Parses one record; the bytes it took, or 0 when more are needed.</summary>
    private int Parse(ReadOnlySpan<byte> data, CsvRow row)
    {
        for (var at = 0; at < data.Length;)
        {
            at = data[at] == (byte)'"' ? Quoted(data, at + 1, row) : Bare(data, at, row);
            if (at < 0)
            {
                return 0;
            }
            row.EndCell();
            if (at == data.Length)
            {
                return _ended ? at : 0;
            }
            if (data[at] == delimiter)
            {
                at++;
                if (at == data.Length && _ended)
                {
                    row.EndCell();
                    return at;
                }
                continue;
            }
            if (data[at] == (byte)'\n')
            {
                return at + 1;
            }
            // Only CR LF is left; a CR at the very end waits for its LF.
            return at + 1 == data.Length ? _ended ? at + 1 : 0 : at + 2;
        }
        return 0;
    }

    private int Bare(ReadOnlySpan<byte> data, int at, CsvRow row)
    {
        var start = at;
        while (true)
        {
            var step = data[at..].IndexOfAny(_special);
            if (step < 0)
            {
                row.Add(data[start..]);
                return _ended ? data.Length : -1;
            }
            at += step;
            if (data[at] == (byte)'"')
            {
                if (data[start..at].Trim(" \t"u8).Length > 0)
                {
                    throw JobFault.UnescapedQuote();
                }
                row.Broken = true;
                return Quoted(data, at + 1, row);
            }
            if (data[at] != (byte)'\r' || at + 1 == data.Length || data[at + 1] == (byte)'\n')
            {
                row.Add(data[start..at]);
                return at;
            }
            at++;
        }
    }

    private int Quoted(ReadOnlySpan<byte> data, int at, CsvRow row)
    {
        while (true)
        {
            var step = data[at..].IndexOf((byte)'"');
            if (step < 0 || (at + step + 1 == data.Length && !_ended))
            {
                return step < 0 && _ended ? throw new JobFault("InvalidBatch : Failed to parse CSV. EOF reached before closing an opened quote") : -1;
            }
            row.Add(data.Slice(at, step));
            at += step + 1;
            if (at < data.Length && data[at] == (byte)'"')
            {
                row.Add("\""u8);
                at++;
                continue;
            }
            return AfterQuote(data, at, row);
        }
    }

    private int AfterQuote(ReadOnlySpan<byte> data, int at, CsvRow row)
    {
        while (at < data.Length && data[at] is (byte)' ' or (byte)'\t' && data[at] != delimiter)
        {
            row.Broken = true;
            at++;
        }
        if (at == data.Length)
        {
            return _ended ? at : -1;
        }
        if (data[at] == delimiter || data[at] == (byte)'\n' || (data[at] == (byte)'\r' && (at + 1 == data.Length || data[at + 1] == (byte)'\n')))
        {
            return at;
        }
        throw JobFault.UnescapedQuote();
    }
}
