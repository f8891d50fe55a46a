using System.Net.Http.Headers;

namespace ContactSync.Salesforce.Wire;

/// <summary>One request, one reply, over the handler: sets the headers, keeps the time limit, names what went wrong.</summary>
internal sealed class Exchange(HttpMessageHandler handler, SalesforceOptions options, Meters meters, TimeProvider time) : IDisposable
{
    private readonly HttpMessageInvoker invoker = new(handler, disposeHandler: false);

    public void Dispose() => invoker.Dispose();

    public async Task<WireReply> SendAsync(WireRequest request, string? token, CancellationToken cancellationToken)
    {
        using var message = Message(request, token);
        using var deadline = new Deadline(time, options.ReplyTimeout);
        using var link = deadline.Link(cancellationToken);
        var upload = message.Content as UploadContent;
        upload?.Watch(deadline, meters);
        meters.Called();
        deadline.Restart();
        try
        {
            var response = await invoker.SendAsync(message, deadline.Token);
            if (upload is null)
            {
                meters.Sent(message.Content?.Headers.ContentLength ?? 0);
            }

            meters.Observe(response.Headers);
            return new WireReply(response, meters, new Deadline(time, options.IdleReadTimeout));
        }
        catch (Exception) when (upload?.Fault is not null)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new UploadAbandonedException(request.Name, upload.Fault);
        }
        catch (OperationCanceledException e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new UnknownOutcomeException(request.Name, $"no reply within {options.ReplyTimeout.TotalSeconds:0.#} s", e);
        }
        catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError)
        {
            throw new OrgUnreachableException(request.Name, $"{request.Address.Authority} cannot be reached: {e.Message}", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new UnknownOutcomeException(request.Name, $"the connection broke before a reply came: {e.Message}", e);
        }
    }

    private static HttpRequestMessage Message(WireRequest request, string? token)
    {
        var message = new HttpRequestMessage(request.Method, request.Address) { Content = request.Body?.Invoke() };
        if (token is not null)
        {
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        message.Headers.Accept.ParseAdd(request.Accept);
        message.Headers.AcceptEncoding.ParseAdd("gzip");
        return message;
    }
}
