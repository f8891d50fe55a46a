using System.Runtime.CompilerServices;
using System.Text.Json;
using ContactSync.Salesforce.Wire;

namespace ContactSync.Salesforce;

/// <summary>
/// One org over its REST and Bulk API 2.0. Safe for use from many threads at once. It knows objects and fields only by the names it is given.
/// <para>A call ends in a result, or in one of these: <see cref="SalesforceException"/> = the org refused it, <see cref="UnknownOutcomeException"/> = it may
/// or may not have been applied, <see cref="UnexpectedResponseException"/> = something other than the org answered,
/// <see cref="OperationCanceledException"/> = the caller cancelled, never a time-out. Only GETs are tried again by themselves.</para>
/// </summary>
public sealed class SalesforceClient : IDisposable
{
    private const int LongestUrl = 16_000;

    private readonly Transport transport;
    private readonly Endpoint endpoint;

    /// <summary>
    /// Makes a client over <paramref name="handler"/>, which stays the caller's and must not follow redirects (see <see cref="CreateHandler"/>).
    /// <paramref name="random"/> spreads the pauses between tries. Throws <see cref="ArgumentException"/> for addresses or credentials that cannot be used.
    /// </summary>
    public SalesforceClient(HttpMessageHandler handler, SalesforceOptions options, TimeProvider? time = null, Random? random = null)
    {
        if (handler is SocketsHttpHandler { AllowAutoRedirect: true } or HttpClientHandler { AllowAutoRedirect: true })
        {
            throw new ArgumentException("The handler follows redirects, which could carry the token to another host.", nameof(handler));
        }

        options.Check();
        var clock = time ?? TimeProvider.System;
        var meters = new Meters();
        endpoint = new Endpoint(options.InstanceUrl, options.ApiVersion, options.AllowedHostSuffixes);
        var tokens = new TokenSource(options.Credentials, Request(handler, options, meters, clock));
        transport = new Transport(handler, options, tokens, meters, clock, new Backoff(options, clock, random ?? Random.Shared));
        Budget = new ApiBudget(meters, options.DailyCallShare);
        Ingest = new IngestJobs(transport, endpoint);
        BulkQuery = new QueryJobs(transport, endpoint);
        Collections = new RecordCollections(transport, endpoint);
        Probe = new RecordProbe(transport, endpoint);
    }

    /// <summary>Bulk API 2.0 ingest jobs.</summary>
    public IngestJobs Ingest { get; }

    /// <summary>Bulk API 2.0 query jobs.</summary>
    public QueryJobs BulkQuery { get; }

    /// <summary>Up to 200 records in one call.</summary>
    public RecordCollections Collections { get; }

    /// <summary>What would become of a new record.</summary>
    public RecordProbe Probe { get; }

    /// <summary>What is left of the org's daily calls for us.</summary>
    public ApiBudget Budget { get; }

    /// <summary>The Date header of the latest reply, in whole seconds; null before the first reply.</summary>
    public DateTimeOffset? ServerTime => transport.Meters.ServerTime;

    /// <summary>The org's use of its daily calls as the latest reply told it; null before.</summary>
    public ApiUsage? LimitInfo => transport.Meters.Usage;

    /// <summary>HTTP requests sent, token requests and repeated tries included.</summary>
    public long CallsMade => transport.Meters.CallsMade;

    /// <summary>Bytes of request bodies sent.</summary>
    public long BytesSent => transport.Meters.BytesSent;

    /// <summary>Bytes of reply bodies received, as they came over the wire.</summary>
    public long BytesReceived => transport.Meters.BytesReceived;

    /// <summary>A handler with the settings this client needs: no redirects, no cookies, no decompression of its own, connections renewed every 5 min.</summary>
    public static SocketsHttpHandler CreateHandler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = System.Net.DecompressionMethods.None,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectTimeout = TimeSpan.FromSeconds(30),
    };

    /// <summary>The org and the user we act as.</summary>
    public async Task<OrgIdentity> GetIdentityAsync(CancellationToken cancellationToken = default)
    {
        var request = new WireRequest(HttpMethod.Get, endpoint.Absolute("/services/oauth2/userinfo"));
        return OrgIdentity.Parse(await transport.JsonAsync(request, cancellationToken), request);
    }

    /// <summary>What an object and its fields are, as far as our user may see them.</summary>
    public async Task<ObjectDescription> DescribeAsync(string objectName, CancellationToken cancellationToken = default)
    {
        var request = new WireRequest(HttpMethod.Get, endpoint.Versioned($"/sobjects/{SoqlIdentifier.Checked(objectName)}/describe"));
        return ObjectDescription.Parse(await transport.JsonAsync(request, cancellationToken));
    }

    /// <summary>The org's limits and what is left of each.</summary>
    public async Task<ApiLimits> GetLimitsAsync(CancellationToken cancellationToken = default) =>
        ApiLimits.Parse(await transport.JsonAsync(new WireRequest(HttpMethod.Get, endpoint.Versioned("/limits")), cancellationToken));

    /// <summary>The server's clock, asked now, in whole seconds. Costs no API call of the daily limit.</summary>
    public async Task<DateTimeOffset> GetServerTimeAsync(CancellationToken cancellationToken = default)
    {
        var request = new WireRequest(HttpMethod.Get, endpoint.Absolute("/services/data")) { Authenticated = false };
        await using var reply = await transport.OpenAsync(request, cancellationToken);
        return reply.Date ?? throw new UnexpectedResponseException(request.Name, reply.Status, "without a Date header");
    }

    /// <summary>
    /// The records a query finds, page by page over REST; meant for small answers, where order and sums of a Bulk job cost more than they give.
    /// Throws <see cref="TruncatedResponseException"/> when fewer or more come than the org announced.
    /// </summary>
    public async IAsyncEnumerable<JsonElement> QueryAsync(Soql soql, bool queryAll = false, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var request = Query(soql, queryAll);
        var seen = 0L;
        while (true)
        {
            var page = await transport.JsonAsync(request, cancellationToken);
            foreach (var record in page.Items("records"))
            {
                seen++;
                yield return record;
            }

            if (page.Flag("done"))
            {
                var total = page.Number("totalSize");
                if (total != seen)
                {
                    throw new TruncatedResponseException(request.Name, "the pages ended", total, seen, BytesReceived);
                }

                yield break;
            }

            request = NextPage(request, page);
        }
    }

    /// <summary>How many records a <c>COUNT()</c> query finds.</summary>
    public async Task<long> CountAsync(Soql soql, bool queryAll = false, CancellationToken cancellationToken = default)
    {
        var request = Query(soql, queryAll);
        var reply = await transport.JsonAsync(request, cancellationToken);
        return reply.NumberOrNull("totalSize") ?? throw new UnexpectedResponseException(request.Name, System.Net.HttpStatusCode.OK, "without totalSize");
    }

    /// <summary>Releases the client; the handler stays the caller's.</summary>
    public void Dispose() => transport.Dispose();

    private WireRequest Query(Soql soql, bool queryAll)
    {
        var address = endpoint.Versioned($"/{(queryAll ? "queryAll" : "query")}?q={Uri.EscapeDataString(soql.ToString())}");
        return address.AbsoluteUri.Length <= LongestUrl
            ? new WireRequest(HttpMethod.Get, address)
            : throw new ArgumentException($"The query is too long for a URL ({address.AbsoluteUri.Length} characters, {LongestUrl} at most); use a Bulk query job.");
    }

    private WireRequest NextPage(WireRequest request, JsonElement page)
    {
        var next = page.Text("nextRecordsUrl") ?? throw new UnexpectedResponseException(request.Name, System.Net.HttpStatusCode.OK, "neither done nor with a next page");
        var address = endpoint.Page(next) ?? throw new UnexpectedResponseException(request.Name, System.Net.HttpStatusCode.OK, "with a next page on another host");
        return address != request.Address
            ? new WireRequest(HttpMethod.Get, address)
            : throw new UnexpectedResponseException(request.Name, System.Net.HttpStatusCode.OK, "with itself as the next page");
    }

    private TokenRequest? Request(HttpMessageHandler handler, SalesforceOptions options, Meters meters, TimeProvider clock)
    {
        switch (options.Credentials)
        {
            case TokenCredentials given:
                return TokenRequest.IsHeaderSafe(given.AccessToken) ? null : throw new ArgumentException("The access token is empty or holds characters no token has.");
            case JwtCredentials jwt:
                JwtAssertion.Key(jwt.PrivateKeyPem).Dispose();
                break;
        }

        var login = Endpoint.Checked(options.LoginUrl ?? options.InstanceUrl, options.AllowedHostSuffixes);
        return new TokenRequest(new Exchange(handler, options, meters, clock), options.Credentials, login, endpoint, clock);
    }
}
