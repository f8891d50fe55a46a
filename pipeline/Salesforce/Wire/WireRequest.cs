namespace ContactSync.Salesforce.Wire;

/// <summary>
/// One call as it goes out. <paramref name="Body"/> makes a fresh body for each time it is sent; it is sent a second time only when the
/// session had expired, and never when <paramref name="CanReplay"/> is false.
/// </summary>
internal sealed record WireRequest(HttpMethod Method, Uri Address, Func<HttpContent>? Body = null, string Accept = "application/json", bool CanReplay = true)
{
    public bool IsRead => Method == HttpMethod.Get;

    /// <summary>Whether the call carries our token.</summary>
    public bool Authenticated { get; init; } = true;

    /// <summary>The call as messages name it: without the query, which may hold values of records.</summary>
    public string Name { get; } = $"{Method} {Address.AbsolutePath}";
}
