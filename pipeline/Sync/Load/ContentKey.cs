using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ContactSync.Salesforce;

namespace ContactSync.Load;

/// <summary>
/// The key of a row by its whole content, for rows that have no key of their own. The org gives rows back as it parsed them, so numbers, dates,
/// instants and booleans are brought to one form first (<c>912260031</c> comes back as <c>9.12260031E8</c>); text is taken as it is.
/// </summary>
internal sealed class ContentKey(IReadOnlyList<FieldDescription?> columns) : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _digest = new byte[SHA256.HashSizeInBytes];

    /// <summary>Adds the next cell, in the order of the columns; <paramref name="column"/> is its place.</summary>
    public void Add(int column, ReadOnlySpan<byte> cell)
    {
        if (cell.SequenceEqual("#N/A"u8))
        {
            cell = default;
        }

        switch (columns[column]?.Type)
        {
            case "double" or "currency" or "percent" or "int" or "long":
                Append(Number(Text(cell)));
                break;
            case "datetime":
                Append(Instant(Text(cell)));
                break;
            case "date":
                Append(Text(cell) is { Length: > 10 } date ? date[..10] : Text(cell));
                break;
            case "boolean":
                Append(Text(cell).ToUpperInvariant() switch { "1" or "TRUE" => "t", "0" or "FALSE" => "f", var other => other });
                break;
            default:
                AppendText(cell);
                break;
        }
    }

    /// <summary>The key of the cells added since the last one: 32 hexadecimal digits.</summary>
    public void Take(Span<byte> key32)
    {
        _hash.GetHashAndReset(_digest);
        Convert.TryToHexStringLower(_digest.AsSpan(0, 16), key32, out _);
    }

    public void Dispose() => _hash.Dispose();

    private static string Text(ReadOnlySpan<byte> cell) => Encoding.UTF8.GetString(cell);

    private static string Number(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact) ? (exact / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture)
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var rough) ? rough.ToString("R", CultureInfo.InvariantCulture)
        : text;

    private static string Instant(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)
            : text;

    private void Append(string text) => AppendText(Encoding.UTF8.GetBytes(text));

    // The upload turned CR LF and CR into LF, so the reader of a result must not see a difference there.
    private void AppendText(ReadOnlySpan<byte> text)
    {
        if (text.Contains((byte)'\r'))
        {
            text = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text).Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n'));
        }

        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, text.Length);
        _hash.AppendData(length);
        _hash.AppendData(text);
    }
}
