namespace ContactSync.Config;

/// <summary>
/// What a load may do without being asked, in percent of the records known before the run: new Contacts, changed Contacts, records that lose a value, supporters that lose
/// their Contact. Shares count once <paramref name="LeastRows"/> rows are meant, and not in a first run.
/// </summary>
public sealed record GuardOptions(int CreatesPercent, int UpdatesPercent, int BlanksPercent, int DetachesPercent, int LeastRows);

/// <summary>Where the log of events goes; null for nowhere.</summary>
public sealed record LogOptions(string? Path = null);

/// <summary>What a flag about consent means when it is set.</summary>
public enum ConsentMeaning
{
    /// <summary>The person has said no.</summary>
    OptOut,

    /// <summary>The person has said yes.</summary>
    OptIn,
}
