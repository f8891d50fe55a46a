using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ContactSync.Sandbox.Writing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace ContactSync.Sandbox.Http;

/// <summary>
/// The token endpoint: client credentials (form or Basic), JWT bearer, refresh tokens, user name and password; and the end of a token.
/// Errors are objects here, not arrays.
/// </summary>
internal static class OAuthEndpoints
{
    private const int LargestForm = 64 * 1024;

    public static async Task TokenAsync(Exchange exchange)
    {
        try
        {
            await GrantAsync(exchange);
        }
        catch (SalesforceFault fault) when (fault.Status == 413)
        {
            await ErrorAsync(exchange, fault.Status, "invalid_request", fault.Error.Message);
        }
    }

    private static async Task GrantAsync(Exchange exchange)
    {
        if (await FormAsync(exchange) is not { } form)
        {
            await ErrorAsync(exchange, 400, "invalid_request", "the form cannot be read");
            return;
        }
        var fields = form.ToDictionary(f => f.Key, f => f.Value.ToString(), StringComparer.Ordinal);
        string Field(string name) => fields.GetValueOrDefault(name) ?? exchange.QueryValue(name) ?? "";
        var (client, secret) = Basic(exchange) ?? (Field("client_id"), Field("client_secret"));
        switch (Field("grant_type"))
        {
            case "client_credentials":
                await (Registered(exchange.Box, client) is not { } app ? ErrorAsync(exchange, 400, "invalid_client_id", "client identifier invalid")
                    : !Same(secret, app.Secret) ? ErrorAsync(exchange, 401, "invalid_client", "invalid client credentials")
                    : GrantAsync(exchange, app.User));
                return;
            case "urn:ietf:params:oauth:grant-type:jwt-bearer":
                var (user, refusal) = JwtAssertion.Verify(Field("assertion"), exchange.Box);
                await (user is null ? ErrorAsync(exchange, 400, refusal == "client identifier invalid" ? "invalid_client_id" : "invalid_grant", refusal!) : GrantAsync(exchange, user));
                return;
            case "password":
                await (Client(exchange, client, secret) ? PasswordAsync(exchange, Field("username"), Field("password")) : ErrorAsync(exchange, 400, "invalid_client_id", "client identifier invalid"));
                return;
            case "refresh_token":
                await RefreshAsync(exchange, client, secret, Field("refresh_token"));
                return;
            case "":
                await ErrorAsync(exchange, 400, "invalid_request", "must provide grant type");
                return;
            default:
                await ErrorAsync(exchange, 400, "unsupported_grant_type", "grant type not supported");
                return;
        }
    }

    /// <summary>Ends a token; the form or the query names it.</summary>
    public static async Task RevokeAsync(Exchange exchange)
    {
        var form = await FormAsync(exchange);
        var token = form is not null && form.TryGetValue("token", out var given) ? given.ToString() : exchange.QueryValue("token");
        await (token is null ? ErrorAsync(exchange, 400, "invalid_request", "missing required parameter: token")
            : exchange.Box.Tokens.Revoke(token) ? exchange.EmptyAsync(200)
            : ErrorAsync(exchange, 400, "unsupported_token_type", "this token type is not supported"));
    }

    /// <summary>The user of a name and a password, at the end of which the security token may stand; null when they are wrong.</summary>
    public static Caller? ByPassword(OrgBox box, string name, string password) =>
        box.Users.ByUsername(name) is { } user && user.Username.Equals(name, StringComparison.OrdinalIgnoreCase)
        && (Same(password, box.Options.Password) || Same(password, box.Options.Password + box.Options.SecurityToken)) ? user : null;

    /// <summary>The form of the body; null when its names or values are too many or too long.</summary>
    private static async Task<Dictionary<string, StringValues>?> FormAsync(Exchange exchange)
    {
        try
        {
            return new FormReader(Encoding.UTF8.GetString(await exchange.ReadAllAsync(LargestForm))).ReadForm();
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static bool Client(Exchange exchange, string client, string secret) => Registered(exchange.Box, client) is { } app && Same(secret, app.Secret);

    /// <summary>The user a client acts as, and its secret; null for a client nobody knows.</summary>
    private static (Caller User, string Secret)? Registered(OrgBox box, string client) =>
        client == box.Options.ClientId ? (box.Users.Integration, box.Options.ClientSecret)
        : client == box.Options.AdminClientId ? (box.Users.Admin, box.Options.AdminClientSecret)
        : box.Users.ByClient(client) is { } user ? (user, client + "-secret") : null;

    private static Task PasswordAsync(Exchange exchange, string name, string password)
    {
        var box = exchange.Box;
        if (box.Options.EnforceLimits && !box.Limits.Logins.TryAdd(1, box.Options.HourlyLogins))
        {
            return ErrorAsync(exchange, 400, "rate_limit_exceeded", "login rate exceeded");
        }
        return box.Options.AllowPasswordFlow && ByPassword(box, name, password) is { } user ? GrantAsync(exchange, user) : ErrorAsync(exchange, 400, "invalid_grant", "authentication failure");
    }

    /// <summary>A secret may be left out, but not be wrong. With rotation the token used dies before the next is given.</summary>
    private static Task RefreshAsync(Exchange exchange, string client, string secret, string token)
    {
        var (tokens, options) = (exchange.Box.Tokens, exchange.Box.Options);
        if (Registered(exchange.Box, client) is null)
        {
            return ErrorAsync(exchange, 400, "invalid_client_id", "client identifier invalid");
        }
        if (secret.Length > 0 && !Client(exchange, client, secret))
        {
            return ErrorAsync(exchange, 400, "invalid_client", "invalid client credentials");
        }
        if (tokens.VerifyRefresh(token) is not { } user || (options.RotateRefreshTokens && !tokens.Revoke(token)))
        {
            return ErrorAsync(exchange, 400, "invalid_grant", "expired access/refresh token");
        }
        return GrantAsync(exchange, user, options.RotateRefreshTokens ? tokens.IssueRefresh(user) : null);
    }

    private static (string Client, string Secret)? Basic(Exchange exchange)
    {
        var header = exchange.Request.Headers.Authorization.ToString();
        Span<byte> bytes = stackalloc byte[1024];
        if (!header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase) || header.Length > 1024 || !Convert.TryFromBase64String(header[6..].Trim(), bytes, out var length))
        {
            return null;
        }
        var pair = Encoding.UTF8.GetString(bytes[..length]).Split(':', 2);
        return pair.Length == 2 ? (Uri.UnescapeDataString(pair[0]), Uri.UnescapeDataString(pair[1])) : null;
    }

    private static bool Same(string given, string right) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(right));

    private static Task GrantAsync(Exchange exchange, Caller caller, string? refresh = null)
    {
        var box = exchange.Box;
        if (!box.Users.IsActive(caller))
        {
            return ErrorAsync(exchange, 400, "invalid_grant", "inactive user");
        }
        exchange.Log.User = caller.Username;
        var issuedAt = box.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        var issued = issuedAt.ToString(CultureInfo.InvariantCulture);
        var id = $"{box.BaseUrl}/id/{box.OrgId}/{caller.Id}";
        return exchange.JsonAsync(200, json =>
        {
            json.WriteStartObject();
            json.WriteString("access_token", box.Tokens.Issue(caller));
            if (refresh is not null)
            {
                json.WriteString("refresh_token", refresh);
            }
            json.WriteString("signature", AccessTokens.Sign(id, issued, box.Options.ClientSecret));
            json.WriteString("scope", "api");
            json.WriteString("instance_url", box.BaseUrl);
            json.WriteString("id", id);
            json.WriteString("token_type", "Bearer");
            json.WriteString("issued_at", issued);
            json.WriteString("api_instance_url", box.BaseUrl);
            json.WriteEndObject();
        });
    }

    private static Task ErrorAsync(Exchange exchange, int status, string error, string description) => exchange.JsonAsync(status, json =>
    {
        json.WriteStartObject();
        json.WriteString("error", error);
        json.WriteString("error_description", description);
        json.WriteEndObject();
    });
}
