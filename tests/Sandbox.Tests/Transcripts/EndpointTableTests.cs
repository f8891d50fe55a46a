using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ContactSync.Sandbox.Tests.Transcripts;

/// <summary>Each endpoint the sandbox routes to has an exchange that succeeds in a transcript, and docs/sandbox.md shows which.</summary>
public sealed partial class EndpointTableTests
{
    /// <summary>The calls of the SOAP endpoint, which is also reached at the address that a login gives.</summary>
    private static readonly string[] SoapCalls = ["login", "undelete", "merge", "convertLead"];

    [Fact]
    public void Every_endpoint_succeeds_in_a_transcript_of_the_org()
    {
        var held = Held();
        Assert.DoesNotContain(Rows(), r => !held.ContainsKey(r));
    }

    [Fact]
    public void Every_request_of_a_transcript_that_succeeds_is_of_an_endpoint()
    {
        var rows = Rows();
        Assert.DoesNotContain(Succeeding(), s => !rows.Contains(NameOf(s.Request)));
    }

    [Theory]
    [InlineData("GET", "//services/data/v66.0/SOBJECTS/Contact/describe/?x=y", "GET sobjects/{object}/describe")]
    [InlineData("HEAD", "/services/data/v66.0/sobjects/Contact/003", "GET sobjects/{object}/{id}")]
    [InlineData("PATCH", "/services/data/v66.0/sobjects/Contact/describe", null)]
    [InlineData("PATCH", "/services/data/v66.0/sobjects/Contact/Id", "PATCH sobjects/{object}/{id}")]
    [InlineData("POST", "/services/data/v66.0/sobjects/Contact/Id", "POST sobjects/{object}/Id")]
    [InlineData("GET", "/services/data/v66.0/nothing", null)]
    public void A_path_belongs_to_one_endpoint(string method, string path, string? endpoint) => Assert.Equal(endpoint, Endpoint.Find(method, path)?.ToString());

    [Fact]
    public void The_documentation_shows_the_endpoints() => GeneratedTable.Check("endpoints: made by EndpointTableTests", "end of endpoints", Table());

    private static string Table()
    {
        var (held, rows) = (Held(), Rows());
        var table = new StringBuilder("\n| endpoint | succeeds in |\n|---|---|\n");
        foreach (var row in rows)
        {
            table.Append(CultureInfo.InvariantCulture, $"| {row} | {(held.TryGetValue(row, out var files) ? string.Join(", ", files) : "**nothing**")} |\n");
        }
        return table.Append(CultureInfo.InvariantCulture, $"\n{rows.Count} endpoints, {rows.Count(held.ContainsKey)} of them with a written exchange that succeeds.\n").ToString();
    }

    private static List<string> Rows() => [.. Endpoint.All.Where(e => e.Path != "/services/Soap/u/{version}/{org}").SelectMany(e => e.Path == "/services/Soap/u/{version}" ? SoapCalls.Select(c => $"{e}: {c}") : [e.ToString()])];

    /// <summary>The transcripts in which each endpoint succeeds.</summary>
    private static Dictionary<string, SortedSet<string>> Held() =>
        Succeeding().GroupBy(s => NameOf(s.Request)).ToDictionary(g => g.Key, g => new SortedSet<string>(g.Select(s => s.File), StringComparer.Ordinal));

    /// <summary>The requests that the org is held to answer with success.</summary>
    private static IEnumerable<(string File, JsonObject Request)> Succeeding() =>
        from file in TranscriptTests.Names.Select(n => n.Data)
        from exchange in Conversation.Read(file)["exchanges"]!.AsArray()
        where !exchange!.AsObject().ContainsKey("onlyClient") && (int)exchange["reply"]!["status"]! < 300
        select (file, exchange["request"]!.AsObject());

    private static string NameOf(JsonObject request)
    {
        var endpoint = Endpoint.Find((string)request["method"]!, (string)request["path"]!)?.ToString() ?? $"{request["method"]} {request["path"]}";
        return endpoint.StartsWith("POST /services/Soap/u/{version}", StringComparison.Ordinal) && SoapCall().Match((string)request["text"]!) is { Success: true } call
            ? $"POST /services/Soap/u/{{version}}: {call.Groups[1].Value}" : endpoint;
    }

    [GeneratedRegex(@"<se:Body><(\w+)")]
    private static partial Regex SoapCall();
}
