using System.Buffers;
using System.Text;

namespace ContactSync.Generate;

/// <summary>
/// Writes rows as RFC 4180 has them, in UTF-8 without a byte order mark; lines end in a line feed, so that a checkout does not change them.
/// </summary>
internal sealed class CsvFile : IDisposable
{
    private static readonly SearchValues<char> Quoted = SearchValues.Create("\",\r\n");

    private readonly StreamWriter _writer;

    /// <summary>Writes the header to <paramref name="stream"/>, which stays open.</summary>
    public CsvFile(Stream stream, params ReadOnlySpan<string> columns)
    {
        _writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16, leaveOpen: true);
        Row(columns);
    }

    /// <summary>Writes one row.</summary>
    public void Row(params ReadOnlySpan<string> cells)
    {
        for (var i = 0; i < cells.Length; i++)
        {
            if (i > 0)
            {
                _writer.Write(',');
            }

            Cell(cells[i]);
        }

        _writer.Write('\n');
    }

    public void Dispose() => _writer.Dispose();

    private void Cell(string text)
    {
        // A blank at an end is part of the value, and some readers trim it unless it is quoted.
        if (text.Length > 0 && (text.AsSpan().ContainsAny(Quoted) || text[0] == ' ' || text[^1] == ' '))
        {
            _writer.Write('"');
            _writer.Write(text.Replace("\"", "\"\"", StringComparison.Ordinal));
            _writer.Write('"');
        }
        else
        {
            _writer.Write(text);
        }
    }
}
