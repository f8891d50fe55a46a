using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using ContactSync.Sandbox;

namespace ContactSync.Bench.Fuzz;

/// <summary>What a run found: hits by endpoint, what was wrong, and what was held after each quarter, the last of them without its oversized requests.</summary>
public sealed record FuzzFigures(IReadOnlyDictionary<string, (long Sent, long Answered, long Refused)> Endpoints, IReadOnlyList<string> Faults, long OneEdit, long Requests, IReadOnlyList<Held> Quarters)
{
    /// <summary>Half way, when every path has been taken often and every pool is as full as it gets.</summary>
    public Held Early => Quarters[1];

    public Held Late => Quarters[^1];

    /// <summary>Every endpoint there is was hit, every reply had its shape, six in ten requests were sound but for one edit, and nothing grew but what is stored.</summary>
    public bool Sound => Faults.Count == 0 && Unhit.Count == 0 && OneEdit * 10 >= Requests * 6 && Growth <= MostGrowth && !Late.Sparse;

    /// <summary>The endpoints no request was made for. A login's own address is the SOAP endpoint once more.</summary>
    public IReadOnlyList<string> Unhit => [.. Endpoint.All.Where(e => !e.Path.EndsWith("/{org}", StringComparison.Ordinal)).Select(e => e.ToString()).Where(e => !Endpoints.TryGetValue(e, out var hits) || hits.Sent == 0)];

    /// <summary>What memory grew by beside the records themselves.</summary>
    public long Growth => Late.Beside - Early.Beside;

    /// <summary>What the index entries of the records and the jobs that came to be may hold, and what is bounded whatever is sent.</summary>
    public long MostGrowth => Held.Bounded + (Math.Max(0, Late.Records - Early.Records) * Held.Record) + (Math.Max(0, Late.Jobs - Early.Jobs) * Held.Job);
}

/// <summary>
/// Managed memory after a full collection; the records and jobs it is held for; the bytes of the records and those of the arrays they lie in. An org alone was measured to hold
/// 302 bytes for a small contact, its own bytes with them, 600 to 930 for a job, and nothing for a query, a refusal or a login.
/// </summary>
public sealed record Held(long Bytes, long Records, long Jobs, long RecordBytes, long ArrayBytes)
{
    /// <summary>The number, key and index entries of a record.</summary>
    public const long Record = 300;

    /// <summary>The record, names and paths of a job.</summary>
    public const long Job = 1_500;

    /// <summary>Sessions, open queries, kept reports, and the buffers of 64 connections.</summary>
    public const long Bounded = 8L << 20;

    /// <summary>What a table may hold beside twice its records: the segment being filled and the one before it.</summary>
    public const long LastSegments = 8L << 20;

    /// <summary>Memory that holds no records.</summary>
    public long Beside => Bytes - ArrayBytes;

    /// <summary>A table holds much more than its records.</summary>
    public bool Sparse { get; init; }
}

/// <summary>Sends sound requests, requests one edit away from sound, and worse ones to a sandbox over real sockets, and looks at every reply.</summary>
public sealed class FuzzRun(int requests, int seed, string folder, TextWriter output)
{
    private const int Workers = 8;
    private const int MostFaults = 20;

    // Bodies of megabytes come in the last twentieth: what the runtime's array pool keeps of them would hide what grows.
    private const int Oversized = 20;

    // Requests delete what others are about.
    private const int RefreshEvery = 250;

    private readonly ConcurrentDictionary<string, long[]> _hits = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _faults = new();
    private long _sent;
    private long _oneEdit;
    private volatile FuzzRequest[][] _byEndpoint = [];

    public async Task<FuzzFigures> RunAsync()
    {
        await using var org = await FuzzOrg.StartAsync(seed);
        var written = Seeds.Read(folder);
        var byEndpoint = _byEndpoint = Grounded(org, written);
        foreach (var endpoint in byEndpoint)
        {
            _hits[endpoint[0].Endpoint] = new long[3];
        }
        var started = TimeProvider.System.GetTimestamp();
        var quarters = new List<Held>();
        foreach (var until in new[] { requests / 4, requests / 2, requests / 4 * 3, requests - (requests / Oversized) })
        {
            await PhaseAsync(org, written, until, oversized: false);
            quarters.Add(await org.HeldAsync());
        }
        await PhaseAsync(org, written, requests, oversized: true);
        var figures = new FuzzFigures(_hits.ToDictionary(h => h.Key, h => (h.Value[0], h.Value[1], h.Value[2])), [.. _faults], _oneEdit, requests, quarters);
        await PrintAsync(figures, TimeProvider.System.GetElapsedTime(started));
        return figures;
    }

    /// <summary>Sends requests until so many have been sent in all.</summary>
    private async Task PhaseAsync(FuzzOrg org, List<FuzzRequest> written, int until, bool oversized)
    {
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(w => Task.Run(() => WorkAsync(org, written, new Random(SeedOf(until, w)), until, oversized))));
        _sent = until;
    }

    private int SeedOf(int until, int worker) => unchecked((((seed * 1000) + worker) * 486_187_739) + until);

    private async Task WorkAsync(FuzzOrg org, List<FuzzRequest> written, Random random, int until, bool oversized)
    {
        var mutator = new Mutator(random, written, oversized);
        for (long number; (number = Interlocked.Increment(ref _sent)) <= until && _faults.Count < MostFaults;)
        {
            if (number % RefreshEvery == 0)
            {
                await org.RefreshAsync();
                _byEndpoint = Grounded(org, written);
            }
            var byEndpoint = _byEndpoint;
            var endpoint = byEndpoint[random.Next(byEndpoint.Length)];
            // A new job costs a folder: only every tenth of those drawn is made.
            if (endpoint[0].Endpoint is "POST jobs/ingest" or "POST jobs/query" && random.Next(10) > 0)
            {
                endpoint = byEndpoint[random.Next(byEndpoint.Length)];
            }
            var request = endpoint[random.Next(endpoint.Length)];
            var edits = random.Next(20) switch { < 3 => 0, < 17 => 1, _ => random.Next(2, 6) };
            for (var i = 0; i < edits; i++)
            {
                request = mutator.Edit(request);
            }
            Interlocked.Add(ref _oneEdit, edits == 1 ? 1 : 0);
            await SendAsync(org, request, random);
        }
    }

    /// <summary>The written requests by endpoint, with ids and a session that are there now.</summary>
    private static FuzzRequest[][] Grounded(FuzzOrg org, List<FuzzRequest> written) => [.. written.Select(s => Seeds.WithIds(s, org.Ids) with { Endpoint = s.Endpoint }).Select(s => s with
    {
        Path = s.Path.Replace("{org}", org.Server.OrgId, StringComparison.Ordinal).Replace("{user}", org.UserId, StringComparison.Ordinal),
        Body = s.Body is null ? null : Encoding.UTF8.GetBytes(s.Text.Replace("{session}", org.Server.AccessToken, StringComparison.Ordinal)),
    }).GroupBy(s => s.Endpoint).Select(g => g.ToArray())];

    private async Task SendAsync(FuzzOrg org, FuzzRequest request, Random random)
    {
        var hits = _hits[request.Endpoint];
        Interlocked.Increment(ref hits[0]);
        try
        {
            using var message = Message(org, request, random);
            using var reply = await org.Client.SendAsync(message);
            var body = await BodyAsync(reply);
            Interlocked.Increment(ref hits[(int)reply.StatusCode < 400 ? 1 : 2]);
            if (ShapeCheck.Fault(request, (int)reply.StatusCode, reply.Content.Headers.ContentType?.MediaType, body) is { } fault)
            {
                Note(request, $"{fault}: {(int)reply.StatusCode} {body}");
            }
            if ((int)reply.StatusCode < 300 && !ShapeCheck.IsSoap(request.Path) && Endpoint.Find(request.Method, Sendable(request.Path)) is null)
            {
                Note(request, $"answered where there is no endpoint: {(int)reply.StatusCode}");
            }
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException or InvalidDataException)
        {
            Note(request, "no reply: " + e.Message);
        }
    }

    private static HttpRequestMessage Message(FuzzOrg org, FuzzRequest request, Random random)
    {
        var uri = new Uri(org.Server.BaseAddress.ToString().TrimEnd('/') + Sendable(request.Path), new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var message = new HttpRequestMessage(new HttpMethod(request.Method), uri);
        if (request.Body is not null)
        {
            message.Content = new ByteArrayContent(request.Body);
            message.Content.Headers.TryAddWithoutValidation("Content-Type", request.ContentType);
            message.Headers.TransferEncodingChunked = random.Next(4) == 0;
        }
        message.Headers.TryAddWithoutValidation("Authorization", "Bearer " + org.Server.AccessToken);
        foreach (var (name, value) in request.Headers)
        {
            var sendable = new string([.. value.Where(c => c is >= ' ' and < '\u007f')]);
            if (name == "Authorization")
            {
                message.Headers.Remove(name);
            }
            _ = message.Headers.TryAddWithoutValidation(name, sendable) || (message.Content?.Headers.TryAddWithoutValidation(name, sendable) ?? false);
        }
        return message;
    }

    /// <summary>The path as a client can send it: what no request line may hold is escaped, and an escape that is none is made one.</summary>
    private static string Sendable(string path)
    {
        var text = new StringBuilder("/");
        var bytes = Encoding.UTF8.GetBytes(path.TrimStart('/').Length == path.Length ? path : path[1..]);
        for (var i = 0; i < bytes.Length; i++)
        {
            var c = (char)bytes[i];
            var escape = c == '%' && !(i + 2 < bytes.Length && char.IsAsciiHexDigit((char)bytes[i + 1]) && char.IsAsciiHexDigit((char)bytes[i + 2]) && !(bytes[i + 1] == '0' && bytes[i + 2] == '0'));
            text.Append(c == 0 ? "%EF%BF%BD" : escape || c is <= ' ' or >= '\u007f' or '#' ? string.Create(CultureInfo.InvariantCulture, $"%{bytes[i]:X2}") : c.ToString());
        }
        return text.ToString();
    }

    private static async Task<string> BodyAsync(HttpResponseMessage reply)
    {
        await using var stream = await reply.Content.ReadAsStreamAsync();
        await using var plain = reply.Content.Headers.ContentEncoding.Contains("gzip") ? new GZipStream(stream, CompressionMode.Decompress) : stream;
        using var reader = new StreamReader(plain, Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }

    private void Note(FuzzRequest request, string what) =>
        _faults.Enqueue($"{request.Method} {request.Path} [{request.ContentType}] {string.Join(' ', request.Headers)} {Cut(request.Text)}\n    {Cut(what)}");

    private static string Cut(string text) => text.Length <= 600 ? text : text[..600] + "...";

    private async Task PrintAsync(FuzzFigures figures, TimeSpan took)
    {
        await output.WriteLineAsync($"{"endpoint",-60}{"sent",10}{"answered",10}{"refused",10}");
        foreach (var (name, (sent, answered, refused)) in figures.Endpoints.OrderBy(e => e.Key, StringComparer.Ordinal))
        {
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{name,-60}{sent,10:N0}{answered,10:N0}{refused,10:N0}"));
        }
        foreach (var endpoint in figures.Unhit)
        {
            await output.WriteLineAsync("NOT HIT " + endpoint);
        }
        foreach (var fault in figures.Faults)
        {
            await output.WriteLineAsync("WRONG " + fault);
        }
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{requests:N0} requests in {took.TotalSeconds:N0} s, {figures.OneEdit * 100.0 / requests:N1} % one edit away from sound; {figures.Faults.Count} replies of a wrong shape; managed memory after each quarter: {string.Join(", ", figures.Quarters.Select(Shown))}; in the second half it grew by {figures.Growth / 1e6:N1} MB of {figures.MostGrowth / 1e6:N1} MB allowed: {(figures.Sound ? "sound" : "NOT SOUND")}"));
    }

    private static string Shown(Held held) => string.Create(CultureInfo.InvariantCulture, $"{held.Bytes / 1e6:N0} MB ({held.Records:N0} records of {held.RecordBytes / 1e6:N1} MB in {held.ArrayBytes / 1e6:N1} MB, {held.Jobs:N0} jobs)");
}
