using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ContactSync.Salesforce.Wire;

/// <summary>A JWT that says who asks for a token, signed RS256, good for three minutes from <c>now</c>.</summary>
internal static class JwtAssertion
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(3);

    public static string Sign(JwtCredentials credentials, string audience, DateTimeOffset now)
    {
        var claims = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(claims))
        {
            json.WriteStartObject();
            json.WriteString("iss", credentials.ClientId);
            json.WriteString("sub", credentials.Username);
            json.WriteString("aud", audience);
            json.WriteNumber("exp", (now + Life).ToUnixTimeSeconds());
            json.WriteEndObject();
        }

        var signed = $"{Base64Url.EncodeToString("{\"alg\":\"RS256\"}"u8)}.{Base64Url.EncodeToString(claims.WrittenSpan)}";
        using var key = Key(credentials.PrivateKeyPem);
        var signature = key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    public static RSA Key(string pem)
    {
        var key = RSA.Create();
        try
        {
            key.ImportFromPem(pem);
            return key;
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            key.Dispose();
            // The text of the key must not travel in an exception, so neither does its cause.
            throw new ArgumentException("The private key is no unencrypted RSA key in PEM form.");
        }
    }
}
