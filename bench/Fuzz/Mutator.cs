using System.Text;

namespace ContactSync.Bench.Fuzz;

/// <summary>Makes one edit to a sound request: to its method, path, query, headers or body, which becomes <paramref name="oversized"/> now and then.</summary>
public sealed class Mutator(Random random, IReadOnlyList<FuzzRequest> seeds, bool oversized)
{
    private const int Oversized = 2_000_000;
    private const int OversizedOneIn = 100;

    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "FOO"];
    private static readonly string[] Types = ["application/json", "text/csv", "text/xml", "application/x-www-form-urlencoded", "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=b", "nonsense", ";"];
    private static readonly string[] Versions = ["v0.0", "v30.0", "v31.0", "v65.0", "v67.0", "v66.5", "v99999999999.0", "66.0", "v", "V66.0"];
    private static readonly string[] Words =
    [
        "null", "true", "\"\"", "[]", "{}", "[[[[[[[[[[", "{\"a\":", "-1", "1e999", "99999999999999999999", "\"\\u0000\"", "\"\\ud800\"", "@{a.id}", "@{", "é", "\U0001F600", "\0", "\r\n", "\n", "\"", "'", ",", ":", "}", "]", "<", "&", "&amp;", "]]>", "%", "%25",
        " OR ", " AND ", "SELECT", "FROM Contact", "Id", "Nope", "Nope__c", "Contact", "Account", "User", "003000000000001AAA", "001000000000001", "0", "2001", "-2000", "2026-13-45T99:99:99Z", "2026-01-01T00:00:00+00:00", "9999-12-31", "0001-01-01",
        "UploadComplete", "Aborted", "upsert", "hardDelete", "CRLF", "TAB", "records", "attributes", "referenceId", "LIMIT", "OFFSET", "COUNT()", "(SELECT Id FROM Contacts)",
        "TYPEOF", "WHEN", "THEN", "ELSE", "END", "USING SCOPE", "Who.Type", "What",
    ];

    public FuzzRequest Edit(FuzzRequest request) => random.Next(20) switch
    {
        0 => request with { Method = Methods[random.Next(Methods.Length)] },
        1 => request with { Path = request.Path.Replace("v66.0", Versions[random.Next(Versions.Length)], StringComparison.Ordinal) },
        2 or 3 => request with { Path = Segment(request.Path) },
        4 or 5 or 6 => request with { Path = Characters(request.Path) },
        7 => request with { ContentType = Types[random.Next(Types.Length)] },
        8 => Header(request),
        9 => request with { Body = random.Next(2) == 0 ? OfAnother() : Encoding.UTF8.GetBytes(Words[random.Next(Words.Length)]) },
        10 when request.Body is not null => request with { Body = request.Body[..random.Next(request.Body.Length + 1)] },
        11 when request.Body is not null && oversized && random.Next(OversizedOneIn) == 0 => request with { Body = Encoding.UTF8.GetBytes(Characters(request.Text, new string('x', Oversized))) },
        _ when request.Body is not null => request with { Body = random.Next(8) == 0 ? Bytes(request.Body) : Encoding.UTF8.GetBytes(Characters(request.Text)) },
        _ => request with { Path = Characters(request.Path) },
    };

    /// <summary>Puts something in, takes something out, doubles something, or puts a word in the place of another.</summary>
    private string Characters(string text, string? piece = null)
    {
        var (at, word) = (random.Next(text.Length + 1), piece ?? Words[random.Next(Words.Length)]);
        var length = Math.Min(text.Length - at, random.Next(1, 10));
        return random.Next(4) switch
        {
            0 => text.Insert(at, word),
            1 => text.Remove(at, length),
            2 => text.Insert(at, text.Substring(at, length)),
            _ => text.Remove(at, length).Insert(at, word),
        };
    }

    private static byte[] Flip(byte[] bytes, int at, byte with)
    {
        var copy = bytes.ToArray();
        copy[at] = with;
        return copy;
    }

    private byte[] Bytes(byte[] bytes) => bytes.Length == 0 ? [0xff] : Flip(bytes, random.Next(bytes.Length), (byte)random.Next(256));

    private byte[]? OfAnother() => seeds[random.Next(seeds.Count)].Body;

    private string Segment(string path)
    {
        var parts = path.Split('/').ToList();
        if (parts.Count < 2)
        {
            return "/" + path;
        }
        var at = random.Next(1, parts.Count);
        switch (random.Next(3))
        {
            case 0:
                parts.RemoveAt(at);
                break;
            case 1:
                parts.Insert(at, parts[at]);
                break;
            default:
                var others = seeds[random.Next(seeds.Count)].Path.Split('/');
                parts[at] = others[random.Next(others.Length)];
                break;
        }
        return "/" + string.Join('/', parts).TrimStart('/');
    }

    private FuzzRequest Header(FuzzRequest request)
    {
        var headers = new Dictionary<string, string>(request.Headers);
        var (name, value) = random.Next(6) switch
        {
            0 => ("Authorization", "Bearer " + Words[random.Next(Words.Length)]),
            1 => ("Content-Encoding", random.Next(2) == 0 ? "gzip" : "br"),
            2 => ("Sforce-Query-Options", "batchSize=" + random.Next(-5, 5000)),
            3 => ("If-Modified-Since", "Thu, 03 Sep 2099 21:35:07 GMT"),
            4 => ("Accept-Encoding", "gzip;q=" + random.Next(2)),
            _ => ("X-PrettyPrint", "1"),
        };
        headers[name] = value;
        return request with { Headers = headers };
    }
}
