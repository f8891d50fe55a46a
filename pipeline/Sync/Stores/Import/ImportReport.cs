using ContactSync.Cli;

namespace ContactSync.Stores.Import;

/// <summary>A row of the file that was not imported: the line it begins on (the header is line 1), the rule that refused it, and why.</summary>
public sealed record ImportRefusal(long Line, string Code, string Message);

/// <summary>
/// What an import did. <see cref="Read"/> = <see cref="Inserted"/> + <see cref="Updated"/> + <see cref="Unchanged"/> + <see cref="Refused"/>;
/// an unchanged row leaves its supporter's stamp alone. <see cref="Unstamped"/> rows, where a stamp is mapped, had no usable one and carry the time of the import.
/// </summary>
public sealed record ImportReport(
    string File,
    long Read,
    long Inserted,
    long Updated,
    long Unchanged,
    IReadOnlyList<(string Field, string Column)> Mapped,
    IReadOnlyList<string> IgnoredColumns,
    long Unstamped,
    IReadOnlyList<ImportRefusal> Refusals)
{
    /// <summary>The number of rows refused.</summary>
    public long Refused => Refusals.Count;

    /// <summary>How the command ends.</summary>
    public ExitCode ExitCode => Refusals.Count > 0 ? ExitCode.RowsFailed : ExitCode.Done;
}
