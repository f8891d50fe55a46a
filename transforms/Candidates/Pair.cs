namespace ContactSync.Transforms.Candidates;

/// <summary>How a pair was found.</summary>
public enum MatchMethod : byte
{
    /// <summary>The local record carries the org record's id.</summary>
    Id,

    /// <summary>Both have the same e-mail key.</summary>
    Email,
}

/// <summary>The place of a pair among those of its local record.</summary>
public enum Verdict : byte
{
    /// <summary>Not yet ranked.</summary>
    None,

    /// <summary>The first.</summary>
    Best,

    /// <summary>The second.</summary>
    RunnerUp,

    /// <summary>Any later one.</summary>
    Other,
}

/// <summary>
/// One local record and one org record that may be the same: the row in the local batch, the entry in the org index, how it was found and, once
/// scored, the score (0 to 1000) and the part each name gave to it (0 to 200).
/// </summary>
public readonly record struct Pair(int LocalRow, int OrgEntry, MatchMethod Method)
{
    /// <summary>0 to 1000.</summary>
    public short Score { get; init; }

    /// <summary>0 to 200.</summary>
    public short FirstScore { get; init; }

    /// <summary>0 to 200.</summary>
    public short LastScore { get; init; }

    /// <summary>Set by ranking.</summary>
    public Verdict Verdict { get; init; }
}

/// <summary>The words that pairs are written to tables with.</summary>
public static class PairWords
{
    /// <summary><c>id</c> or <c>email</c>.</summary>
    public static ReadOnlySpan<byte> Of(MatchMethod method) => method == MatchMethod.Id ? "id"u8 : "email"u8;

    /// <summary><c>best</c>, <c>runner_up</c> or <c>other</c>; empty before ranking.</summary>
    public static ReadOnlySpan<byte> Of(Verdict verdict) => verdict switch
    {
        Verdict.Best => "best"u8,
        Verdict.RunnerUp => "runner_up"u8,
        Verdict.Other => "other"u8,
        _ => [],
    };
}
