namespace ContactSync.Sandbox.Control;

/// <summary>When a fault strikes, seen from the request's execution.</summary>
internal enum FaultTime
{
    Before,
    After,
    MidBody,
    MidUpload,
}

/// <summary>What a fault does.</summary>
internal enum FaultDeed
{
    /// <summary>Cuts the connection.</summary>
    Reset,

    /// <summary>Ends the connection in order, in the middle of things.</summary>
    Fin,

    /// <summary>Answers with a status of its own.</summary>
    Status,

    /// <summary>Leaves out the rest of the reply.</summary>
    Truncate,

    /// <summary>Waits.</summary>
    Stall,

    /// <summary>Does the work and cuts the connection.</summary>
    LostReply,

    /// <summary>Gives another number of records than there are.</summary>
    WrongCount,

    /// <summary>Gives rows of a CSV reply twice.</summary>
    DupRows,

    /// <summary>Gives the rows of a CSV reply in another order.</summary>
    ShuffleRows,

    /// <summary>Leaves out rows of a CSV reply.</summary>
    DropRows,

    /// <summary>Gives the rows of a CSV reply each other's ids.</summary>
    WrongId,

    /// <summary>Sets the Date header off.</summary>
    SkewDate,

    /// <summary>Stamps a write at once and makes it visible later.</summary>
    LateVisible,

    /// <summary>Ends a job part way.</summary>
    JobState,

    /// <summary>Fails rows of a job.</summary>
    RowError,
}

/// <summary>How a truncated reply ends.</summary>
internal enum CutForm
{
    /// <summary>As a whole one does.</summary>
    WellFormed,

    /// <summary>Short of the Content-Length it announced.</summary>
    KeepLength,

    /// <summary>As a whole reply whose gzip body is cut.</summary>
    Gzip,

    /// <summary>With the connection, which is all that tells where it ends.</summary>
    Close,
}
