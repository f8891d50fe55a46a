namespace ContactSync.Runs;

/// <summary>What became of the records extracted from one side: each has exactly one outcome.</summary>
public sealed record SideBooks(
    string Side, long Extracted, long Rejected, long Skipped, long Review, long Planned, long Unchanged, IReadOnlyList<ReasonCount> Skips, IReadOnlyList<ReasonCount> Reviews)
{
    /// <summary>extracted = rejected + skipped + review + planned + unchanged.</summary>
    public bool Balances => Extracted == Rejected + Skipped + Review + Planned + Unchanged;
}

/// <summary>How many records share a reason.</summary>
public sealed record ReasonCount(string Reason, long Records);

/// <summary>What became of the rows planned for one side; those carried over were pending after an earlier run and are planned again.</summary>
public sealed record TargetBooks(
    string Side, long Planned, long CarriedOver, long Creates, long Updates, long Links, long Succeeded, long Failed, long Pending, long Moved, long Linked, bool Loaded)
{
    /// <summary>
    /// planned + carried over = succeeded + failed + pending + linked, the moved ones being pending too and linked those that the org refused as duplicates and that were
    /// found there. Only after the load.
    /// </summary>
    public bool Balances => !Loaded || Planned + CarriedOver == Succeeded + Failed + Pending + Moved + Linked;

    /// <summary>Rows to be written.</summary>
    public long Rows => Planned + CarriedOver;
}

/// <summary>Both sides' books. A run whose books do not balance does not commit.</summary>
public sealed record RunBooks(SideBooks Local, SideBooks Org, TargetBooks ToLocal, TargetBooks ToOrg)
{
    /// <summary>Whether every equation holds.</summary>
    public bool Balance => Local.Balances && Org.Balances && ToLocal.Balances && ToOrg.Balances;
}
