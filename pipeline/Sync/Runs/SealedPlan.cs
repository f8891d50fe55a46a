using ContactSync.Cli;

namespace ContactSync.Runs;

/// <summary>
/// A sealed plan outside its run's folder: a copy for people to read, keep or approve. A copy is known by its content alone, the SHA-256 that the
/// manifest of its run lists, so it may be renamed and moved; one changed byte makes it a file no run sealed.
/// </summary>
public static class SealedPlan
{
    private const string Table = "plan";

    /// <summary>Throws <see cref="UserException"/> unless a copy can be put at <paramref name="path"/>; asked before a run spends minutes on its plan.</summary>
    public static void RequirePlace(IFiles files, string path)
    {
        ArgumentNullException.ThrowIfNull(files);
        var folder = Path.GetDirectoryName(path);
        if (folder is null || !files.FolderExists(folder))
        {
            throw Refused("The folder for the plan's copy is not there.", path, "Make it, or name another file; nothing was read or changed.");
        }

        if (files.FolderExists(path))
        {
            throw Refused("The plan's copy cannot be a folder.", path, "Name a file; nothing was read or changed.");
        }
    }

    /// <summary>Copies a run's sealed plan, whose content is checked on the way; the copy appears under its name once it is whole and durable.</summary>
    public static async Task<PlanCopy> CopyAsync(IFiles files, RunFolder run, string path, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(run);
        var part = path + ".part";
        files.DeleteFile(part);
        await using (var from = files.OpenRead(await run.TableAsync(Table, cancellationToken)))
        {
            using var to = files.OpenAppend(part);
            var buffer = new byte[1 << 16];
            while (await from.ReadAsync(buffer, cancellationToken) is > 0 and var read)
            {
                to.Append(buffer.AsSpan(0, read));
            }

            to.Flush();
        }

        files.Rename(part, path);
        files.FlushFolder(Path.GetDirectoryName(path)!);
        var entry = run.Entry(Table)!;
        return new PlanCopy(path, entry.Bytes, entry.Sha256);
    }

    /// <summary>
    /// The run that sealed the plan in this file. Equal input gives equal plans, so several runs may have sealed it: then it is the newest that
    /// <paramref name="isWanted"/>, else the newest that is still only planned, else the newest. Throws <see cref="UserException"/> for a file that no run sealed.
    /// </summary>
    public static async Task<RunId> FindAsync(IFiles files, IEnumerable<Manifest> runs, string path, Func<Manifest, bool> isWanted, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(runs);
        ArgumentNullException.ThrowIfNull(isWanted);
        if (!files.FileExists(path))
        {
            throw Refused("There is no such plan: it is neither a run's name nor a file.", path, "List the runs with: contact-sync runs. Nothing was sent.");
        }

        var (sha256, bytes) = await files.HashAsync(path, cancellationToken);
        var sealedBy = runs.Where(run => run.Tables.Any(table => table.Name == Table && table.Sha256 == sha256)).ToList();
        return (sealedBy.LastOrDefault(isWanted) ?? sealedBy.LastOrDefault(run => run.State == RunState.Planned) ?? sealedBy.LastOrDefault()) is { } found
            ? RunId.Parse(found.Run)
            : throw Refused(
                $"No run sealed this plan: its content ({bytes:N0} bytes, SHA-256 {sha256[..12]}…) is in no run's manifest, so it was changed or comes from elsewhere.",
                path,
                "Plan again: contact-sync plan --out FILE. Nothing was sent.");
    }

    private static UserException Refused(string what, string path, string whatNow) => new(what, path, whatNow, ExitCode.Configuration);
}
