using System.Globalization;

namespace ContactSync.Sandbox.Http;

/// <summary>Finds the endpoint of a path. Double and trailing slashes are already gone; the case of segments does not matter.</summary>
internal static class RestRoutes
{
    private const int OldestServed = 31;
    private const int LongestUrl = 16 * 1024;

    public const int Newest = 66;

    public static Task HandleAsync(Exchange exchange) => exchange.Route switch
    {
        ["services", "oauth2", "token"] => OAuthEndpoints.TokenAsync(Allowed(exchange)),
        ["services", "oauth2", "revoke"] => OAuthEndpoints.RevokeAsync(Allowed(exchange)),
        ["services", "soap", "u" or "c", var version, ..] => SoapEndpoints.HandleAsync(exchange, version),
        ["services", "oauth2", "userinfo"] => IdentityEndpoints.UserInfoAsync(Authorize(Allowed(exchange))),
        ["id", _, _] => IdentityEndpoints.IdentityAsync(Authorize(Allowed(exchange))),
        ["services", "data"] => VersionEndpoints.ListAsync(Allowed(exchange)),
        ["services", "data", var version, ..] => DataAsync(exchange, version),
        _ => throw SalesforceFault.NotFound(),
    };

    /// <summary>Refuses a path that is no endpoint's, and every method but its own.</summary>
    private static Exchange Allowed(Exchange exchange)
    {
        var here = Endpoint.At(exchange.Route).ToList();
        return here.Count == 0 ? throw SalesforceFault.NotFound()
            : here.Exists(e => e.Takes(exchange.Request.Method)) ? exchange
            : throw new SalesforceFault(405, "METHOD_NOT_ALLOWED", $"HTTP Method '{exchange.Request.Method}' not allowed. Allowed are {string.Join(',', here.Select(e => e.Method == "GET" ? "GET,HEAD" : e.Method))}");
    }

    /// <summary>Takes the version of a path such as <c>v66.0</c>; refuses those the org does not serve.</summary>
    public static string Version(string segment)
    {
        if (!segment.StartsWith('v') || !segment.EndsWith(".0", StringComparison.Ordinal)
            || !int.TryParse(segment.AsSpan(1, segment.Length - 3), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > Newest || number < 1)
        {
            throw SalesforceFault.NotFound();
        }
        return number >= OldestServed ? segment[1..] : throw new SalesforceFault(410, "GONE", "The requested resource is no longer available");
    }

    /// <summary>The endpoints that may also be called from within a composite request or a batch.</summary>
    public static Task InnerAsync(Exchange exchange) => Allowed(exchange).Route[3..] switch
    {
        ["limits"] => LimitEndpoints.LimitsAsync(exchange),
        ["query", ..] => QueryEndpoints.HandleAsync(exchange, all: false),
        ["queryall", ..] => QueryEndpoints.HandleAsync(exchange, all: true),
        ["sobjects"] => DescribeEndpoints.GlobalAsync(exchange),
        ["sobjects", _, "describe"] => DescribeEndpoints.ObjectAsync(exchange),
        ["sobjects", _, "updated"] => ReplicationEndpoints.UpdatedAsync(exchange),
        ["sobjects", _, "deleted"] => ReplicationEndpoints.DeletedAsync(exchange),
        ["sobjects", _, "listviews", ..] => ListViewEndpoints.HandleAsync(exchange),
        ["analytics", "reports", ..] => ReportEndpoints.HandleAsync(exchange),
        ["sobjects", ..] => RecordEndpoints.HandleAsync(exchange),
        ["composite", "sobjects", ..] => CollectionEndpoints.HandleAsync(exchange),
        ["composite", "tree", _] => TreeEndpoints.HandleAsync(exchange),
        _ => throw SalesforceFault.NotFound(),
    };

    private static Task DataAsync(Exchange exchange, string version)
    {
        exchange.Version = Version(version);
        if (exchange.Request.Path.Value!.Length + exchange.Request.QueryString.Value!.Length > LongestUrl)
        {
            throw new SalesforceFault(414, "URI_TOO_LONG", "The requested URI is too long.");
        }
        Authorize(exchange);
        exchange.Caller = exchange.Caller with { Duplicates = DuplicateJson.Read(exchange) };
        exchange.Box.Limits.Enter(exchange.Log.Seq);
        exchange.Box.Limits.Count();
        exchange.Response.Headers["Sforce-Limit-Info"] = $"api-usage={exchange.Box.Limits.Used}/{exchange.Box.Limits.Maximum}";
        return Allowed(exchange).Route[3..] switch
        {
            [] => VersionEndpoints.RootAsync(exchange),
            ["limits", "recordcount"] => LimitEndpoints.RecordCountAsync(exchange),
            ["composite"] => CompositeEndpoints.CompositeAsync(exchange),
            ["composite", "batch"] => BatchEndpoints.HandleAsync(exchange),
            ["composite", "graph"] => CompositeEndpoints.GraphAsync(exchange),
            ["jobs", "ingest", ..] => IngestEndpoints.HandleAsync(exchange),
            ["jobs", "query", ..] => QueryJobEndpoints.HandleAsync(exchange),
            _ => InnerAsync(exchange),
        };
    }

    private static Exchange Authorize(Exchange exchange)
    {
        var header = exchange.Request.Headers.Authorization.ToString();
        var token = header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header[7..]
            : header.StartsWith("OAuth ", StringComparison.OrdinalIgnoreCase) ? header[6..]
            : exchange.QueryValue("oauth_token") ?? "";
        exchange.Caller = exchange.Box.Tokens.Verify(token.Trim()) ?? throw new SalesforceFault(401, "INVALID_SESSION_ID", "Session expired or invalid");
        exchange.Log.User = exchange.Caller.Username;
        return exchange;
    }
}
