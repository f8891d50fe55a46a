namespace ContactSync.Cli;

/// <summary>
/// A failure the user can act on: what failed, where (file, key, job, record), what to do now, and how the process ends.
/// Printed as three short lines on standard error, without a stack.
/// </summary>
public class UserException(string what, string where, string whatNow, ExitCode exitCode, Exception? inner = null)
    : Exception($"{what} ({where}). {whatNow}", inner)
{
    public string What { get; } = what;

    public string Where { get; } = where;

    public string WhatNow { get; } = whatNow;

    public ExitCode ExitCode { get; } = exitCode;
}
