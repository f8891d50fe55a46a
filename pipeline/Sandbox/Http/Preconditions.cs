using System.Globalization;
using System.Security.Cryptography;
using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Store;
using Microsoft.AspNetCore.Http;

namespace ContactSync.Sandbox.Http;

/// <summary>
/// What a request on one record asks of the record's state, as RFC 9110 section 13 orders it: If-Match before If-Unmodified-Since, then
/// If-None-Match before If-Modified-Since. The API gives entity tags to accounts alone, knows no condition on DELETE, and takes a header that
/// cannot be read for a mistake where something is written.
/// </summary>
internal static class Preconditions
{
    private const string CompressedEnding = "-gzip\"";

    private static readonly RowError Failed = new("PRECONDITION_FAILED", "The record is not as the request's conditions want it.");

    /// <summary>Whether a read is answered with 304; throws 412 where the record is not as asked. Sets Last-Modified and ETag of the reply.</summary>
    public static bool IsUnchanged(Exchange exchange, ObjectType type, ReadOnlySpan<byte> blob)
    {
        var (modified, tag) = (Modified(blob), Tag(type, blob));
        exchange.Response.Headers.LastModified = modified.ToString("R", CultureInfo.InvariantCulture);
        if (tag is not null)
        {
            exchange.Response.Headers.ETag = tag;
        }
        var headers = exchange.Request.Headers;
        if (IsOutdated(headers, modified, tag))
        {
            throw new SalesforceFault(412, Failed);
        }
        return headers.IfNoneMatch.Count > 0 && tag is not null ? Names(headers.IfNoneMatch.ToString(), tag) : Date(headers.IfModifiedSince.ToString()) is { } since && modified <= since;
    }

    /// <summary>Refuses conditions on a write that cannot be read.</summary>
    public static void Check(Exchange exchange, ObjectType type)
    {
        var headers = exchange.Request.Headers;
        if ((headers.IfUnmodifiedSince.Count > 0 && Date(headers.IfUnmodifiedSince.ToString()) is null)
            || (HasTags(type) && ((headers.IfMatch.Count > 0 && !IsTagList(headers.IfMatch.ToString())) || (headers.IfNoneMatch.Count > 0 && !IsTagList(headers.IfNoneMatch.ToString())))))
        {
            throw new SalesforceFault(400, "INVALID_REQUEST", "A conditional header of the request cannot be read.");
        }
    }

    /// <summary>The refusal of a write to a record that is not as the request wants it; null when it may go on. The caller holds the store's gate.</summary>
    public static RowError? Refusal(Exchange exchange, ObjectType type, ReadOnlySpan<byte> blob)
    {
        var headers = exchange.Request.Headers;
        if (blob.IsEmpty || headers.IfMatch.Count + headers.IfNoneMatch.Count + headers.IfUnmodifiedSince.Count == 0)
        {
            return null;
        }
        var tag = Tag(type, blob);
        return IsOutdated(headers, Modified(blob), tag) || (tag is not null && Names(headers.IfNoneMatch.ToString(), tag)) ? Failed : null;
    }

    private static bool IsOutdated(IHeaderDictionary headers, DateTimeOffset modified, string? tag) =>
        headers.IfMatch.Count > 0 && tag is not null ? !Names(headers.IfMatch.ToString(), tag) : Date(headers.IfUnmodifiedSince.ToString()) is { } since && modified > since;

    private static DateTimeOffset Modified(ReadOnlySpan<byte> blob) => DateTimeOffset.FromUnixTimeSeconds(Blob.Modified(blob));

    private static bool HasTags(ObjectType type) => type.Name == "Account";

    private static string? Tag(ObjectType type, ReadOnlySpan<byte> blob) => HasTags(type) ? $"\"{Convert.ToBase64String(SHA256.HashData(blob))}\"" : null;

    /// <summary>The list has the tag, also in the form it has on a compressed reply, or is the star that stands for any.</summary>
    private static bool Names(string list, string tag) =>
        list.Trim() == "*" || list.Split(',', StringSplitOptions.TrimEntries).Any(t => t == tag || (t.EndsWith(CompressedEnding, StringComparison.Ordinal) && t[..^CompressedEnding.Length] + "\"" == tag));

    private static bool IsTagList(string list) => list.Trim() == "*" || list.Split(',', StringSplitOptions.TrimEntries).All(t => t.Length > 1 && t[0] == '"' && t[^1] == '"');

    private static DateTimeOffset? Date(string text) =>
        DateTimeOffset.TryParseExact(text, "R", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;
}
