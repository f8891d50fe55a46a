using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ContactSync.Sandbox.Tests.Transcripts;

/// <summary>
/// Plays the client of a transcript against a running org. Ids, locators and tokens of the transcript are bound to the org's own when
/// a reply first shows them, and put in their place in later requests.
/// </summary>
internal sealed partial class Conversation(TestOrg org)
{
    private const int MostPolls = 500;

    // What the items of a list are known by, where their number is the org's own.
    private static readonly string[] Named = ["name", "validFor", "version"];

    private readonly Dictionary<string, string> _bound = new(StringComparer.Ordinal);

    public static string Folder
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

    /// <summary>Makes the records a transcript takes for given, under the names it knows them by.</summary>
    public async Task GiveAsync(JsonArray given)
    {
        foreach (var record in given)
        {
            var made = await org.SendAsync(HttpMethod.Post, "/sobjects/" + (string)record!["type"]!, Bind(record["fields"]!.ToJsonString()), System.Net.HttpStatusCode.Created);
            for (var more = (int?)record["times"] ?? 1; more > 1; more--)
            {
                await org.SendAsync(HttpMethod.Post, "/sobjects/" + (string)record["type"]!, Bind(record["fields"]!.ToJsonString()), System.Net.HttpStatusCode.Created);
            }
            if ((string?)record["as"] is { } id)
            {
                _bound[id] = made.GetProperty("id").GetString()!;
            }
            if ((bool?)record["deleted"] == true)
            {
                await org.SendAsync(HttpMethod.Delete, $"/sobjects/{(string)record["type"]!}/{made.GetProperty("id").GetString()}", null, System.Net.HttpStatusCode.NoContent);
            }
        }
    }

    /// <summary>Sends one request of the transcript and compares the reply; polls as long as the job is not where the transcript has it.</summary>
    public async Task ExchangeAsync(JsonObject exchange)
    {
        var (request, expected) = (exchange["request"]!.AsObject(), exchange["reply"]!.AsObject());
        for (var poll = 0; ; poll++)
        {
            using var reply = await SendAsync(request);
            var text = await reply.Content.ReadAsStringAsync();
            if (poll < MostPolls && (string?)(expected["json"] as JsonObject)?["state"] is { } state && (string)request["method"]! == "GET"
                && JsonNode.Parse(text) is JsonObject job && (string?)job["state"] is { } own && own != state && own is "InProgress" or "UploadComplete")
            {
                await Task.Delay(10);
                continue;
            }
            Compare(request, expected, reply, text);
            return;
        }
    }

    private async Task<HttpResponseMessage> SendAsync(JsonObject request)
    {
        using var message = new HttpRequestMessage(new HttpMethod((string)request["method"]!), Bind((string)request["path"]!));
        var anonymous = (string?)request["as"] == "nobody";
        var headers = request["headers"]?.AsObject();
        if (request["json"] is { } json)
        {
            message.Content = new StringContent(Bind(json.ToJsonString()), Encoding.UTF8, "application/json");
        }
        else if ((string?)request["text"] is { } text)
        {
            message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Bind(text)));
            message.Content.Headers.TryAddWithoutValidation("Content-Type", (string?)headers?["Content-Type"] ?? "text/csv");
        }
        else if (request["form"] is JsonObject form)
        {
            message.Content = new FormUrlEncodedContent(form.Select(f => KeyValuePair.Create(f.Key, Bind((string)f.Value!))));
        }
        foreach (var (name, value) in headers ?? [])
        {
            if (name is not ("Authorization" or "Content-Type" or "Transfer-Encoding" or "Content-Length"))
            {
                message.Headers.TryAddWithoutValidation(name, (string)value!);
            }
        }
        if (anonymous && headers?["Authorization"] is { } authorization)
        {
            message.Headers.Authorization = AuthenticationHeaderValue.Parse((string)authorization!);
        }
        message.Headers.TransferEncodingChunked = (string?)headers?["Transfer-Encoding"] == "chunked";
        using var reader = (string?)request["as"] == "reader" ? await org.ClientOfAsync("sandbox-reader") : null;
        return await (reader is not null ? reader : anonymous ? org.Anonymous : (string?)request["as"] == "admin" ? org.Admin : org.User).SendAsync(message);
    }

    private void Compare(JsonObject request, JsonObject expected, HttpResponseMessage reply, string text)
    {
        var what = $"{request["method"]} {request["path"]} gave {(int)reply.StatusCode} {text}";
        Assert.True((int)expected["status"]! == (int)reply.StatusCode, what);
        foreach (var (name, value) in expected["headers"]?.AsObject() ?? [])
        {
            var given = reply.Headers.TryGetValues(name, out var own) ? own.Single() : reply.Content.Headers.TryGetValues(name, out var content) ? content.Single() : null;
            Assert.True(given is not null, $"{name} is missing: {what}");
            if (name is "Sforce-Locator" && (string)value! != "null")
            {
                _bound[(string)value!] = given;
                _bound[Uri.EscapeDataString((string)value!)] = Uri.EscapeDataString(given);
            }
            else if (name is not ("Sforce-Limit-Info" or "Date" or "Content-Type"))
            {
                Assert.True((string)value! == given, $"{name} is {given}: {what}");
            }
        }
        if (expected["json"] is { } json)
        {
            Same(json, JsonNode.Parse(text), "$", what);
        }
        if ((string?)expected["text"] is { } csv)
        {
            Assert.Equal(Masked(csv), Masked(text));
        }
        if ((string?)expected["xml"] is { } xml)
        {
            SameXml(XElement.Parse(xml), XElement.Parse(text), what);
        }
    }

    /// <summary>All elements that the transcript shows are there, in its order; the org may show more. An element without text may have any.</summary>
    private void SameXml(XElement expected, XElement actual, string what)
    {
        Assert.True(expected.Name.LocalName == actual.Name.LocalName, $"{actual.Name.LocalName} is not {expected.Name.LocalName}: {what}");
        if (!expected.HasElements && expected.Value.Length > 0)
        {
            Text(expected.Value, actual.Value, expected.Name.LocalName, what);
        }
        var rest = actual.Elements().ToList();
        foreach (var element in expected.Elements())
        {
            var at = rest.FindIndex(e => e.Name.LocalName == element.Name.LocalName);
            Assert.True(at >= 0, $"{element.Name.LocalName} is missing: {what}");
            SameXml(element, rest[at], what);
            rest.RemoveRange(0, at + 1);
        }
    }

    /// <summary>All that the transcript shows is there; the org may show more. Named lists are compared by name.</summary>
    private void Same(JsonNode? expected, JsonNode? actual, string path, string what)
    {
        switch (expected)
        {
            case JsonObject members:
                Assert.True(actual is JsonObject, $"{path} is no object: {what}");

                // How far a job has come that is still under way is a matter of time.
                var isUnderWay = members.ContainsKey("state") && (string?)members["state"] == "InProgress";
                foreach (var (name, value) in members)
                {
                    Assert.True(actual!.AsObject().TryGetPropertyValue(name, out var own), $"{path}.{name} is missing: {what}");
                    if (!Incidental().IsMatch(name) && !(isUnderWay && name.StartsWith("numberRecords", StringComparison.Ordinal)))
                    {
                        Same(value, own, $"{path}.{name}", what);
                    }
                }
                break;
            case JsonArray items when items is [JsonObject first, ..] && Named.FirstOrDefault(first.ContainsKey) is { } key:
                foreach (var item in items)
                {
                    Same(item, (actual as JsonArray)?.FirstOrDefault(a => (string?)a?[Known(key)] == (string?)item![Known(key)]), $"{path}[{item![Known(key)]}]", what);
                }
                break;
            case JsonArray items:
                Assert.True(actual is JsonArray own2 && own2.Count == items.Count, $"{path} has another length: {what}");
                for (var i = 0; i < items.Count; i++)
                {
                    Same(items[i], actual![i], $"{path}[{i}]", what);
                }
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                Assert.True(actual?.GetValueKind() == JsonValueKind.String, $"{path} is no text: {what}");
                Text((string)value!, (string)actual!, path, what);
                break;
            default:
                Assert.True(JsonNode.DeepEquals(expected, actual), $"{path} is not {expected?.ToJsonString() ?? "null"}: {what}");
                break;
        }
    }

    /// <summary>Picklist values are told by <c>validFor</c> and known by their value.</summary>
    private static string Known(string key) => key == "validFor" ? "value" : key;

    private void Text(string expected, string actual, string path, string what)
    {
        if (expected == actual || Bind(expected) == actual || (Stamp().IsMatch(expected) && Stamp().IsMatch(actual)))
        {
            return;
        }
        var (left, right) = (Id().Matches(expected), Id().Matches(actual));
        Assert.True(left.Count > 0 && left.Count == right.Count && Id().Replace(Bind(expected), "#") == Id().Replace(actual, "#"), $"{path} is not '{expected}': {what}");
        for (var i = 0; i < left.Count; i++)
        {
            _bound.TryAdd(left[i].Value, right[i].Value);
        }
    }

    private string Bind(string text)
    {
        foreach (var (name, own) in _bound)
        {
            text = text.Replace(name, own, StringComparison.Ordinal);
        }
        return text.Replace("{token}", org.User.DefaultRequestHeaders.Authorization!.Parameter, StringComparison.Ordinal).Replace("{origin}", org.Server.BaseAddress.ToString().TrimEnd('/'), StringComparison.Ordinal);
    }

    /// <summary>The header, then the lines in some order, ids aside.</summary>
    private static string[] Masked(string csv) => Id().Replace(csv, "#").Split('\n') is [var header, .. var lines] ? [header, .. lines.Order(StringComparer.Ordinal)] : [];

    // Figures of the one run that was written down.
    [GeneratedRegex("^(retries|totalProcessingTime|apiActiveProcessingTime|apexProcessingTime|access_token|issued_at|signature|Nested)$")]
    private static partial Regex Incidental();

    [GeneratedRegex(@"\b(?=[A-Za-z0-9]*\d)[A-Za-z0-9]{15}(?:[A-Z0-5]{3})?\b")]
    private static partial Regex Id();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000\+0000$")]
    private static partial Regex Stamp();
}
