using System.Text;

namespace ContactSync.Bench.Fuzz;

/// <summary>A request as it is to be sent. Headers hold no authorization of their own unless the request is about it.</summary>
public sealed record FuzzRequest(string Method, string Path, byte[]? Body, string? ContentType, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The endpoint the request was made for, such as <c>GET sobjects/{object}/{id}</c>, or <c>none</c>.</summary>
    public string Endpoint { get; init; } = ContactSync.Sandbox.Endpoint.Find(Method, Path)?.ToString() ?? None;

    /// <summary>What a request is for that no endpoint answers.</summary>
    public const string None = "none";

    public string Text => Body is null ? "" : Encoding.UTF8.GetString(Body);
}
