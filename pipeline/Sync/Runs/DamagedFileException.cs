using ContactSync.Cli;

namespace ContactSync.Runs;

/// <summary>A file of ours is not as it was written: torn, flipped, replaced, or of a newer version. It is never read as empty.</summary>
public sealed class DamagedFileException(string path, string what, string whatNow)
    : UserException(Sentence.Of(what), path, whatNow, ExitCode.Configuration)
{
    /// <summary>The file.</summary>
    public string Path { get; } = path;
}
