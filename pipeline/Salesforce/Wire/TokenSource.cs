using System.Collections.Concurrent;
using System.Net;

namespace ContactSync.Salesforce.Wire;

/// <summary>
/// Holds the access token and renews it once for all who find it stale: however many calls fail together, one token request is made and each
/// of them gets its result, good or bad.
/// </summary>
internal sealed class TokenSource(Credentials credentials, TokenRequest? request)
{
    private readonly Lock gate = new();
    private readonly ConcurrentDictionary<string, byte> secrets = new(Known(credentials));
    private string? current = (credentials as TokenCredentials)?.AccessToken;
    private Task<string>? renewal;

    public bool CanRenew => request is not null;

    /// <summary>Texts that must never be shown: every token seen, and the client secret.</summary>
    public IEnumerable<string> Secrets => secrets.Keys;

    /// <summary>A token other than <paramref name="stale"/>: the one at hand, or that of the renewal under way, or of a new one.</summary>
    public Task<string> GetAsync(string? stale, CancellationToken cancellationToken)
    {
        Task<string> shared;
        lock (gate)
        {
            if (current is not null && current != stale)
            {
                return Task.FromResult(current);
            }

            if (renewal is null or { IsCompleted: true })
            {
                renewal = RenewAsync();
            }

            shared = renewal;
        }

        // One caller's cancellation must not take the token from the others.
        return shared.WaitAsync(cancellationToken);
    }

    private async Task<string> RenewAsync()
    {
        await Task.Yield();
        if (request is null)
        {
            throw new AuthenticationFailedException("access token", HttpStatusCode.Unauthorized, [new("INVALID_SESSION_ID", "the given access token has expired and cannot be renewed", [])]);
        }

        var token = await request.SendAsync(Secrets, CancellationToken.None);
        secrets.TryAdd(token, 0);
        lock (gate)
        {
            current = token;
        }

        return token;
    }

    private static IEnumerable<KeyValuePair<string, byte>> Known(Credentials credentials) => credentials switch
    {
        TokenCredentials given => [new(given.AccessToken, 0)],
        ClientSecretCredentials client => [new(client.ClientSecret, 0)],
        _ => [],
    };
}
