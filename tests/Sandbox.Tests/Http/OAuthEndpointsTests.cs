using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ContactSync.Sandbox.Tests.Http;

public sealed class OAuthEndpointsTests
{
    [Fact]
    public async Task Client_credentials_give_a_token_of_the_documented_shape()
    {
        await using var org = await TestOrg.StartAsync();

        var (status, grant) = await TokenAsync(org, ("grant_type", "client_credentials"), ("client_id", "sandbox-integration"), ("client_secret", "sandbox-integration-secret"));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.StartsWith(org.Server.OrgId[..15] + "!", grant.GetProperty("access_token").GetString());
        Assert.Equal("Bearer", grant.GetProperty("token_type").GetString());
        Assert.Equal(org.Server.BaseAddress.ToString().TrimEnd('/'), grant.GetProperty("instance_url").GetString());
        Assert.Contains("/id/" + org.Server.OrgId + "/005", grant.GetProperty("id").GetString());
        Assert.True(long.Parse(grant.GetProperty("issued_at").GetString()!, CultureInfo.InvariantCulture) > 1_000_000_000_000);
        Assert.False(grant.TryGetProperty("expires_in", out _));
        Assert.False(grant.TryGetProperty("refresh_token", out _));
    }

    [Fact]
    public async Task Client_credentials_may_come_as_basic_authorization()
    {
        await using var org = await TestOrg.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/services/oauth2/token") { Content = new FormUrlEncodedContent([KeyValuePair.Create("grant_type", "client_credentials")]) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String("sandbox-integration:sandbox-integration-secret"u8));

        using var reply = await org.Anonymous.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
    }

    [Theory]
    [InlineData("client_credentials", "nobody", "x", 400, "invalid_client_id", "client identifier invalid")]
    [InlineData("client_credentials", "sandbox-integration", "wrong", 401, "invalid_client", "invalid client credentials")]
    [InlineData("magic", "a", "b", 400, "unsupported_grant_type", "grant type not supported")]
    [InlineData("password", "a", "b", 400, "invalid_client_id", "client identifier invalid")]
    [InlineData("password", "sandbox-integration", "sandbox-integration-secret", 400, "invalid_grant", "authentication failure")]
    [InlineData("refresh_token", "a", "b", 400, "invalid_client_id", "client identifier invalid")]
    [InlineData("refresh_token", "sandbox-integration", "wrong", 400, "invalid_client", "invalid client credentials")]
    [InlineData("refresh_token", "sandbox-integration", "", 400, "invalid_grant", "expired access/refresh token")]
    [InlineData("", "a", "b", 400, "invalid_request", "must provide grant type")]
    public async Task Refusals_are_an_object_with_error_and_description(string grantType, string id, string secret, int status, string error, string description)
    {
        await using var org = await TestOrg.StartAsync();

        var (code, body) = await TokenAsync(org, ("grant_type", grantType), ("client_id", id), ("client_secret", secret));

        Assert.Equal(status, (int)code);
        Assert.Equal(error, body.GetProperty("error").GetString());
        Assert.Equal(description, body.GetProperty("error_description").GetString());
    }

    [Theory]
    [InlineData(1, "/", null)]
    [InlineData(1000, "/", null)]
    [InlineData(1, "", null)]
    [InlineData(1, ".example.org", "audience is invalid")]
    public async Task A_jwt_is_taken_with_its_expiry_in_seconds_or_milliseconds(int scale, string audienceTail, string? refusal)
    {
        using var key = RSA.Create(2048);
        await using var org = await TestOrg.StartAsync(o => o with { JwtPublicKeyPem = key.ExportSubjectPublicKeyInfoPem() });
        var expires = (DateTimeOffset.FromUnixTimeSeconds(0) + (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch)).ToUnixTimeSeconds() + 120;
        var assertion = Sign(key, new { iss = "sandbox-integration", sub = "integration@sandbox.example", aud = org.Server.BaseAddress.ToString().TrimEnd('/') + audienceTail, exp = expires * scale });

        var (status, body) = await TokenAsync(org, ("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"), ("assertion", assertion));

        Assert.Equal(refusal is null ? HttpStatusCode.OK : HttpStatusCode.BadRequest, status);
        Assert.Equal(refusal, refusal is null ? null : body.GetProperty("error_description").GetString());
    }

    [Fact]
    public async Task A_jwt_signed_by_another_key_is_refused()
    {
        using var key = RSA.Create(2048);
        using var other = RSA.Create(2048);
        await using var org = await TestOrg.StartAsync(o => o with { JwtPublicKeyPem = key.ExportSubjectPublicKeyInfoPem() });
        var assertion = Sign(other, new { iss = "sandbox-integration", sub = "integration@sandbox.example", aud = org.Server.BaseAddress, exp = 4_000_000_000 });

        var (status, body) = await TokenAsync(org, ("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"), ("assertion", assertion));

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("invalid_grant", body.GetProperty("error").GetString());
        Assert.Equal("invalid assertion", body.GetProperty("error_description").GetString());
    }

    [Fact]
    public async Task A_token_outlives_a_restart()
    {
        await using var org = await TestOrg.StartAsync();
        var authorization = org.User.DefaultRequestHeaders.Authorization;
        await org.RestartAsync();
        org.User.DefaultRequestHeaders.Authorization = authorization;

        Assert.Equal(0, (await org.QueryAsync("SELECT COUNT() FROM Contact")).GetProperty("totalSize").GetInt32());
    }

    private static async Task<(HttpStatusCode Status, JsonElement Body)> TokenAsync(TestOrg org, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        using var reply = await org.Anonymous.PostAsync("/services/oauth2/token", form);
        return (reply.StatusCode, JsonElement.Parse(await reply.Content.ReadAsStringAsync()));
    }

    private static string Sign(RSA key, object claims)
    {
        var signed = Base64Url.EncodeToString("{\"alg\":\"RS256\"}"u8) + "." + Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims));
        return signed + "." + Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }
}
