namespace ContactSync.Cli;

/// <summary>How the process ends. Skipped rows, rows for review and links are not failures.</summary>
public enum ExitCode
{
    Done = 0,

    /// <summary>A defect of the program itself.</summary>
    Bug = 1,

    /// <summary>The command finished; some rows were rejected, failed, or are left to the next run because the org did not take them.</summary>
    RowsFailed = 2,

    /// <summary>The run stopped early and can be resumed: budget, disk full, org lost.</summary>
    Stopped = 3,

    /// <summary>A guardrail held the run.</summary>
    Guardrail = 4,

    /// <summary>Configuration, credentials, preflight, or a command line that cannot be read. Nothing was changed.</summary>
    Configuration = 5,

    /// <summary>Another run holds the lock.</summary>
    Locked = 75,

    /// <summary>SIGINT or SIGTERM; a run can be resumed.</summary>
    Interrupted = 130,
}
