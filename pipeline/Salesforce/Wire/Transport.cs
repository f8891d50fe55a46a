using System.Net;
using System.Text.Json;

namespace ContactSync.Salesforce.Wire;

/// <summary>
/// Sends calls to one org. Only a GET is ever tried again by itself; any call is repeated once when the org says that the session has expired,
/// because then it was certainly not applied. A time-out is an unknown outcome, never a cancellation.
/// </summary>
internal sealed class Transport(HttpMessageHandler handler, SalesforceOptions options, TokenSource tokens, Meters meters, TimeProvider time, Backoff backoff) : IDisposable
{
    private readonly Exchange exchange = new(handler, options, meters, time);

    public Meters Meters => meters;

    public SalesforceOptions Options => options;

    public void Dispose() => exchange.Dispose();

    /// <summary>Sends a call and reads the JSON of its reply; a cut GET is tried again.</summary>
    public Task<JsonElement> JsonAsync(WireRequest request, CancellationToken cancellationToken) =>
        TryAsync(request, async (reply, ct) => await ParseAsync(request, reply, ct), cancellationToken);

    /// <summary>Sends a call that the org answers without a body; returns its status. A page in the place of nothing is not the org's answer.</summary>
    public Task<HttpStatusCode> StatusAsync(WireRequest request, CancellationToken cancellationToken) =>
        TryAsync(request, async (reply, ct) => await EmptyAsync(request, reply, ct), cancellationToken);

    /// <summary>Sends a call whose body is read by the caller, who disposes the reply.</summary>
    public Task<WireReply> OpenAsync(WireRequest request, CancellationToken cancellationToken) =>
        TryAsync(request, (reply, _) => Task.FromResult(reply), cancellationToken);

    private async Task<T> TryAsync<T>(WireRequest request, Func<WireReply, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            TimeSpan? asked = null;
            try
            {
                var reply = await SendAsync(request, after => asked = after, cancellationToken);
                return await read(reply, cancellationToken);
            }
            catch (Exception failure) when (request.IsRead && attempt < options.GetAttempts && Backoff.IsWorthIt(failure))
            {
                await backoff.WaitAsync(attempt, asked, cancellationToken);
            }
        }
    }

    private async Task<WireReply> SendAsync(WireRequest request, Action<TimeSpan> askedToWait, CancellationToken cancellationToken)
    {
        var token = request.Authenticated ? await tokens.GetAsync(stale: null, cancellationToken) : null;
        try
        {
            return await SucceedAsync(request, token, askedToWait, cancellationToken);
        }
        catch (SalesforceException refused) when (refused.StatusCode == HttpStatusCode.Unauthorized && token is not null && refused is not AuthenticationFailedException)
        {
            if (!tokens.CanRenew)
            {
                throw new AuthenticationFailedException(request.Name, refused.StatusCode, refused.Errors);
            }

            var fresh = await tokens.GetAsync(stale: token, cancellationToken);
            if (!request.CanReplay)
            {
                throw;
            }

            try
            {
                return await SucceedAsync(request, fresh, askedToWait, cancellationToken);
            }
            catch (SalesforceException again) when (again.StatusCode == HttpStatusCode.Unauthorized)
            {
                throw new AuthenticationFailedException(request.Name, again.StatusCode, again.Errors);
            }
        }
    }

    private async Task<WireReply> SucceedAsync(WireRequest request, string? token, Action<TimeSpan> askedToWait, CancellationToken cancellationToken)
    {
        var reply = await exchange.SendAsync(request, token, cancellationToken);
        if ((int)reply.Status is >= 200 and < 300)
        {
            return reply;
        }

        await using (reply)
        {
            if ((reply.RetryAfter ?? (reply.RetryAt - time.GetUtcNow())) is { } wait)
            {
                askedToWait(wait);
            }

            throw await ReplyErrors.ReadAsync(request, reply, tokens.Secrets, cancellationToken);
        }
    }

    private async Task<JsonElement> ParseAsync(WireRequest request, WireReply reply, CancellationToken cancellationToken)
    {
        await using (reply)
        {
            byte[] body = [];
            try
            {
                body = await reply.ReadAllAsync(options.MaxJsonBytes, cancellationToken);
                // A success whose body is the list of errors of a refusal is no success.
                return reply.IsJson && Json.Parse(body) is var answer && !Json.IsErrors(answer) ? answer : throw Odd(request, reply, body);
            }
            catch (Exception e) when (e is IOException or InvalidDataException)
            {
                throw new UnknownOutcomeException(request.Name, $"the reply broke off: {e.Message}", e);
            }
            catch (JsonException e)
            {
                throw new UnknownOutcomeException(request.Name, $"the reply is not whole JSON ({body.Length} bytes)", e);
            }
        }
    }

    private async Task<HttpStatusCode> EmptyAsync(WireRequest request, WireReply reply, CancellationToken cancellationToken)
    {
        await using (reply)
        {
            try
            {
                return await reply.ReadAllAsync(options.MaxJsonBytes, cancellationToken) is { Length: > 0 } body ? throw Odd(request, reply, body) : reply.Status;
            }
            catch (Exception e) when (e is IOException or InvalidDataException)
            {
                throw new UnknownOutcomeException(request.Name, $"the reply broke off: {e.Message}", e);
            }
        }
    }

    // A proxy's page in the place of a success does not tell whether a write has reached the org.
    private Exception Odd(WireRequest request, WireReply reply, byte[] body)
    {
        var odd = new UnexpectedResponseException(
            request.Name, reply.Status, reply.IsJson ? "errors for an answer" : $"not JSON ({reply.MediaType ?? "no content type"})", Scrubber.Excerpt(body, tokens.Secrets));
        return request.IsRead ? odd : new UnknownOutcomeException(request.Name, "the reply is not the org's", odd);
    }
}
