namespace ContactSync.Stores.Import;

/// <summary>
/// Reads strict RFC 4180 CSV as bytes, record by record, holding one record at a time (at most <c>maxRecordBytes</c>). Line ends are LF or
/// CRLF, a leading UTF-8 byte order mark and blank lines are passed over. A record that breaks the rules is reported with its <see cref="Fault"/>
/// and only its first line is given up: reading goes on at the next line, so a lone quote does not swallow the file. The buffer starts at
/// <c>bufferBytes</c> (at least 4) and doubles for longer records.
/// </summary>
public sealed class CsvRecordReader(Stream stream, int maxRecordBytes = 32 << 20, int bufferBytes = 1 << 18) : IDisposable
{
    private byte[] _buffer = new byte[bufferBytes];
    private byte[] _unquoted = new byte[1 << 12];
    private readonly List<(bool Unquoted, int Start, int Length)> _fields = [];
    private int _start;
    private int _end;
    private int _recordEnd;
    private int _unquotedEnd;
    private bool _endOfStream;
    private bool _skipLine;
    private long _nextLine = 1;

    private enum Scan
    {
        Record,
        NeedMore,
        Fault,
    }

    /// <summary>The line the current record begins on; the first line of the file is 1.</summary>
    public long Line { get; private set; }

    /// <summary>Why the current record is no CSV record; null when it is one.</summary>
    public string? Fault { get; private set; }

    /// <summary>The number of fields of the current record; 0 when it is faulty.</summary>
    public int FieldCount => _fields.Count;

    /// <summary>The current record as it stands in the file, without its line end.</summary>
    public ReadOnlySpan<byte> Raw => _buffer.AsSpan(_start, _recordEnd - _start);

    /// <summary>One field, unquoted; valid until the next read.</summary>
    public ReadOnlySpan<byte> Field(int index)
    {
        var (unquoted, start, length) = _fields[index];
        return (unquoted ? _unquoted : _buffer).AsSpan(start, length);
    }

    /// <summary>Moves to the next record, good or faulty; false at the end of the file.</summary>
    public bool Read()
    {
        if (_nextLine == 1 && _end == 0)
        {
            SkipByteOrderMark();
        }
        else
        {
            _start = PastLineEnd(_recordEnd);
        }
        while (true)
        {
            if (!_skipLine || SkipRestOfLine())
            {
                SkipBlankLines();
            }
            if (_start == _end && _endOfStream)
            {
                _recordEnd = _start;
                return false;
            }
            Line = _nextLine;
            switch (_start == _end ? Scan.NeedMore : ScanRecord())
            {
                case Scan.Record:
                    Fault = null;
                    _nextLine += 1 + Raw.Count((byte)'\n');
                    return true;
                case Scan.Fault when GiveUpFirstLine():
                    return true;
                default:
                    if (!Fill())
                    {
                        TooLong();
                        return true;
                    }
                    break;
            }
        }
    }

    public void Dispose() => stream.Dispose();

    private Scan ScanRecord()
    {
        _fields.Clear();
        _unquotedEnd = 0;
        var at = _start;
        while (true)
        {
            var scan = at < _end && _buffer[at] == '"' ? ScanQuoted(ref at) : ScanPlain(ref at);
            if (scan != Scan.Record)
            {
                return scan;
            }
            if (at == _end || _buffer[at] != ',')
            {
                _recordEnd = at;
                return Scan.Record;
            }
            if (++at == _end && !_endOfStream)
            {
                return Scan.NeedMore;
            }
        }
    }

    private Scan ScanPlain(ref int at)
    {
        var length = _buffer.AsSpan(at, _end - at).IndexOfAny(",\n\r\""u8);
        if (length < 0)
        {
            length = _end - at;
        }
        else if (_buffer[at + length] == '"')
        {
            return Broken("a quote stands inside an unquoted field");
        }
        _fields.Add((false, at, length));
        at += length;
        return AtFieldEnd(at, "a carriage return stands inside an unquoted field");
    }

    private Scan ScanQuoted(ref int at)
    {
        var begin = _unquotedEnd;
        var from = at + 1;
        while (true)
        {
            var length = _buffer.AsSpan(from, _end - from).IndexOf((byte)'"');
            if (length < 0)
            {
                return _endOfStream ? Broken("a quoted field is never closed") : Scan.NeedMore;
            }
            var quote = from + length;
            var doubled = quote + 1 < _end && _buffer[quote + 1] == '"';
            if (quote + 1 == _end && !_endOfStream)
            {
                return Scan.NeedMore;
            }
            if (!doubled && begin == _unquotedEnd)
            {
                // no doubled quote so far: the field is a plain slice of the buffer
                _fields.Add((false, from, length));
            }
            else
            {
                Keep(_buffer.AsSpan(from, length + (doubled ? 1 : 0)));
                if (!doubled)
                {
                    _fields.Add((true, begin, _unquotedEnd - begin));
                }
            }
            if (!doubled)
            {
                at = quote + 1;
                return AtFieldEnd(at, "text follows a closing quote");
            }
            from = quote + 2;
        }
    }

    private Scan AtFieldEnd(int at, string otherwise)
    {
        if (at == _end)
        {
            return _endOfStream ? Scan.Record : Scan.NeedMore;
        }
        if (_buffer[at] == '\r' && at + 1 == _end && !_endOfStream)
        {
            return Scan.NeedMore;
        }
        return _buffer[at] is (byte)',' or (byte)'\n' || (_buffer[at] == '\r' && (at + 1 == _end || _buffer[at + 1] == '\n')) ? Scan.Record : Broken(otherwise);
    }

    private Scan Broken(string fault)
    {
        Fault = fault;
        return Scan.Fault;
    }

    private bool GiveUpFirstLine()
    {
        var length = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
        if (length < 0 && !_endOfStream)
        {
            return false;
        }
        _recordEnd = length < 0 ? _end : _start + length;
        _fields.Clear();
        _nextLine++;
        return true;
    }

    private void TooLong()
    {
        Fault = $"the record is longer than {maxRecordBytes:N0} bytes, or a quote is never closed";
        if (!GiveUpFirstLine())
        {
            _recordEnd = _end;
            _fields.Clear();
            _nextLine++;
            _skipLine = true;
        }
    }

    private bool SkipRestOfLine()
    {
        while (true)
        {
            var length = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            _start = length < 0 ? _end : _start + length + 1;
            if (length >= 0)
            {
                _skipLine = false;
                return true;
            }
            if (_endOfStream)
            {
                return false;
            }
            Fill();
        }
    }

    private void SkipBlankLines()
    {
        while (true)
        {
            if (_end - _start < 2 && !_endOfStream)
            {
                Fill();
            }
            var past = PastLineEnd(_start);
            if (past == _start)
            {
                return;
            }
            _start = past;
            _nextLine++;
        }
    }

    private int PastLineEnd(int at) =>
        at < _end && _buffer[at] == '\n' ? at + 1
        : at + 1 < _end && _buffer[at] == '\r' && _buffer[at + 1] == '\n' ? at + 2
        : at + 1 == _end && _endOfStream && _buffer[at] == '\r' ? at + 1
        : at;

    private void SkipByteOrderMark()
    {
        Fill();
        _start = _buffer.AsSpan(0, _end).StartsWith("\uFEFF"u8) ? 3 : 0;
    }

    private void Keep(ReadOnlySpan<byte> part)
    {
        if (_unquotedEnd + part.Length > _unquoted.Length)
        {
            Array.Resize(ref _unquoted, Math.Max(_unquoted.Length * 2, _unquotedEnd + part.Length));
        }
        part.CopyTo(_unquoted.AsSpan(_unquotedEnd));
        _unquotedEnd += part.Length;
    }

    /// <summary>Reads more behind the unread bytes; false when the buffer has reached its bound.</summary>
    private bool Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }
        if (_end == _buffer.Length)
        {
            if (_buffer.Length >= maxRecordBytes)
            {
                return false;
            }
            Array.Resize(ref _buffer, (int)Math.Min((long)maxRecordBytes, _buffer.Length * 2L));
        }
        // a full buffer each time: a record is scanned again only after the buffer has doubled
        var room = _buffer.Length - _end;
        var read = stream.ReadAtLeast(_buffer.AsSpan(_end), room, throwOnEndOfStream: false);
        _endOfStream = read < room;
        _end += read;
        return true;
    }
}
