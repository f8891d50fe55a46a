using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ContactSync.Bench.Fuzz;

/// <summary>The sound requests that edits are made of: those of the transcripts, with ids that are there, and a few of bodies the transcripts have no form for.</summary>
public static partial class Seeds
{
    /// <summary>tests/Transcripts above the program.</summary>
    public static string Folder
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!Directory.Exists(Path.Combine(folder.FullName, "tests", "Transcripts")))
            {
                folder = folder.Parent ?? throw new DirectoryNotFoundException("tests/Transcripts is not above the program.");
            }
            return Path.Combine(folder.FullName, "tests", "Transcripts");
        }
    }

    /// <summary>Every request of the transcripts, once.</summary>
    public static List<FuzzRequest> Read(string folder)
    {
        var found = new List<FuzzRequest>();
        foreach (var file in Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            var transcript = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
            foreach (var exchange in (transcript["exchanges"] ?? transcript["errors"])?.AsArray() ?? [])
            {
                if (exchange!["request"] is JsonObject request)
                {
                    found.Add(Of(request));
                }
            }
        }
        found.AddRange(Others());
        return [.. found.DistinctBy(r => (r.Method, r.Path, r.Text))];
    }

    /// <summary>Puts ids that are there in the place of those a request was written with; <paramref name="ids"/> are by their first three characters and, for jobs, by kind.</summary>
    public static FuzzRequest WithIds(FuzzRequest request, IReadOnlyDictionary<string, string> ids)
    {
        string Replace(string text) => Id().Replace(text, m =>
        {
            var prefix = m.Value[..3] == "750" ? request.Path.Contains("/jobs/query", StringComparison.Ordinal) ? "750q" : "750i" : m.Value[..3];
            return ids.GetValueOrDefault(prefix, m.Value);
        });
        return request with { Path = Replace(request.Path), Body = request.Body is null ? null : Encoding.UTF8.GetBytes(Replace(request.Text)) };
    }

    private static FuzzRequest Of(JsonObject request)
    {
        var headers = (request["headers"]?.AsObject() ?? []).Where(h => h.Key is not ("Authorization" or "Content-Type" or "Content-Length" or "Transfer-Encoding")).ToDictionary(h => h.Key, h => (string)h.Value!);
        var (body, type) = request["json"] is { } json ? (json.ToJsonString(), "application/json; charset=UTF-8")
            : (string?)request["text"] is { } text ? (text, (string?)request["headers"]?["Content-Type"] ?? "text/csv")
            : request["form"] is JsonObject form ? (string.Join('&', form.Select(f => $"{f.Key}={Uri.EscapeDataString((string)f.Value!)}")), "application/x-www-form-urlencoded")
            : (null, (string?)null);
        return new FuzzRequest((string)request["method"]!, (string)request["path"]!, body is null ? null : Encoding.UTF8.GetBytes(body), type, headers);
    }

    private static IEnumerable<FuzzRequest> Others()
    {
        var none = new Dictionary<string, string>();
        const string Data = "/services/data/v66.0";
        static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
        string Envelope(string call) => $"<se:Envelope xmlns:se=\"http://schemas.xmlsoap.org/soap/envelope/\"><se:Header><SessionHeader xmlns=\"urn:partner.soap.sforce.com\"><sessionId>{{session}}</sessionId></SessionHeader></se:Header><se:Body>{call}</se:Body></se:Envelope>";
        foreach (var call in new[]
        {
            "<undelete><ids>0038c00002hMS4mAAG</ids></undelete>",
            "<merge><request><masterRecord><type>Contact</type><Id>0038c00002hMS4kAAG</Id></masterRecord><recordToMergeIds>0038c00002hMS4lAAG</recordToMergeIds></request></merge>",
            "<convertLead><leadConverts><leadId>00Q8c00002hMS4kAAG</leadId><convertedStatus>Closed - Converted</convertedStatus><doNotCreateOpportunity>false</doNotCreateOpportunity></leadConverts></convertLead>",
        })
        {
            yield return new FuzzRequest("POST", "/services/Soap/u/66.0", Utf8(Envelope(call)), "text/xml", none);
        }
        yield return new FuzzRequest("POST", "/services/Soap/u/64.0", Utf8(Envelope("<login xmlns=\"urn:partner.soap.sforce.com\"><username>integration@sandbox.example</username><password>sandbox-password</password></login>")), "text/xml", none);
        yield return new FuzzRequest("POST", Data + "/jobs/ingest", Utf8("--b\r\nContent-Disposition: form-data; name=\"job\"\r\nContent-Type: application/json\r\n\r\n{\"object\":\"Contact\",\"operation\":\"insert\"}\r\n--b\r\nContent-Disposition: form-data; name=\"content\"; filename=\"content\"\r\nContent-Type: text/csv\r\n\r\nLastName\nOne\n\r\n--b--\r\n"), "multipart/form-data; boundary=b", none);
        yield return new FuzzRequest("GET", Data, null, null, none);
        yield return new FuzzRequest("GET", Data + "/sobjects", null, null, none);
        yield return new FuzzRequest("GET", Data + "/sobjects/Contact", null, null, none);
        yield return new FuzzRequest("GET", Data + "/limits/recordCount?sObjects=Contact,Account", null, null, none);
        yield return new FuzzRequest("GET", "/id/{org}/{user}?format=json", null, null, none);
        yield return new FuzzRequest("GET", "/services/oauth2/userinfo", null, null, none);
        yield return new FuzzRequest("POST", "/services/oauth2/revoke", Utf8("token=00D000000000001!x"), "application/x-www-form-urlencoded", none);
        yield return new FuzzRequest("GET", Data + "/jobs/query/750R0000000zlh9IAA/resultPages", null, null, none);
        yield return new FuzzRequest("GET", Data + "/jobs/query/750R0000000zlh9IAA/results?maxRecords=1", null, null, none);
        yield return new FuzzRequest("GET", Data + "/jobs/query?jobType=V2Query", null, null, none);
        yield return new FuzzRequest("GET", Data + "/sobjects/Contact/listviews/All", null, null, none);
        yield return new FuzzRequest("GET", Data + "/analytics/reports/00OR0000000K2UeMAK/instances", null, null, none);
        yield return new FuzzRequest("GET", Data + "/query?q=SELECT+Id,+TYPEOF+What+WHEN+Account+THEN+Phone,+Name+WHEN+Opportunity+THEN+Amount+ELSE+Name,+Type+END+FROM+Task+USING+SCOPE+mine+WHERE+Who.Type+=+'Contact'", null, null, none);
        yield return new FuzzRequest("PATCH", Data + "/sobjects/Account/001b000003QSlaTAAT", Utf8("{\"Phone\":\"1\"}"), "application/json", new Dictionary<string, string> { ["If-Match"] = "\"U5iWijwWbQD18jeiXwsqxeGpZQk=\"", ["If-Unmodified-Since"] = "Fri, 02 Jan 2026 21:33:43 GMT" });
        yield return new FuzzRequest("GET", Data + "/queryAll?q=SELECT+Id,+Account.Name+FROM+Contact+WHERE+LastName+LIKE+'P%25'+ORDER+BY+LastName+LIMIT+5", null, null, none);
    }

    [GeneratedRegex(@"\b(?:001|003|006|00Q|00B|00O|0LG|750)(?=[A-Za-z0-9]*\d)[A-Za-z0-9]{12}(?:[A-Z0-5]{3})?\b")]
    private static partial Regex Id();
}
