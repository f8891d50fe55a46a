namespace ContactSync.Runs;

/// <summary>All runs of a data folder, known by their manifests alone; anything else beside them is ignored.</summary>
public sealed class RunCatalog(IFiles files, string runsRoot, string stateRoot)
{
    /// <summary>The manifests in order of their runs' names, oldest first. Throws <see cref="DamagedFileException"/> for a manifest that is not as written.</summary>
    public IReadOnlyList<Manifest> List() =>
        [.. Folders().Select(id => RunFolder.ReadManifest(files, ManifestPath(id)))];

    /// <summary>
    /// The run of a binding whose load began and did not commit, null when there is none. A new run must not start over it: its
    /// closed jobs would write after the newer run.
    /// </summary>
    public RunFolder? Unfinished(RunBinding binding)
    {
        var unfinished = List().LastOrDefault(run => run.Binding == binding && IsUnfinished(run));
        return unfinished is null ? null : RunFolder.Open(files, runsRoot, stateRoot, RunId.Parse(unfinished.Run));
    }

    /// <summary>The run's load has begun and not ended: it is going on now, or the process died and <c>resume</c> goes on with it.</summary>
    public bool IsUnfinished(Manifest run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return run.State is RunState.Planned or RunState.Interrupted
            && files.FileExists(Path.Combine(runsRoot, $"run={run.Run}", "journal.log"));
    }

    /// <summary>Removes the stages of dead runs, but not those an unfinished load still needs nor <paramref name="except"/>; returns how many.</summary>
    public int SweepStages(RunId? except)
    {
        var stages = Path.Combine(stateRoot, "stage");
        var needed = List().Where(IsUnfinished).Select(run => run.Run).ToHashSet(StringComparer.Ordinal);
        var dead = files.List(stages)
            .Where(entry => entry.IsFolder && RunId.TryParse(entry.Name, out var id) && id != except && !needed.Contains(entry.Name))
            .ToList();
        foreach (var entry in dead)
        {
            files.DeleteFolder(Path.Combine(stages, entry.Name));
        }

        return dead.Count;
    }

    private IEnumerable<RunId> Folders()
    {
        foreach (var entry in files.List(runsRoot))
        {
            if (entry.IsFolder && entry.Name.StartsWith("run=", StringComparison.Ordinal)
                && RunId.TryParse(entry.Name[4..], out var id) && files.FileExists(ManifestPath(id)))
            {
                yield return id;
            }
        }
    }

    private string ManifestPath(RunId id) => Path.Combine(runsRoot, $"run={id}", "manifest.json");
}
