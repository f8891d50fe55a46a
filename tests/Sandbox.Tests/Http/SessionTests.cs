using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace ContactSync.Sandbox.Tests.Http;

/// <summary>How sessions come by user name and by refresh token, and how they end.</summary>
public sealed class SessionTests
{
    [Theory]
    [InlineData(true, "sandbox-passwordsandbox-security-token", HttpStatusCode.OK)]
    [InlineData(true, "wrong", HttpStatusCode.BadRequest)]
    [InlineData(false, "sandbox-passwordsandbox-security-token", HttpStatusCode.BadRequest)]
    public async Task The_password_flow_is_open_only_where_it_is_allowed(bool allowed, string password, HttpStatusCode status)
    {
        await using var org = await TestOrg.StartAsync(o => o with { AllowPasswordFlow = allowed });
        var (code, body) = await TokenAsync(org, ("grant_type", "password"), ("username", "admin@sandbox.example"), ("password", password));
        Assert.Equal(status, code);
        Assert.Equal(status == HttpStatusCode.OK ? null : "authentication failure", body.TryGetProperty("error_description", out var d) ? d.GetString() : null);
        Assert.False(body.TryGetProperty("refresh_token", out _));
    }

    [Fact]
    public async Task A_refresh_token_gives_sessions_until_it_is_revoked()
    {
        await using var org = await TestOrg.StartAsync();
        var refresh = await RefreshTokenAsync(org);
        for (var i = 0; i < 2; i++)
        {
            var (status, body) = await TokenAsync(org, ("grant_type", "refresh_token"), ("refresh_token", refresh));
            Assert.Equal(HttpStatusCode.OK, status);
            Assert.False(body.TryGetProperty("refresh_token", out _));
            org.User.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", body.GetProperty("access_token").GetString());
            await org.GetAsync("/limits");
        }
        Assert.Equal(HttpStatusCode.OK, await RevokeAsync(org, refresh));
        await org.RestartAsync();
        Assert.Equal("expired access/refresh token", (await TokenAsync(org, ("grant_type", "refresh_token"), ("refresh_token", refresh))).Body.GetProperty("error_description").GetString());
        Assert.Equal("expired access/refresh token", (await TokenAsync(org, ("grant_type", "refresh_token"), ("refresh_token", org.User.DefaultRequestHeaders.Authorization!.Parameter!))).Body.GetProperty("error_description").GetString());
    }

    [Fact]
    public async Task With_rotation_each_refresh_token_is_good_once()
    {
        await using var org = await TestOrg.StartAsync(o => o with { RotateRefreshTokens = true });
        var first = await RefreshTokenAsync(org);
        var second = (await TokenAsync(org, ("grant_type", "refresh_token"), ("refresh_token", first))).Body.GetProperty("refresh_token").GetString()!;
        Assert.Equal(HttpStatusCode.BadRequest, (await TokenAsync(org, ("grant_type", "refresh_token"), ("refresh_token", first))).Status);
        Assert.Equal(HttpStatusCode.OK, (await TokenAsync(org, ("grant_type", "refresh_token"), ("refresh_token", second))).Status);
    }

    [Fact]
    public async Task A_session_left_alone_ends_and_each_request_prolongs_it()
    {
        var clock = new MovableClock(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        await using var org = await TestOrg.StartAsync(o => o with { TimeProvider = clock });
        for (var i = 0; i < 3; i++)
        {
            clock.Now += TimeSpan.FromMinutes(110);
            await org.GetAsync("/limits");
        }
        clock.Now += TimeSpan.FromMinutes(121);
        var error = await org.RefusedAsync(HttpMethod.Get, "/limits", null, HttpStatusCode.Unauthorized, "INVALID_SESSION_ID");
        Assert.Equal("Session expired or invalid", error.GetProperty("message").GetString());
    }

    [Fact]
    public async Task A_revoked_session_is_invalid_also_after_a_restart()
    {
        await using var org = await TestOrg.StartAsync();
        var authorization = org.User.DefaultRequestHeaders.Authorization!;
        Assert.Equal(HttpStatusCode.OK, await RevokeAsync(org, authorization.Parameter!));
        await org.RefusedAsync(HttpMethod.Get, "/limits", null, HttpStatusCode.Unauthorized, "INVALID_SESSION_ID");
        await org.RestartAsync();
        org.User.DefaultRequestHeaders.Authorization = authorization;
        await org.RefusedAsync(HttpMethod.Get, "/limits", null, HttpStatusCode.Unauthorized, "INVALID_SESSION_ID");
        Assert.Equal(HttpStatusCode.BadRequest, await RevokeAsync(org, "nonsense"));
    }

    [Fact]
    public async Task Too_many_logins_by_password_are_refused()
    {
        await using var org = await TestOrg.StartAsync(o => o with { AllowPasswordFlow = true, HourlyLogins = 1 });
        (string, string)[] login = [("grant_type", "password"), ("username", "admin@sandbox.example"), ("password", "sandbox-password")];
        Assert.Equal(HttpStatusCode.OK, (await TokenAsync(org, login)).Status);
        var (status, body) = await TokenAsync(org, login);
        Assert.Equal((HttpStatusCode.BadRequest, "rate_limit_exceeded"), (status, body.GetProperty("error").GetString()));
    }

    private static Task<string> RefreshTokenAsync(TestOrg org) => File.ReadAllTextAsync(Path.Combine(org.Options.DataDirectory, "refresh-token"));

    private static async Task<HttpStatusCode> RevokeAsync(TestOrg org, string token)
    {
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("token", token)]);
        using var reply = await org.Anonymous.PostAsync("/services/oauth2/revoke", form);
        return reply.StatusCode;
    }

    private static async Task<(HttpStatusCode Status, JsonElement Body)> TokenAsync(TestOrg org, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Append(("client_id", "sandbox-integration")).Append(("client_secret", "sandbox-integration-secret")).Select(f => KeyValuePair.Create(f.Item1, f.Item2)));
        using var reply = await org.Anonymous.PostAsync("/services/oauth2/token", form);
        return (reply.StatusCode, JsonElement.Parse(await reply.Content.ReadAsStringAsync()));
    }
}
