using System.Net;

namespace ContactSync.Salesforce.Wire;

/// <summary>Asks the login host for an access token and makes sure that it belongs to the org we are set up for.</summary>
internal sealed class TokenRequest(Exchange exchange, Credentials credentials, Uri loginUrl, Endpoint instance, TimeProvider time)
{
    private const int LongestReply = 1 << 16;

    public async Task<string> SendAsync(IEnumerable<string> secrets, CancellationToken cancellationToken)
    {
        var request = new WireRequest(HttpMethod.Post, new Uri(loginUrl, "/services/oauth2/token"), () => new FormUrlEncodedContent(Form()));
        await using var reply = await exchange.SendAsync(request, token: null, cancellationToken);
        if (reply.Status != HttpStatusCode.OK)
        {
            var failure = await ReplyErrors.ReadAsync(request, reply, secrets, cancellationToken);
            throw failure is SalesforceException { IsTransient: false } refused ? new AuthenticationFailedException(request.Name, refused.StatusCode, refused.Errors) : failure;
        }

        try
        {
            var body = Json.Parse(await reply.ReadAllAsync(LongestReply, cancellationToken));
            var token = body.Text("access_token") ?? "";
            Check(request, body.Text("instance_url"), token);
            return token;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or System.Text.Json.JsonException)
        {
            throw new UnknownOutcomeException(request.Name, "the reply with the token broke off", e);
        }
    }

    private void Check(WireRequest request, string? instanceUrl, string token)
    {
        if (!IsHeaderSafe(token))
        {
            throw new UnexpectedResponseException(request.Name, HttpStatusCode.OK, "without a usable access_token");
        }

        if (instanceUrl is not null && !(Uri.TryCreate(instanceUrl, UriKind.Absolute, out var url) && instance.SameHost(url)))
        {
            throw new AuthenticationFailedException(request.Name, HttpStatusCode.OK,
                [new("WRONG_INSTANCE", $"the token is for {Scrubber.Text(instanceUrl, [])}, not for the org set up; correct the instance URL", [])]);
        }
    }

    public static bool IsHeaderSafe(string token) => token.Length is > 0 and <= 16_384 && token.All(c => c is > ' ' and <= '~');

    private IEnumerable<KeyValuePair<string, string>> Form() => credentials switch
    {
        ClientSecretCredentials client => [new("grant_type", "client_credentials"), new("client_id", client.ClientId), new("client_secret", client.ClientSecret)],
        JwtCredentials jwt =>
        [
            new("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"),
            new("assertion", JwtAssertion.Sign(jwt, jwt.Audience ?? loginUrl.GetLeftPart(UriPartial.Authority), time.GetUtcNow())),
        ],
        _ => throw new InvalidOperationException($"{credentials} cannot be exchanged for a token."),
    };
}
