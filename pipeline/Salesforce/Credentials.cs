namespace ContactSync.Salesforce;

/// <summary>A way to prove who we are to an org. No form of it shows its secret as text.</summary>
public abstract class Credentials
{
    private protected Credentials()
    {
    }

    /// <summary>The OAuth client-credentials flow: the app acts as the user it is set up to run as.</summary>
    public static Credentials ForClient(string clientId, string clientSecret) => new ClientSecretCredentials(clientId, clientSecret);

    /// <summary>
    /// The OAuth JWT bearer flow, signed RS256 with an RSA private key in PEM (PKCS#1 or PKCS#8, unencrypted).
    /// <paramref name="audience"/> is the login address the org expects; the login URL when null.
    /// </summary>
    public static Credentials ForJwt(string clientId, string username, string privateKeyPem, string? audience = null) =>
        new JwtCredentials(clientId, username, privateKeyPem, audience);

    /// <summary>An access token obtained elsewhere. It cannot be renewed: when it expires, calls fail.</summary>
    public static Credentials ForToken(string accessToken) => new TokenCredentials(accessToken);

    /// <summary>The kind of credentials; never their content.</summary>
    public sealed override string ToString() => GetType().Name;
}

internal sealed class ClientSecretCredentials(string clientId, string clientSecret) : Credentials
{
    public string ClientId { get; } = clientId;

    public string ClientSecret { get; } = clientSecret;
}

internal sealed class JwtCredentials(string clientId, string username, string privateKeyPem, string? audience) : Credentials
{
    public string ClientId { get; } = clientId;

    public string Username { get; } = username;

    public string PrivateKeyPem { get; } = privateKeyPem;

    public string? Audience { get; } = audience;
}

internal sealed class TokenCredentials(string accessToken) : Credentials
{
    public string AccessToken { get; } = accessToken;
}
