using System.Net;

namespace ContactSync.Salesforce;

/// <summary>One error as the org states it: its code, its words, and the fields it names.</summary>
public sealed record SalesforceError(string Code, string Message, IReadOnlyList<string> Fields);

/// <summary>
/// The org received the request, answered it, and refused it: nothing of it was applied. Carries the HTTP status and every error
/// of the reply; <see cref="Code"/> is the first one's.
/// </summary>
public class SalesforceException(string request, HttpStatusCode status, IReadOnlyList<SalesforceError> errors)
    : Exception($"{request}: the org answered {(int)status}: {string.Join("; ", errors.Select(e => $"{e.Code}: {e.Message}"))}")
{
    /// <summary>The HTTP status of the reply.</summary>
    public HttpStatusCode StatusCode { get; } = status;

    /// <summary>The errors of the reply, at least one.</summary>
    public IReadOnlyList<SalesforceError> Errors { get; } = errors;

    /// <summary>The code of the first error, such as <c>INVALIDJOBSTATE</c>.</summary>
    public string Code => Errors.Count > 0 ? Errors[0].Code : "";

    /// <summary>Whether the same request may succeed later without any change to it.</summary>
    public bool IsTransient => StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.InternalServerError or HttpStatusCode.ServiceUnavailable
        || Code is "UNABLE_TO_LOCK_ROW" or "SERVER_UNAVAILABLE" or "QUERY_TIMEOUT";
}

/// <summary>The org's API calls are used up (403 REQUEST_LIMIT_EXCEEDED), for the day or at this moment. More calls make it worse.</summary>
public sealed class RequestLimitExceededException(string request, HttpStatusCode status, IReadOnlyList<SalesforceError> errors)
    : SalesforceException(request, status, errors);

/// <summary>
/// The org does not accept who we are: a token was refused, or refused again right after it was renewed. The request was not applied.
/// The message names the org's reason and never a secret.
/// </summary>
public sealed class AuthenticationFailedException(string request, HttpStatusCode status, IReadOnlyList<SalesforceError> errors)
    : SalesforceException(request, status, errors);
