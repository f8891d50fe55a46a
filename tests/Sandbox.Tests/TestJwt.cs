using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ContactSync.Sandbox.Tests;

/// <summary>Assertions signed with RS256.</summary>
internal static class TestJwt
{
    public static string Sign(RSA key, object claims)
    {
        var signed = Base64Url.EncodeToString("{\"alg\":\"RS256\"}"u8) + "." + Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims));
        return signed + "." + Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }
}
