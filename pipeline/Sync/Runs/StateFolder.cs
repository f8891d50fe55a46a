namespace ContactSync.Runs;

/// <summary>
/// A binding's folder below the state folder, holding <c>state.json</c>. A missing pointer is the first run only when no run of the
/// binding was ever committed; a pointer older than a run it should know is refused too: starting from empty would send everything again.
/// </summary>
public sealed class StateFolder(IFiles files, string stateRoot, RunBinding binding)
{
    private readonly string _path = System.IO.Path.Combine(stateRoot, binding.FolderName, "state.json");

    /// <summary>The binding this folder belongs to.</summary>
    public RunBinding Binding => binding;

    /// <summary>The pointer's file.</summary>
    public string Path => _path;

    /// <summary>
    /// The pointer, checked against the <paramref name="runs"/> of the binding; an empty one before the first run.
    /// Throws <see cref="DamagedFileException"/>.
    /// </summary>
    public StatePointer Read(IEnumerable<Manifest> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        var newest = runs.Where(run => run.Binding == binding && run.State == RunState.Committed)
            .MaxBy(run => run.Epoch);
        if (!files.FileExists(_path))
        {
            return newest is null ? new StatePointer() : throw Damaged($"it is missing, but run {newest.Run} was committed");
        }

        var pointer = SealedJson.Read(files, _path, RunsJson.Default.StatePointer, WhatNow);
        if (pointer.SchemaVersion > StatePointer.CurrentVersion)
        {
            throw new DamagedFileException(
                _path, $"it has schema version {pointer.SchemaVersion}, this program knows {StatePointer.CurrentVersion}", "Use the newer contact-sync");
        }

        return newest is null || newest.Epoch <= pointer.Epoch
            ? pointer
            : throw Damaged($"it is of epoch {pointer.Epoch}, older than committed run {newest.Run} of epoch {newest.Epoch}: it was restored from a copy");
    }

    /// <summary>Replaces the pointer in one durable swap.</summary>
    public void Write(StatePointer state)
    {
        files.CreateFolder(System.IO.Path.GetDirectoryName(_path)!);
        SealedJson.Write(files, _path, state, RunsJson.Default.StatePointer, "state.write");
    }

    private const string WhatNow =
        "Nothing was read or changed. Put back the state folder of the last run, or move the data folder's runs and state away together to start afresh with a full run";

    private DamagedFileException Damaged(string what) => new(_path, what, WhatNow);
}
