using ContactSync.Cli;

namespace ContactSync.Stores;

/// <summary>
/// The store cannot do what was asked: what failed, where, and what to do now. Nothing was changed. Ends the command with
/// <see cref="ExitCode.Configuration"/>, or <see cref="ExitCode.Locked"/> where another process has the store open.
/// </summary>
public sealed class StoreException(string what, string where, string whatNow, Exception? cause = null, ExitCode exitCode = ExitCode.Configuration)
    : UserException(what.TrimEnd().TrimEnd('.'), where, whatNow, exitCode, cause);
