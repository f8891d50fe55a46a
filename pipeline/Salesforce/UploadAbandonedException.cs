namespace ContactSync.Salesforce;

/// <summary>
/// The caller's own writer failed in the middle of an upload; the inner exception is what it threw. The job holds no data, or an unknown part
/// of it: abort it.
/// </summary>
public sealed class UploadAbandonedException(string request, Exception cause)
    : Exception($"{request}: writing the rows failed: {cause.Message}", cause);
