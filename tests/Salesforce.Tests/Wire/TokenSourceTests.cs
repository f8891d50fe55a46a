using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ContactSync.Salesforce.Tests.Org;
using Microsoft.AspNetCore.Http;

namespace ContactSync.Salesforce.Tests.Wire;

public sealed class TokenSourceTests
{
    private const string Job = "7506g00000DhRA2AAN";
    private const string Secret = "the-secret-canary";

    public static TheoryData<string> Refusals => [.. Transcript.Cases("oauth-errors.json")];

    [Fact]
    public async Task Twenty_calls_that_find_the_session_expired_renew_it_once()
    {
        const int Callers = 20;
        var tokens = 0;
        var refused = 0;
        var allRefused = new TaskCompletionSource();
        await using var org = await ScriptedOrg.StartAsync(async context =>
        {
            if (IsToken(context))
            {
                await TokenAsync(context, $"00D000000000001!AQ.{Interlocked.Increment(ref tokens)}");
            }
            else if (context.Request.Headers.Authorization == "Bearer 00D000000000001!AQ.1")
            {
                // Every caller must hold the old token before the first of them renews it.
                if (Interlocked.Increment(ref refused) == Callers)
                {
                    allRefused.SetResult();
                }

                await allRefused.Task;
                await ExpiredAsync(context);
            }
            else
            {
                await context.Response.WriteAsJsonAsync(new { });
            }
        });
        var client = org.Client(o => o with { Credentials = Credentials.ForClient("id", Secret) });

        await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => client.GetLimitsAsync()));

        Assert.Equal((2, Callers), (tokens, refused));
        Assert.Equal(2 + (2 * Callers), client.CallsMade);
    }

    [Fact]
    public async Task A_call_that_learns_late_of_the_expiry_takes_the_token_already_renewed()
    {
        var tokens = 0;
        var held = new TaskCompletionSource();
        var arrived = new TaskCompletionSource();
        await using var org = await ScriptedOrg.StartAsync(async context =>
        {
            if (IsToken(context))
            {
                await TokenAsync(context, $"00D000000000001!AQ.{++tokens}");
            }
            else if (context.Request.Headers.Authorization != "Bearer 00D000000000001!AQ.1")
            {
                await context.Response.WriteAsJsonAsync(new { });
            }
            else
            {
                if (arrived.TrySetResult())
                {
                    await held.Task;
                }

                await ExpiredAsync(context);
            }
        });
        var client = org.Client(o => o with { Credentials = Credentials.ForClient("id", Secret) });

        var late = client.GetLimitsAsync();
        await arrived.Task;
        await client.GetLimitsAsync();
        held.SetResult();
        await late;

        Assert.Equal(2, tokens);
    }

    [Fact]
    public async Task A_renewal_that_fails_fails_all_who_wait_for_it_and_is_tried_anew_afterwards()
    {
        var tokens = 0;
        await using var org = await ScriptedOrg.StartAsync(async context =>
        {
            if (!IsToken(context))
            {
                await context.Response.WriteAsJsonAsync(new { });
            }
            else if (Interlocked.Increment(ref tokens) == 1)
            {
                context.Response.StatusCode = 400;
                await context.Response.WriteAsJsonAsync(new { error = "invalid_grant", error_description = "inactive user" });
            }
            else
            {
                await TokenAsync(context, "00D000000000001!AQ.2");
            }
        });
        var client = org.Client(o => o with { Credentials = Credentials.ForClient("id", Secret) });

        var failure = await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetLimitsAsync());
        await client.GetLimitsAsync();

        Assert.Contains("inactive user", failure.Message, StringComparison.Ordinal);
        Assert.Equal(2, tokens);
    }

    [Fact]
    public async Task A_renewed_token_that_is_refused_too_ends_the_call()
    {
        var calls = 0;
        await using var org = await ScriptedOrg.StartAsync(context =>
        {
            if (IsToken(context))
            {
                return TokenAsync(context, "00D000000000001!AQ.1");
            }

            calls++;
            return ExpiredAsync(context);
        });
        var client = org.Client(o => o with { Credentials = Credentials.ForClient("id", Secret) });

        await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.Ingest.CloseAsync(Job));

        Assert.Equal(2, calls);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_upload_is_repeated_after_a_renewal_where_its_writer_allows_it(bool canReplay)
    {
        var tokens = 0;
        List<string> bodies = [];
        await using var org = await ScriptedOrg.StartAsync(async context =>
        {
            if (IsToken(context))
            {
                await TokenAsync(context, $"00D000000000001!AQ.{++tokens}");
                return;
            }

            using var reader = new StreamReader(context.Request.Body);
            bodies.Add(await reader.ReadToEndAsync());
            if (context.Request.Headers.Authorization == "Bearer 00D000000000001!AQ.1")
            {
                await ExpiredAsync(context);
                return;
            }

            context.Response.StatusCode = 201;
        });
        var client = org.Client(o => o with { Credentials = Credentials.ForClient("id", Secret) });
        Task Upload() => client.Ingest.UploadAsync(Job, (stream, ct) => stream.WriteAsync("Id\n1\n"u8.ToArray(), ct).AsTask(), canReplay: canReplay);

        if (canReplay)
        {
            await Upload();
            Assert.Equal(["Id\n1\n", "Id\n1\n"], bodies);
        }
        else
        {
            Assert.Equal("INVALID_SESSION_ID", (await Assert.ThrowsAsync<SalesforceException>(Upload)).Code);
            Assert.Single(bodies);
        }

        Assert.Equal(2, tokens);
    }

    [Fact]
    public async Task A_given_token_cannot_be_renewed()
    {
        await using var org = await ScriptedOrg.StartAsync(ExpiredAsync);
        var client = org.Client();

        var failure = await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetLimitsAsync());

        Assert.Equal(1, client.CallsMade);
        Assert.DoesNotContain(ScriptedOrg.GivenToken, failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_refusal_of_the_token_endpoint_names_its_reason_and_no_secret(string name)
    {
        var expected = Transcript.Case("oauth-errors.json", name);
        await using var org = await ScriptedOrg.StartAsync(context => Transcript.ReplyAsync(context, expected["reply"]!.AsObject()));
        var client = org.Client(o => o with { Credentials = Credentials.ForClient("id", Secret), GetAttempts = 1 });

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => client.GetLimitsAsync());

        Assert.Equal((string?)expected["read"], failure.GetType().Name);
        Assert.Equal((string?)expected["code"], (failure as SalesforceException)?.Code);
        Assert.DoesNotContain(Secret, failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("<", failure.Message, StringComparison.Ordinal);
        Assert.Equal(1, client.CallsMade);
    }

    [Fact]
    public async Task A_JWT_is_signed_short_lived_and_meant_for_the_login_host()
    {
        using var key = RSA.Create(2048);
        var now = new DateTimeOffset(2026, 2, 1, 9, 0, 0, TimeSpan.Zero);
        var assertion = "";
        await using var org = await ScriptedOrg.StartAsync(async context =>
        {
            if (IsToken(context))
            {
                assertion = (await context.Request.ReadFormAsync())["assertion"].ToString();
                await TokenAsync(context, "00D000000000001!AQ.1");
                return;
            }

            await context.Response.WriteAsJsonAsync(new { });
        });
        var client = org.Client(o => o with { Credentials = Credentials.ForJwt("client", "user@example.org", key.ExportPkcs8PrivateKeyPem()) }, new FixedClock(now));

        await client.GetLimitsAsync();

        var parts = assertion.Split('.');
        Assert.True(key.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), System.Buffers.Text.Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        var claims = JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(parts[1])).RootElement;
        Assert.Equal(("client", "user@example.org", org.Address.GetLeftPart(UriPartial.Authority)), (claims.GetProperty("iss").GetString(), claims.GetProperty("sub").GetString(), claims.GetProperty("aud").GetString()));
        Assert.Equal(now.AddMinutes(3).ToUnixTimeSeconds(), claims.GetProperty("exp").GetInt64());
    }

    [Fact]
    public void A_key_that_is_none_is_refused_without_showing_it()
    {
        using var handler = SalesforceClient.CreateHandler();

        var failure = Assert.Throws<ArgumentException>(() => ScriptedOrg.Client(handler, new Uri("http://127.0.0.1:1"), o => o with { Credentials = Credentials.ForJwt("client", "user", "-----BEGIN PRIVATE KEY-----\nc2VjcmV0LWNhbmFyeQ==\n-----END PRIVATE KEY-----") }));

        Assert.DoesNotContain("c2VjcmV0", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Credentials_and_options_do_not_show_secrets_as_text()
    {
        var options = new SalesforceOptions { InstanceUrl = new Uri("https://example.my.salesforce.com"), Credentials = Credentials.ForClient("id", Secret) };

        Assert.DoesNotContain(Secret, options.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, options.Credentials.ToString(), StringComparison.Ordinal);
    }

    private static bool IsToken(HttpContext context) => context.Request.Path == "/services/oauth2/token";

    private static Task TokenAsync(HttpContext context, string token) =>
        context.Response.WriteAsJsonAsync(new { access_token = token, instance_url = $"http://localhost:{context.Request.Host.Port}/", token_type = "Bearer" });

    private static Task ExpiredAsync(HttpContext context)
    {
        context.Response.StatusCode = 401;
        return context.Response.WriteAsJsonAsync(new[] { new { message = "Session expired or invalid", errorCode = "INVALID_SESSION_ID" } });
    }

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
