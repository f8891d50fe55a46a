using System.Buffers.Text;
using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using ContactSync.EndToEnd.Tests.Harness;

namespace ContactSync.EndToEnd.Tests.Sessions;

/// <summary><c>sandbox serve --jwt-key</c>: an org in a box that takes JWT bearer logins.</summary>
public sealed class ServeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("contact-sync-serve-").FullName;

    [Fact]
    public async Task A_served_sandbox_takes_a_JWT_that_the_given_certificates_key_signed()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=sync", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        await File.WriteAllTextAsync(Path.Combine(_folder, "cert.pem"), certificate.ExportCertificatePem());
        using var server = Harness.Cli.Start(["sandbox", "serve", "--port", "0", "--data", "box", "--jwt-key", "cert.pem"], _folder);
        try
        {
            var line = await server.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) ?? "";
            Assert.StartsWith("url http://127.0.0.1:", line, StringComparison.Ordinal);
            var address = line.Split(' ')[1];

            Assert.Equal(HttpStatusCode.OK, await LoginAsync(address, key));
            using var other = RSA.Create(2048);
            Assert.Equal(HttpStatusCode.BadRequest, await LoginAsync(address, other));
        }
        finally
        {
            await StopAsync(server);
        }
    }

    [Theory]
    [InlineData(null, "cannot be read")]
    [InlineData("no key", "no RSA public key or certificate")]
    public async Task A_key_that_is_none_is_refused_before_anything_is_served(string? content, string says)
    {
        if (content is not null)
        {
            await File.WriteAllTextAsync(Path.Combine(_folder, "cert.pem"), content);
        }

        var result = await Harness.Cli.RunAsync(["sandbox", "serve", "--port", "0", "--data", "box", "--jwt-key", "cert.pem"], _folder);

        Assert.True(result.ExitCode == 5 && result.Err.Contains(says, StringComparison.Ordinal), result.ToString());
        Assert.False(Directory.Exists(Path.Combine(_folder, "box")));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task<HttpStatusCode> LoginAsync(string address, RSA key)
    {
        var claims = new { iss = "sandbox-integration", sub = "integration@sandbox.example", aud = address.TrimEnd('/'), exp = TimeProvider.System.GetUtcNow().AddMinutes(2).ToUnixTimeSeconds() };
        var text = $"{Part(new { alg = "RS256" })}.{Part(claims)}";
        var signature = key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var http = new HttpClient { BaseAddress = new Uri(address) };
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "urn:ietf:params:oauth:grant-type:jwt-bearer",
            ["assertion"] = $"{text}.{Base64Url.EncodeToString(signature)}",
        });
        using var reply = await http.PostAsync("services/oauth2/token", form, TestContext.Current.CancellationToken);
        return reply.StatusCode;
    }

    private static string Part(object value) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(value));

    private static async Task StopAsync(Process server)
    {
        server.Kill(entireProcessTree: true);
        await server.WaitForExitAsync(CancellationToken.None);
    }
}
