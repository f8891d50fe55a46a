using System.Net;

namespace ContactSync.Salesforce;

/// <summary>
/// A reply that no org sends: an HTML page of a proxy, a redirect, a missing header, JSON of another shape. Carries the status and a
/// short excerpt without markup, control characters or tokens.
/// </summary>
public sealed class UnexpectedResponseException(string request, HttpStatusCode status, string problem, string excerpt = "")
    : Exception($"{request}: answered {(int)status}, {problem}{(excerpt.Length > 0 ? $": \"{excerpt}\"" : "")}")
{
    /// <summary>The HTTP status of the reply.</summary>
    public HttpStatusCode StatusCode { get; } = status;

    /// <summary>The start of the reply's text, scrubbed; empty when there was none.</summary>
    public string Excerpt { get; } = excerpt;
}
