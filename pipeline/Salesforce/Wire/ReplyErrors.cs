using System.Net;
using System.Text.Json;

namespace ContactSync.Salesforce.Wire;

/// <summary>Turns a reply that is no success into the exception that says what it means for the request.</summary>
internal static class ReplyErrors
{
    private const int LongestErrorBody = 1 << 20;

    public static async Task<Exception> ReadAsync(WireRequest request, WireReply reply, IEnumerable<string> secrets, CancellationToken cancellationToken)
    {
        byte[] body;
        try
        {
            body = await reply.ReadAllAsync(LongestErrorBody, cancellationToken);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            return new UnknownOutcomeException(request.Name, $"the answer {(int)reply.Status} broke off: {e.Message}", e);
        }

        if (reply.IsJson && TryParse(body, secrets) is { Count: > 0 } errors)
        {
            return Answered(request, reply.Status, errors);
        }

        if (reply.Status is HttpStatusCode.Unauthorized || IsIdentityRefusal(reply.Status, body))
        {
            return new SalesforceException(request.Name, HttpStatusCode.Unauthorized, [new("INVALID_SESSION_ID", Scrubber.Excerpt(body, secrets), [])]);
        }

        var unexpected = new UnexpectedResponseException(request.Name, reply.Status, Problem(reply), Scrubber.Excerpt(body, secrets));
        // An error page above 4xx comes from something in between, which does not tell whether the org has seen the request.
        return (int)reply.Status >= 500 ? new UnknownOutcomeException(request.Name, $"a {(int)reply.Status} page came instead of the org's answer", unexpected) : unexpected;
    }

    private static Exception Answered(WireRequest request, HttpStatusCode status, IReadOnlyList<SalesforceError> errors) =>
        status == HttpStatusCode.Forbidden && errors.Any(e => e.Code == "REQUEST_LIMIT_EXCEEDED")
            ? new RequestLimitExceededException(request.Name, status, errors)
            : new SalesforceException(request.Name, status, errors);

    // REST answers an array of errors, OAuth one object with keys of its own.
    private static List<SalesforceError>? TryParse(byte[] body, IEnumerable<string> secrets)
    {
        try
        {
            var root = Json.Parse(body);
            return root.ValueKind switch
            {
                JsonValueKind.Array => [.. root.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.Object).Select(e => Error(e, secrets))],
                JsonValueKind.Object when root.Text("error") is { } code => [new(code, Scrubber.Text(root.Text("error_description") ?? "", secrets), [])],
                JsonValueKind.Object when root.Text("errorCode") is not null => [Error(root, secrets)],
                _ => null,
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>One error of the org; collections name its code <c>statusCode</c>, everything else <c>errorCode</c>.</summary>
    public static SalesforceError Error(JsonElement error, IEnumerable<string> secrets) => new(
        error.Text("errorCode") ?? error.Text("statusCode") ?? "UNKNOWN",
        Scrubber.Text(error.Text("message") ?? "", secrets),
        error.TryGetProperty("fields", out var fields) && fields.ValueKind == JsonValueKind.Array ? [.. fields.EnumerateArray().Select(f => f.ToString())] : []);

    private static bool IsIdentityRefusal(HttpStatusCode status, ReadOnlySpan<byte> body) =>
        status == HttpStatusCode.Forbidden && (body.StartsWith("Bad_OAuth_Token"u8) || body.StartsWith("Missing_OAuth_Token"u8));

    private static string Problem(WireReply reply) => (int)reply.Status is >= 300 and < 400
        ? "a redirect, which is never followed"
        : $"not an answer of the org ({reply.MediaType ?? "no content type"})";
}
