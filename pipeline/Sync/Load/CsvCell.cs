using System.Buffers;

namespace ContactSync.Load;

/// <summary>Writes cells of RFC 4180 CSV in UTF-8 for a job whose line ending is LF.</summary>
internal static class CsvCell
{
    private static readonly SearchValues<byte> Special = SearchValues.Create(",\"\r\n"u8);

    /// <summary>Writes a cell, quoted where it must be. CR LF and CR become LF: the org fails a whole LF job for one CR LF inside a cell.</summary>
    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> value)
    {
        if (value.IndexOfAny(Special) < 0)
        {
            output.Write(value);
            return;
        }

        var target = output.GetSpan((value.Length * 2) + 2);
        var written = 0;
        target[written++] = (byte)'"';
        for (var i = 0; i < value.Length; i++)
        {
            var b = value[i];
            if (b == (byte)'\r')
            {
                i += i + 1 < value.Length && value[i + 1] == (byte)'\n' ? 1 : 0;
                b = (byte)'\n';
            }

            target[written++] = b;
            if (b == (byte)'"')
            {
                target[written++] = b;
            }
        }

        target[written++] = (byte)'"';
        output.Advance(written);
    }
}
