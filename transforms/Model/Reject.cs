namespace ContactSync.Transforms.Model;

/// <summary>
/// A record that goes no further, and why. <paramref name="RecordKey"/> names it across the tables of a run, <paramref name="Code"/> is one of
/// <see cref="RejectCodes"/> or a rule's own, <paramref name="Field"/> the column at fault where one is, <paramref name="Detail"/> one line for people.
/// </summary>
public sealed record Reject(string RecordKey, string Code, string? Field, string Detail)
{
    /// <summary>The row of the raw batch that was rejected, or -1 where the record never became one or is not held back.</summary>
    public int Row { get; init; } = -1;
}

/// <summary>The codes of rejects that the pure steps make.</summary>
public static class RejectCodes
{
    /// <summary>A cell is not valid UTF-8, or holds U+FFFE, which is no character.</summary>
    public const string InvalidUtf8 = "invalid_utf8";

    /// <summary>A cell holds U+0000, which neither CSV readers nor databases agree on.</summary>
    public const string NulCharacter = "nul_character";

    /// <summary>A cell is longer than the cap.</summary>
    public const string CellTooLong = "cell_too_long";

    /// <summary>A match key is held by more records of the other side than the cap allows, so it says nothing.</summary>
    public const string KeyTooCommon = "key_too_common";
}
