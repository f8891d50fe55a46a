namespace ContactSync.Transforms.Normalize;

/// <summary>
/// A value that its record goes on without: it is neither sent nor taken for a blank that clears. <paramref name="RecordKey"/> names the record
/// across the tables of a run, <paramref name="Field"/> the mapped field, <paramref name="Code"/> is one of <see cref="UnusableCodes"/>,
/// <paramref name="Value"/> is the text as extracted.
/// </summary>
public sealed record UnusableValue(string RecordKey, string Field, string Code, string Value);

/// <summary>Why a value cannot be used.</summary>
public static class UnusableCodes
{
    /// <summary>Not a day of the calendar written as <c>yyyy-MM-dd</c>.</summary>
    public const string NoDate = "no_date";

    /// <summary>A day that an org cannot hold: before 1700-01-01 or after 4000-12-31.</summary>
    public const string DateOutOfRange = "date_out_of_range";
}
