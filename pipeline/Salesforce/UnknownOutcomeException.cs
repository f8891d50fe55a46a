namespace ContactSync.Salesforce;

/// <summary>
/// No usable reply came: time-out, reset, cut reply, or a proxy's error page. The request may or may not have been applied; who sent it
/// has to look before sending it again.
/// </summary>
public class UnknownOutcomeException(string request, string reason, Exception? cause = null)
    : Exception($"{request}: {reason}", cause)
{
    /// <summary>The method and path of the request.</summary>
    public string Request { get; } = request;

    /// <summary>What happened instead of a reply.</summary>
    public string Reason { get; } = reason;
}

/// <summary>No connection to the org could be made, so the request was never sent. Sending it again is safe.</summary>
public sealed class OrgUnreachableException(string request, string reason, Exception? cause = null)
    : UnknownOutcomeException(request, reason, cause);
