using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ContactSync.Salesforce.Tests.Org;

/// <summary>A conversation of tests/Transcripts, replayed strictly in order; what differs is kept for <see cref="AssertReplayed"/>.</summary>
public sealed class Transcript
{
    private readonly JsonArray exchanges;
    private readonly List<string> differences = [];
    private readonly Lock gate = new();
    private string token = "";
    private int next;

    private Transcript(JsonArray exchanges) => this.exchanges = exchanges;

    public static Transcript Load(string name) => new(Read(name)["exchanges"]!.AsArray());

    /// <summary>The conversations and the list of documented errors, by file name.</summary>
    public static IEnumerable<string> Files => Directory.GetFiles(Folder, "*.json").Select(f => Path.GetFileName(f)).Where(f => Read(f) is var read && (read.ContainsKey("exchanges") || read.ContainsKey("errors"))).Order(StringComparer.Ordinal);

    private static string Folder
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!Directory.Exists(Path.Combine(folder.FullName, "tests", "Transcripts")))
            {
                folder = folder.Parent ?? throw new DirectoryNotFoundException("tests/Transcripts is not above the tests.");
            }

            return Path.Combine(folder.FullName, "tests", "Transcripts");
        }
    }

    public static JsonObject Read(string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, name)))!.AsObject();

    /// <summary>The cases of a table of single replies, by name.</summary>
    public static IEnumerable<string> Cases(string name) => Read(name)["cases"]!.AsArray().Select(c => (string)c!["name"]!);

    public static JsonObject Case(string file, string name) => Read(file)["cases"]!.AsArray().Single(c => (string)c!["name"]! == name)!.AsObject();

    public async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync();
        JsonNode? exchange;
        lock (gate)
        {
            exchange = next < exchanges.Count ? exchanges[next++] : null;
            if (exchange is null)
            {
                differences.Add($"one request too many: {context.Request.Method} {context.Request.Path}");
            }
            else
            {
                Compare(exchange["request"]!.AsObject(), context.Request, body);
            }
        }

        if (exchange is null)
        {
            context.Response.StatusCode = 418;
            return;
        }

        token = (string?)exchange["reply"]!["json"]?.AsObjectOrNull()?["access_token"] ?? token;
        await ReplyAsync(context, exchange["reply"]!.AsObject());
    }

    public static async Task ReplyAsync(HttpContext context, JsonObject reply)
    {
        var origin = $"{context.Request.Scheme}://{context.Request.Host}";
        context.Response.StatusCode = (int)reply["status"]!;
        foreach (var (name, value) in reply["headers"]?.AsObject() ?? [])
        {
            context.Response.Headers[name] = (string)value!;
        }

        var text = reply["json"] is { } json ? json.ToJsonString() : (string?)reply["text"];
        if (text is null)
        {
            return;
        }

        if (reply["json"] is not null)
        {
            context.Response.ContentType = "application/json;charset=UTF-8";
        }

        var bytes = Encoding.UTF8.GetBytes(text.Replace("{origin}", origin, StringComparison.Ordinal));
        if ((bool?)reply["gzip"] == true)
        {
            context.Response.Headers.ContentEncoding = "gzip";
            bytes = Gzip(bytes);
        }

        await context.Response.Body.WriteAsync(bytes);
    }

    public static byte[] Gzip(byte[] plain)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(plain);
        }

        return packed.ToArray();
    }

    public void AssertReplayed()
    {
        Assert.Empty(differences);
        Assert.Equal(exchanges.Count, next);
    }

    private void Compare(JsonObject expected, HttpRequest actual, string body)
    {
        var raw = actual.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        Differ("request", $"{expected["method"]} {expected["path"]}", $"{actual.Method} {raw}");
        foreach (var (name, value) in expected["headers"]?.AsObject() ?? [])
        {
            Differ(name, ((string)value!).Replace("{token}", token, StringComparison.Ordinal), actual.Headers[name].ToString());
        }

        if (expected["json"] is { } json && !JsonNode.DeepEquals(json, JsonNode.Parse(body)))
        {
            differences.Add($"{raw}: body {body}");
        }

        if ((string?)expected["text"] is { } text)
        {
            Differ(raw, text, body);
        }

        foreach (var (name, value) in expected["form"]?.AsObject() ?? [])
        {
            Differ(name, (string)value!, Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(body)[name].ToString());
        }
    }

    private void Differ(string what, string expected, string actual)
    {
        if (expected != actual)
        {
            differences.Add($"{what}: expected '{expected}', came '{actual}'");
        }
    }
}

file static class JsonNodes
{
    public static JsonObject? AsObjectOrNull(this JsonNode node) => node as JsonObject;
}
