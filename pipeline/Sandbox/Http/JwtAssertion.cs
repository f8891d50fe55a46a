using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ContactSync.Sandbox.Writing;

namespace ContactSync.Sandbox.Http;

/// <summary>Verifies a JWT bearer assertion: RS256 by the configured key, audience, issuer, subject, expiry (seconds, or milliseconds as some clients send).</summary>
internal static class JwtAssertion
{
    private const double LongestLifeSeconds = 600;
    private const double Milliseconds = 1e11;

    /// <summary>The user the assertion speaks for, or the description of the refusal.</summary>
    public static (Caller? User, string? Refusal) Verify(string assertion, OrgBox box)
    {
        var parts = assertion.Split('.');
        if (parts.Length != 3)
        {
            return (null, "invalid assertion");
        }
        try
        {
            using var header = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[0]));
            using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]));
            return Text(header, "alg") == "RS256" && Signed(parts, box.Options.JwtPublicKeyPem) ? Claims(claims, box) : (null, "invalid assertion");
        }
        catch (Exception e) when (e is FormatException or JsonException or CryptographicException or InvalidOperationException)
        {
            return (null, "invalid assertion");
        }
    }

    private static bool Signed(string[] parts, string? pem)
    {
        if (pem is null)
        {
            return false;
        }
        using var rsa = RSA.Create();
        if (pem.Contains("CERTIFICATE", StringComparison.Ordinal))
        {
            using var certificate = System.Security.Cryptography.X509Certificates.X509Certificate2.CreateFromPem(pem);
            using var key = certificate.PublicKey.GetRSAPublicKey();
            rsa.ImportParameters(key!.ExportParameters(false));
        }
        else
        {
            rsa.ImportFromPem(pem);
        }
        return rsa.VerifyData(Encoding.ASCII.GetBytes(parts[0] + "." + parts[1]), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    private static (Caller? User, string? Refusal) Claims(JsonDocument claims, OrgBox box)
    {
        if (Text(claims, "iss") is var issuer && issuer != box.Options.ClientId && issuer != box.Options.AdminClientId)
        {
            return (null, "client identifier invalid");
        }
        var audience = Text(claims, "aud").TrimEnd('/');
        if (audience != box.BaseUrl && audience != box.BaseUrl.Replace("127.0.0.1", "localhost", StringComparison.Ordinal)
            && audience is not ("https://login.salesforce.com" or "https://test.salesforce.com"))
        {
            return (null, "audience is invalid");
        }
        var expires = claims.RootElement.TryGetProperty("exp", out var exp) && exp.TryGetDouble(out var value) ? value > Milliseconds ? value / 1000 : value : 0;
        if (expires <= box.Now || expires > box.Now + LongestLifeSeconds)
        {
            return (null, "invalid assertion");
        }
        return box.Users.ByUsername(Text(claims, "sub")) is { } user ? (user, null) : (null, "user hasn't approved this consumer");
    }

    private static string Text(JsonDocument document, string name) =>
        document.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
