using ContactSync.Cli;

namespace ContactSync.Stores;

/// <summary>
/// The store cannot do what was asked: what failed, where, and what to do now. Nothing was changed. Ends the command with
/// <see cref="ExitCode.Configuration"/>.
/// </summary>
public sealed class StoreException(string what, string where, string whatNow, Exception? cause = null)
    : UserException(what.TrimEnd().TrimEnd('.'), where, whatNow, ExitCode.Configuration, cause);
