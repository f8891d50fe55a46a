namespace ContactSync.Salesforce;

/// <summary>
/// A body of rows ended before all of them had come, whether or not the transport noticed. The rows read so far are not the whole answer;
/// the same request can be made again.
/// </summary>
public sealed class TruncatedResponseException(string request, string problem, long? expectedRows, long receivedRows, long receivedBytes, Exception? cause = null)
    : Exception($"{request}: {problem} after {receivedRows} rows and {receivedBytes} bytes{(expectedRows is { } n ? $"; {n} rows were announced" : "")}", cause)
{
    /// <summary>How many rows the reply should hold, where that is known.</summary>
    public long? ExpectedRows { get; } = expectedRows;

    /// <summary>How many whole rows came.</summary>
    public long ReceivedRows { get; } = receivedRows;

    /// <summary>How many bytes came, after decompression.</summary>
    public long ReceivedBytes { get; } = receivedBytes;
}
