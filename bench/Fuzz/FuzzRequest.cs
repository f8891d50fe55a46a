using System.Text;

namespace ContactSync.Bench.Fuzz;

/// <summary>A request as it is to be sent. Headers hold no authorization of their own unless the request is about it.</summary>
public sealed record FuzzRequest(string Method, string Path, byte[]? Body, string? ContentType, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The template of the endpoint the request was made for, such as <c>sobjects/X/{id}</c>.</summary>
    public string Endpoint { get; init; } = EndpointOf(Path);

    public string Text => Body is null ? "" : Encoding.UTF8.GetString(Body);

    /// <summary>The endpoint a path belongs to, with names and ids taken off.</summary>
    public static string EndpointOf(string path)
    {
        var parts = path.Split('?')[0].Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts switch
        {
            ["services", "oauth2", var call] => "oauth2/" + call,
            ["services", "Soap", ..] => "Soap/u",
            ["id", ..] => "id/{org}/{user}",
            ["services", "data"] => "data",
            ["services", "data", _] => "data/vNN",
            ["services", "data", _, "sobjects", _, "describe" or "updated" or "deleted" or "listviews", ..] => string.Join('/', ["sobjects/X", parts[5], .. parts.Length > 7 ? ["{id}", parts[7]] : parts.Length > 6 ? ["{id}"] : Array.Empty<string>()]),
            ["services", "data", _, "sobjects", _] => "sobjects/X",
            ["services", "data", _, "sobjects", _, _] => "sobjects/X/{id}",
            ["services", "data", _, "sobjects", _, _, _] => "sobjects/X/{key}/{value}",
            ["services", "data", _, "composite", "sobjects" or "tree", ..] => "composite/" + parts[4],
            ["services", "data", _, "query" or "queryAll", ..] => parts[3] + (parts.Length > 4 ? "/{locator}" : ""),
            ["services", "data", _, "analytics", "reports", ..] => string.Join('/', ["analytics/reports", .. parts.Length > 5 ? ["{id}"] : Array.Empty<string>(), .. parts.Length > 6 ? [parts[6]] : Array.Empty<string>(), .. parts.Length > 7 ? ["{id}"] : Array.Empty<string>()]),
            ["services", "data", _, "jobs", var kind, ..] => string.Join('/', ["jobs/" + kind, .. parts.Length > 5 ? ["{id}"] : Array.Empty<string>(), .. parts.Length > 6 ? [parts[6]] : Array.Empty<string>()]),
            ["services", "data", _, .. var rest] => string.Join('/', rest),
            _ => "other",
        };
    }
}
