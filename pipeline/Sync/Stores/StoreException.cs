namespace ContactSync.Stores;

/// <summary>
/// The store cannot do what was asked: what failed, where, and what to do now. Nothing was changed. Ends the command with
/// <see cref="ExitCode"/> (5: configuration, credentials or preflight).
/// </summary>
public sealed class StoreException : Exception
{
    public StoreException(string what, string where, string whatNow, Exception? cause = null)
        : base($"{where}: {what} {whatNow}", cause)
    {
        What = what;
        Where = where;
        WhatNow = whatNow;
    }

    /// <summary>The exit code of the command that meets it.</summary>
    public const int ExitCode = 5;

    /// <summary>What failed, as a sentence.</summary>
    public string What { get; }

    /// <summary>The file, field or supporter it failed at.</summary>
    public string Where { get; }

    /// <summary>What the operator can do now, as a sentence.</summary>
    public string WhatNow { get; }
}
