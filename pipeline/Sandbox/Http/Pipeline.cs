using System.Globalization;
using ContactSync.Sandbox.Control;
using Microsoft.AspNetCore.Http;

namespace ContactSync.Sandbox.Http;

/// <summary>What every request goes through: host check, log, faults, session, route; and every failure becomes an error in Salesforce's shape.</summary>
internal sealed class Pipeline(OrgBox box)
{
    public async Task HandleAsync(HttpContext http)
    {
        http.Response.Headers.Date = box.Clock.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
        if (!IsLocal(http.Request.Host.Host))
        {
            http.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
            return;
        }
        var path = Segments(http.Request.Path.Value ?? "");
        if (path is ["__control", ..])
        {
            await new ControlEndpoints(box).HandleAsync(http, path);
            return;
        }
        var line = NewLine(http);
        var fault = box.Faults.Draw(line.Method, line.Path, JobOperation(path));
        if (fault is { Do: FaultDeed.SkewDate })
        {
            http.Response.Headers.Date = box.Clock.GetUtcNow().AddSeconds(fault.Seconds).ToString("R", CultureInfo.InvariantCulture);
        }
        line.Fault = fault?.Do.ToString();
        if (HttpMethods.IsHead(line.Method))
        {
            // Answered as GET is; the server leaves the body out.
            http.Request.Method = HttpMethods.Get;
        }
        try
        {
            if (fault is null || !await StruckBeforeAsync(http, fault, line))
            {
                await AnswerAsync(new Exchange(http, box, line, fault) { Path = path, Route = Array.ConvertAll(path, s => s.ToLowerInvariant()) }, RestRoutes.HandleAsync);
                await StrikeAfterAsync(http, fault, line);
            }
        }
        finally
        {
            box.Limits.Leave(line.Seq);
            line.Milliseconds = (long)box.Clock.GetElapsedTime(line.Started).TotalMilliseconds;
            box.Log.Write(line);
        }
    }

    private static bool IsLocal(string host) => host is "127.0.0.1" or "localhost" or "[::1]" or "::1";

    /// <summary>The operation of the job a path is about; null for other paths.</summary>
    private string? JobOperation(string[] path) =>
        path.Length > 5 && path[3].Equals("jobs", StringComparison.OrdinalIgnoreCase) ? box.Jobs.Find(path[5])?.Record.Operation : null;

    public static string[] Segments(string path) =>
        Array.ConvertAll(path.Split('/', StringSplitOptions.RemoveEmptyEntries), s => s.Contains('%', StringComparison.Ordinal) ? Uri.UnescapeDataString(s) : s);

    private LogLine NewLine(HttpContext http) => new()
    {
        Seq = box.Log.NextSeq(),
        Started = box.Clock.GetTimestamp(),
        Time = box.Clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        Method = http.Request.Method,
        Path = http.Request.Path.Value ?? "",
        Query = RedactedQuery(http.Request),
    };

    private static string RedactedQuery(HttpRequest request) =>
        request.Query.ContainsKey("oauth_token") ? "?oauth_token=..." : request.QueryString.Value ?? "";

    /// <summary>Handles a request; what goes wrong becomes its reply.</summary>
    public static async Task AnswerAsync(Exchange exchange, Func<Exchange, Task> handle)
    {
        try
        {
            await handle(exchange);
        }
        catch (SalesforceFault fault) when (!exchange.Response.HasStarted)
        {
            await exchange.ErrorAsync(fault.Status, fault.Error);
        }
        catch (CutOffException cut)
        {
            exchange.Abort(cut.InOrder);
        }
        catch (SeveralMatches several) when (!exchange.Response.HasStarted)
        {
            await several.ReplyAsync(exchange);
        }
        catch (BadHttpRequestException e) when (!exchange.Response.HasStarted)
        {
            await exchange.ErrorAsync(e.StatusCode, new RowError("INVALID_REQUEST", e.Message));
        }
        catch (OperationCanceledException) when (exchange.Cancelled.IsCancellationRequested)
        {
            exchange.Log.Fault ??= "clientGone";
        }
        catch (IOException e) when (exchange.Response.HasStarted || exchange.Cancelled.IsCancellationRequested)
        {
            exchange.Log.Fault ??= "clientGone: " + e.Message;
        }
        catch (IOException e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            // The files of a job that another request deletes just now.
            await exchange.ErrorAsync(404, SalesforceFault.NotFound().Error);
        }
        catch (IOException e)
        {
            await exchange.ErrorAsync(503, new RowError("SERVER_UNAVAILABLE", e.Message));
        }
        catch (Exception e) when (!exchange.Response.HasStarted)
        {
            // A bug of ours, but the client still sees a Salesforce error; the log keeps what it was.
            exchange.Log.Fault = e.ToString();
            await exchange.ErrorAsync(500, new RowError("UNKNOWN_EXCEPTION", "An unexpected error occurred. Please include this ErrorId if you contact support: " + exchange.Log.Seq));
        }
    }

    private async Task<bool> StruckBeforeAsync(HttpContext http, FaultRule fault, LogLine line)
    {
        if (fault.When != FaultTime.Before)
        {
            return false;
        }
        switch (fault.Do)
        {
            case FaultDeed.Stall:
                await box.Clock.WaitAsync(TimeSpan.FromSeconds(fault.Seconds), http.RequestAborted);
                return false;
            case FaultDeed.SkewDate or FaultDeed.LateVisible:
                return false;
            case FaultDeed.Status:
                await SendStatusAsync(http, fault, line);
                return true;
            default:
                CutOffException.Cut(http, fault.Do == FaultDeed.Fin);
                return true;
        }
    }

    private async Task StrikeAfterAsync(HttpContext http, FaultRule? fault, LogLine line)
    {
        if (fault is not { When: FaultTime.After })
        {
            return;
        }
        if (fault.Do is FaultDeed.Reset or FaultDeed.LostReply or FaultDeed.Fin)
        {
            CutOffException.Cut(http, fault.Do == FaultDeed.Fin);
        }
        else if (fault.Do == FaultDeed.Status)
        {
            await SendStatusAsync(http, fault, line);
        }
    }

    private Task SendStatusAsync(HttpContext http, FaultRule fault, LogLine line)
    {
        var exchange = new Exchange(http, box, line, null) { Path = [], Route = [] };
        foreach (var (name, value) in fault.Headers)
        {
            http.Response.Headers[name] = value;
        }
        if (fault.Body is { } body)
        {
            return exchange.TextAsync(fault.Status, fault.ContentType, body);
        }
        var code = fault.Code ?? fault.Status switch
        {
            401 => "INVALID_SESSION_ID",
            403 or 429 => "REQUEST_LIMIT_EXCEEDED",
            404 => "NOT_FOUND",
            500 => "UNKNOWN_EXCEPTION",
            _ => "SERVER_UNAVAILABLE",
        };
        var message = code switch
        {
            "INVALID_SESSION_ID" => "Session expired or invalid",
            "REQUEST_LIMIT_EXCEEDED" => "TotalRequests Limit exceeded.",
            "API_DISABLED_FOR_ORG" => "API is not enabled for this Organization or Partner",
            "API_CURRENTLY_DISABLED" => "API is currently disabled",
            "QUERY_TIMEOUT" => "Your query request was running for too long.",
            _ => "Asked for by the fault plan",
        };
        return exchange.ErrorAsync(fault.Status, new RowError(code, fault.Message ?? message));
    }
}
