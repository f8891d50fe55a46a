namespace ContactSync.Salesforce;

/// <summary>A row of a CSV body that breaks the format: another number of columns than the header, a lone quote, bytes that are not UTF-8.</summary>
public sealed class CsvFormatException(string request, string problem, long row, long byteOffset, Exception? cause = null)
    : Exception($"{request}: row {row}, byte {byteOffset}: {problem}", cause)
{
    /// <summary>The row's number; the first row after the header is 1, the header is 0.</summary>
    public long Row { get; } = row;

    /// <summary>Where in the decompressed body the problem is.</summary>
    public long ByteOffset { get; } = byteOffset;
}
