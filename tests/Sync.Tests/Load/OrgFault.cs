namespace ContactSync.Sync.Tests.Load;

/// <summary>What happens to one request.</summary>
internal enum OrgFault
{
    None,

    /// <summary>The connection breaks before the org has the request.</summary>
    LostBefore,

    /// <summary>The org does what is asked and its reply is lost.</summary>
    LostAfter,

    /// <summary>The body of the reply ends in the middle.</summary>
    Cut,

    /// <summary>This process dies before the request leaves.</summary>
    DiesBefore,

    /// <summary>This process dies before the reply is used.</summary>
    DiesAfter,
}

/// <summary>The process died here; nothing after it runs in this process.</summary>
internal sealed class ProcessDiedException(string where) : Exception($"the process died at {where}");
