using ContactSync.Sandbox.Http;

namespace ContactSync.Sandbox;

/// <summary>
/// An endpoint the sandbox has: a method and the form of its path, in which braces stand for a name or an id. A path that does not begin with
/// a slash lies below <c>/services/data/vNN.0</c>. What is not listed here is not answered.
/// </summary>
public sealed record Endpoint(string Method, string Path)
{
    private const string DataRoot = "/services/data/{version}/";

    private readonly string[] _segments = (Path.StartsWith('/') ? Path : DataRoot + Path).ToLowerInvariant().Split('/', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Every endpoint; of two that a path may belong to the one that names more of it stands first.</summary>
    public static IReadOnlyList<Endpoint> All { get; } =
    [
        .. Of("/services/oauth2/token", "POST"),
        .. Of("/services/oauth2/revoke", "POST"),
        .. Of("/services/oauth2/userinfo", "GET", "POST"),
        .. Of("/id/{org}/{user}", "GET"),
        .. Of("/services/Soap/u/{version}", "POST"),
        .. Of("/services/Soap/u/{version}/{org}", "POST"),
        .. Of("/services/data", "GET"),
        .. Of("/services/data/{version}", "GET"),
        .. Of("limits", "GET"),
        .. Of("limits/recordCount", "GET"),
        .. Of("sobjects", "GET"),
        .. Of("sobjects/{object}", "GET", "POST"),
        .. Of("sobjects/{object}/describe", "GET"),
        .. Of("sobjects/{object}/updated", "GET"),
        .. Of("sobjects/{object}/deleted", "GET"),
        .. Of("sobjects/{object}/listviews", "GET"),
        .. Of("sobjects/{object}/listviews/{view}", "GET"),
        .. Of("sobjects/{object}/listviews/{view}/describe", "GET"),
        .. Of("sobjects/{object}/listviews/{view}/results", "GET"),
        .. Of("sobjects/{object}/Id", "POST"),
        .. Of("sobjects/{object}/{id}", "GET", "PATCH", "DELETE"),
        .. Of("sobjects/{object}/{key}/{value}", "GET", "PATCH", "DELETE"),
        .. Of("composite", "POST"),
        .. Of("composite/batch", "POST"),
        .. Of("composite/graph", "POST"),
        .. Of("composite/tree/{object}", "POST"),
        .. Of("composite/sobjects", "POST", "PATCH", "DELETE"),
        .. Of("composite/sobjects/{object}", "GET", "POST"),
        .. Of("composite/sobjects/{object}/{key}", "PATCH"),
        .. Of("query", "GET"),
        .. Of("query/{locator}", "GET"),
        .. Of("queryAll", "GET"),
        .. Of("queryAll/{locator}", "GET"),
        .. Of("analytics/reports", "GET"),
        .. Of("analytics/reports/{report}", "GET", "POST"),
        .. Of("analytics/reports/{report}/describe", "GET"),
        .. Of("analytics/reports/{report}/instances", "GET", "POST"),
        .. Of("analytics/reports/{report}/instances/{instance}", "GET", "DELETE"),
        .. Of("jobs/ingest", "GET", "POST"),
        .. Of("jobs/ingest/{job}", "GET", "PATCH", "DELETE"),
        .. Of("jobs/ingest/{job}/batches", "PUT"),
        .. Of("jobs/ingest/{job}/successfulResults", "GET"),
        .. Of("jobs/ingest/{job}/failedResults", "GET"),
        .. Of("jobs/ingest/{job}/unprocessedrecords", "GET"),
        .. Of("jobs/query", "GET", "POST"),
        .. Of("jobs/query/{job}", "GET", "PATCH", "DELETE"),
        .. Of("jobs/query/{job}/results", "GET"),
        .. Of("jobs/query/{job}/resultPages", "GET"),
    ];

    /// <summary>The endpoint of a request, whatever the case, the slashes and the escapes of its path; null for a path or a method the sandbox does not have. HEAD is GET without a body.</summary>
    public static Endpoint? Find(string method, string path) =>
        At(Array.ConvertAll(Pipeline.Segments(path.Split('?')[0]), s => s.ToLowerInvariant())).FirstOrDefault(e => e.Takes(method));

    /// <summary>The endpoints of a path given as lower-case segments: those of one path, which differ by method; <c>Id</c> is also a record's place.</summary>
    internal static IEnumerable<Endpoint> At(string[] route)
    {
        string? first = null;
        foreach (var endpoint in All)
        {
            if (endpoint.Matches(route) && (first is null || first == endpoint.Path || first.EndsWith("/Id", StringComparison.Ordinal)))
            {
                first ??= endpoint.Path;
                yield return endpoint;
            }
        }
    }

    internal bool Takes(string method) => Method == method || (Method == "GET" && method == "HEAD");

    public override string ToString() => $"{Method} {Path}";

    private static IEnumerable<Endpoint> Of(string path, params string[] methods) => methods.Select(m => new Endpoint(m, path));

    private bool Matches(string[] route)
    {
        if (route.Length != _segments.Length)
        {
            return false;
        }
        for (var i = 0; i < route.Length; i++)
        {
            if (_segments[i][0] != '{' && _segments[i] != route[i])
            {
                return false;
            }
        }
        return true;
    }
}
