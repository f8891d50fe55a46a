namespace ContactSync.Sandbox.Duplicates;

/// <summary>What a request says of duplicates.</summary>
/// <param name="AllowSave">A rule that only alerts does not refuse the record.</param>
/// <param name="IncludeRecordDetails">The reply shows all fields of the records matched, not their ids alone.</param>
internal sealed record DuplicateOptions(bool AllowSave, bool IncludeRecordDetails)
{
    public static readonly DuplicateOptions None = new(AllowSave: false, IncludeRecordDetails: false);
}
