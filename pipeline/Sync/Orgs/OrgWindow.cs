namespace ContactSync.Orgs;

/// <summary>
/// The org's records whose cursor is at or after <see cref="From"/> (all when null), deleted ones included, and those that <see cref="AlsoIds"/>
/// names. There is no upper bound: what changes while we read is read again next time, which is harmless, since the next window starts
/// at <see cref="Next"/>, the server's clock before the first request.
/// </summary>
public sealed record OrgWindow(DateTimeOffset? From, DateTimeOffset Next, IReadOnlySet<string> AlsoIds);
