using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using ContactSync.Sandbox.Store;
using ContactSync.Sandbox.Writing;

namespace ContactSync.Sandbox.Http;

/// <summary>
/// Access and refresh tokens. They are signed, not kept: one outlives a restart of the sandbox. What ends them, a revocation or the
/// time since their last use, is kept; after a restart that time counts anew.
/// </summary>
internal sealed class AccessTokens
{
    private const int PayloadLength = 16;
    private const int MacLength = 32;
    private const long Permanent = 0;
    private const long RefreshKind = 1L << 32;
    private const string RefreshPrefix = "5Aep";
    private const int MostKept = 100_000;

    private readonly byte[] _key;
    private readonly string _prefix;
    private readonly OrgUsers _users;
    private readonly SandboxOptions _options;
    private readonly RevokedTokens _revoked;
    private readonly ConcurrentDictionary<long, DateTimeOffset> _used = new();
    private readonly DateTimeOffset _started;
    private long _last;

    public AccessTokens(Catalog catalog, OrgUsers users, SandboxOptions options, RevokedTokens revoked)
    {
        _key = Convert.FromBase64String(catalog.TokenKey);
        _prefix = catalog.OrgId[..15] + "!";
        (_users, _options, _revoked) = (users, options, revoked);
        _started = options.TimeProvider.GetUtcNow();
        AdminToken = options.Token ?? Sign(_prefix, users.Admin.Number, Permanent);
    }

    /// <summary>The administrator's token that is valid for as long as the data folder is.</summary>
    public string AdminToken { get; }

    public string Issue(Caller caller) => Sign(_prefix, caller.Number, NextNonce());

    public string IssueRefresh(Caller caller) => Sign(RefreshPrefix, (long)(uint)caller.Number | RefreshKind, NextNonce());

    /// <summary>The user an access token stands for; null when it was never issued here, was revoked, or was left alone too long. Counts as a use.</summary>
    public Caller? Verify(string token)
    {
        if (CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(AdminToken)))
        {
            return Active(_users.Admin);
        }
        if (Read(token, _prefix) is not { } read || read.User is < 0 or > int.MaxValue)
        {
            return null;
        }
        var now = _options.TimeProvider.GetUtcNow();
        var issued = DateTimeOffset.FromUnixTimeMilliseconds(read.Nonce >> 12);
        var used = _used.GetValueOrDefault(read.Nonce, issued > _started ? issued : _started);
        if (now - used > _options.SessionLife)
        {
            return null;
        }
        if (_used.Count > MostKept)
        {
            Forget(now);
        }
        _used[read.Nonce] = now;
        return Active(_users.ByNumber((int)read.User));
    }

    /// <summary>The user a refresh token stands for; null for one that is dead.</summary>
    public Caller? VerifyRefresh(string token) => Read(token, RefreshPrefix) is { } read && (read.User & RefreshKind) != 0 ? _users.ByNumber((int)read.User) : null;

    /// <summary>Ends an access or a refresh token for good; false when it is none of ours.</summary>
    public bool Revoke(string token)
    {
        if ((Read(token, _prefix) ?? Read(token, RefreshPrefix)) is not { } read)
        {
            return false;
        }
        _revoked.Add(read.Nonce);
        return true;
    }

    /// <summary>The signature of a token reply: over the identity URL and the time of issue.</summary>
    public static string Sign(string id, string issuedAt, string secret) =>
        Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(id + issuedAt)));

    private Caller? Active(Caller? user) => user is not null && _users.IsActive(user) ? user : null;

    private string Sign(string prefix, long user, long nonce)
    {
        Span<byte> bytes = stackalloc byte[PayloadLength + MacLength];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, user);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], nonce);
        HMACSHA256.HashData(_key, bytes[..PayloadLength], bytes[PayloadLength..]);
        return prefix + Convert.ToBase64String(bytes).Replace('+', '.').Replace('/', '_').TrimEnd('=');
    }

    private (long User, long Nonce)? Read(string token, string prefix)
    {
        Span<byte> bytes = stackalloc byte[PayloadLength + MacLength];
        if (!token.StartsWith(prefix, StringComparison.Ordinal)
            || !Convert.TryFromBase64String(token[prefix.Length..].Replace('.', '+').Replace('_', '/'), bytes, out var length) || length != bytes.Length)
        {
            return null;
        }
        Span<byte> mac = stackalloc byte[MacLength];
        HMACSHA256.HashData(_key, bytes[..PayloadLength], mac);
        var (user, nonce) = (BinaryPrimitives.ReadInt64LittleEndian(bytes), BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]));
        return CryptographicOperations.FixedTimeEquals(mac, bytes[PayloadLength..]) && !_revoked.Contains(nonce) ? (user, nonce) : null;
    }

    /// <summary>The time of issue in milliseconds and, in the lower bits, what tells tokens of the same moment apart.</summary>
    private long NextNonce()
    {
        var now = _options.TimeProvider.GetUtcNow().ToUnixTimeMilliseconds() << 12;
        long last, next;
        do
        {
            last = Volatile.Read(ref _last);
            next = Math.Max(last + 1, now);
        }
        while (Interlocked.CompareExchange(ref _last, next, last) != last);
        return next;
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var (nonce, used) in _used)
        {
            if (now - used > _options.SessionLife)
            {
                _used.TryRemove(nonce, out _);
            }
        }
    }
}
