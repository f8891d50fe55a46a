using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using ContactSync.Sandbox.Store;
using ContactSync.Sandbox.Writing;

namespace ContactSync.Sandbox.Http;

/// <summary>
/// Access tokens in Salesforce's shape, <c>00D…!</c> and an opaque part. They are signed, not kept: a token outlives a
/// restart of the sandbox.
/// </summary>
internal sealed class AccessTokens
{
    private const int PayloadLength = 16;
    private const int MacLength = 32;

    private readonly byte[] _key;
    private readonly string _prefix;
    private readonly OrgUsers _users;

    public AccessTokens(Catalog catalog, OrgUsers users, string? adminToken)
    {
        _key = Convert.FromBase64String(catalog.TokenKey);
        _prefix = catalog.OrgId[..15] + "!";
        _users = users;
        AdminToken = adminToken ?? Issue(users.Admin, 0);
    }

    /// <summary>The administrator's token that is valid for as long as the data folder is.</summary>
    public string AdminToken { get; }

    public string Issue(Caller caller, long nonce)
    {
        Span<byte> bytes = stackalloc byte[PayloadLength + MacLength];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, caller.Number);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], nonce);
        HMACSHA256.HashData(_key, bytes[..PayloadLength], bytes[PayloadLength..]);
        return _prefix + Convert.ToBase64String(bytes).Replace('+', '.').Replace('/', '_').TrimEnd('=');
    }

    /// <summary>The user a token stands for; null when it was never issued here.</summary>
    public Caller? Verify(string token)
    {
        if (CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(AdminToken)))
        {
            return _users.Admin;
        }
        Span<byte> bytes = stackalloc byte[PayloadLength + MacLength];
        if (!token.StartsWith(_prefix, StringComparison.Ordinal)
            || !Convert.TryFromBase64String(token[_prefix.Length..].Replace('.', '+').Replace('_', '/'), bytes, out var length) || length != bytes.Length)
        {
            return null;
        }
        Span<byte> mac = stackalloc byte[MacLength];
        HMACSHA256.HashData(_key, bytes[..PayloadLength], mac);
        return CryptographicOperations.FixedTimeEquals(mac, bytes[PayloadLength..]) ? _users.ByNumber((int)BinaryPrimitives.ReadInt64LittleEndian(bytes)) : null;
    }

    /// <summary>The signature of a token reply: over the identity URL and the time of issue.</summary>
    public static string Sign(string id, string issuedAt, string secret) =>
        Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(id + issuedAt)));
}
