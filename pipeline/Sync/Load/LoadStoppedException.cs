using ContactSync.Cli;
using ContactSync.Runs;

namespace ContactSync.Load;

/// <summary>
/// The load cannot go on by itself and can be continued later (exit code 3). Everything done is journalled; nothing was guessed.
/// The message says what, where, what now.
/// </summary>
public sealed class LoadStoppedException(string where, string what, string whatNow, Exception? cause = null)
    : UserException(Sentence.Of(what), where, whatNow, ExitCode.Stopped, cause)
{
    /// <summary>What to do when the org comes back by itself.</summary>
    public const string Resume = "Nothing is lost; continue with: contact-sync resume";
}
