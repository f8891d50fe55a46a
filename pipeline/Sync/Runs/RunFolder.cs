using System.Collections.Concurrent;

namespace ContactSync.Runs;

/// <summary>A table written in the stage and ready to be sealed: its name, and the rows its writer counted.</summary>
public sealed record StagedTable(string Name, long Rows);

/// <summary>
/// One run's folder, <c>run=&lt;id&gt;</c>, and its stage outside it. Tables are written in the stage, where nothing is durable, and
/// reach the folder by <see cref="SealAsync"/>; what is in the folder and not in its manifest does not exist.
/// </summary>
public sealed class RunFolder
{
    private const string WhatNow = "The run is left as it is. Put the file back from a copy, or move this run's folder away and start a full run: contact-sync run --full";

    private readonly IFiles _files;
    private readonly ConcurrentDictionary<string, string> _verified = new(StringComparer.Ordinal);

    private RunFolder(IFiles files, string runsRoot, string stateRoot, RunId id)
    {
        _files = files;
        Id = id;
        Path = System.IO.Path.Combine(runsRoot, $"run={id}");
        StagePath = System.IO.Path.Combine(stateRoot, "stage", id.ToString());
    }

    /// <summary>The run's name.</summary>
    public RunId Id { get; }

    /// <summary>The run's folder.</summary>
    public string Path { get; }

    /// <summary>The run's stage; on the same file system as <see cref="Path"/>, or sealing fails.</summary>
    public string StagePath { get; }

    /// <summary>The run's journal of the load.</summary>
    public string JournalPath => System.IO.Path.Combine(Path, "journal.log");

    /// <summary>The manifest as last read or written; null before the first seal.</summary>
    public Manifest? Manifest { get; private set; }

    private string ManifestPath => System.IO.Path.Combine(Path, "manifest.json");

    /// <summary>Makes the folder and an empty stage of a new run.</summary>
    public static RunFolder Create(IFiles files, string runsRoot, string stateRoot, RunId id)
    {
        ArgumentNullException.ThrowIfNull(files);
        var folder = new RunFolder(files, runsRoot, stateRoot, id);
        files.CreateFolder(folder.Path);
        files.CreateFolder(folder.StagePath);
        return folder;
    }

    /// <summary>Opens a run by its manifest; makes its stage anew if it was swept. Throws <see cref="DamagedFileException"/>.</summary>
    public static RunFolder Open(IFiles files, string runsRoot, string stateRoot, RunId id)
    {
        ArgumentNullException.ThrowIfNull(files);
        var folder = new RunFolder(files, runsRoot, stateRoot, id);
        folder.Manifest = ReadManifest(files, folder.ManifestPath);
        files.CreateFolder(folder.StagePath);
        return folder;
    }

    /// <summary>Reads and checks one manifest. Throws <see cref="DamagedFileException"/>, also for a version newer than this program.</summary>
    internal static Manifest ReadManifest(IFiles files, string path)
    {
        if (!files.FileExists(path))
        {
            throw new DamagedFileException(path, "there is no such run, or it ended before it sealed anything", "See: contact-sync runs");
        }

        var manifest = SealedJson.Read(files, path, RunsJson.Default.Manifest, WhatNow);
        return manifest.SchemaVersion <= Runs.Manifest.CurrentVersion
            ? manifest
            : throw new DamagedFileException(
                path, $"it has schema version {manifest.SchemaVersion}, this program knows {Runs.Manifest.CurrentVersion}", "Use the newer contact-sync");
    }

    /// <summary>Where to write a table before it is sealed.</summary>
    public string StagedPath(string table) => System.IO.Path.Combine(StagePath, table + ".parquet");

    /// <summary>
    /// Moves staged tables into the folder and lists them in the manifest, durably and in this order: hash and fsync every file, rename,
    /// fsync the folder, manifest last. <paramref name="header"/> gives the rest of the manifest; its tables are ignored.
    /// A table that is sealed already stays as it is: what a restarted step wrote once more is dropped. After a crash inside, the manifest
    /// still tells the state before.
    /// </summary>
    public async Task SealAsync(IReadOnlyList<StagedTable> tables, Manifest header, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tables);
        ArgumentNullException.ThrowIfNull(header);
        var sealedNow = new List<TableEntry>(tables.Count);
        foreach (var table in tables)
        {
            if (Has(table.Name))
            {
                _files.DeleteFile(StagedPath(table.Name));
                continue;
            }

            var staged = StagedPath(table.Name);
            _files.Flush(staged);
            var (sha256, bytes) = await _files.HashAsync(staged, cancellationToken);
            sealedNow.Add(new TableEntry(table.Name, table.Name + ".parquet", table.Rows, bytes, sha256));
        }

        CrashPoint.Hit("seal.hashed");
        foreach (var entry in sealedNow)
        {
            _files.Rename(StagedPath(entry.Name), System.IO.Path.Combine(Path, entry.File));
            _verified[entry.Name] = entry.Sha256;
        }

        _files.FlushFolder(Path);
        CrashPoint.Hit("seal.moved");
        Manifest = header with { Run = Id.ToString(), Tables = [.. Manifest?.Tables ?? [], .. sealedNow] };
        SealedJson.Write(_files, ManifestPath, Manifest, RunsJson.Default.Manifest, "manifest.write");
        CrashPoint.Hit("seal.done");
    }

    /// <summary>Replaces what the manifest says besides its tables.</summary>
    public Task RestateAsync(Func<Manifest, Manifest> change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        return SealAsync([], change(Manifest ?? throw new InvalidOperationException($"run {Id} has no manifest yet")), cancellationToken);
    }

    /// <summary>Whether the manifest lists a table.</summary>
    public bool Has(string table) => Entry(table) is not null;

    /// <summary>The manifest's entry of a table, null when the run has none.</summary>
    public TableEntry? Entry(string table) => (Manifest?.Tables ?? []).FirstOrDefault(entry => entry.Name == table);

    /// <summary>
    /// The path of a sealed table for reading, after its content was found equal to the manifest's SHA-256 (looked at once per process).
    /// Throws <see cref="DamagedFileException"/> when it differs, is missing, or is not part of the run.
    /// </summary>
    public async ValueTask<string> TableAsync(string table, CancellationToken cancellationToken)
    {
        var entry = Entry(table) ?? throw new DamagedFileException(ManifestPath, $"it lists no table {table}", WhatNow);
        var path = System.IO.Path.Combine(Path, entry.File);
        if (_verified.TryGetValue(table, out var seen) && seen == entry.Sha256)
        {
            return path;
        }

        if (!_files.FileExists(path))
        {
            throw new DamagedFileException(path, "the manifest lists it and it is missing", WhatNow);
        }

        var (sha256, bytes) = await _files.HashAsync(path, cancellationToken);
        if (sha256 != entry.Sha256)
        {
            throw new DamagedFileException(
                path, $"its content ({bytes:N0} bytes, SHA-256 {sha256[..12]}…) is not what was sealed ({entry.Bytes:N0} bytes, {entry.Sha256[..12]}…)", WhatNow);
        }

        _verified[table] = sha256;
        return path;
    }

    /// <summary>Removes the stage once nothing in it is needed.</summary>
    public void SweepStage() => _files.DeleteFolder(StagePath);
}
