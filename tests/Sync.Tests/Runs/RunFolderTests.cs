using ContactSync.Cli;
using ContactSync.Runs;
using ContactSync.Sync.Tests.Load;

namespace ContactSync.Sync.Tests.Runs;

public sealed class RunFolderTests : IDisposable
{
    private static readonly RunId Id = RunId.Parse("20261122t013000z-3fa9");

    private readonly string _root = Directory.CreateTempSubdirectory("run-folder-").FullName;
    private readonly DiskFiles _files = new();

    private string RunsRoot => Path.Combine(_root, "runs");

    private string StateRoot => Path.Combine(_root, "state");

    [Fact]
    public async Task A_sealed_table_reads_back_and_a_stray_file_is_no_table()
    {
        var folder = await SealedAsync(_files, "plan", "pairs");
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "tmp_extract.parquet"), "torn");
        var again = RunFolder.Open(_files, RunsRoot, StateRoot, Id);

        Assert.Equal(["plan", "pairs"], again.Manifest!.Tables.Select(t => t.Name));
        Assert.Equal("content of plan", await File.ReadAllTextAsync(await again.TableAsync("plan", CancellationToken.None)));
        Assert.False(again.Has("tmp_extract"));
        await Assert.ThrowsAsync<DamagedFileException>(async () => await again.TableAsync("tmp_extract", CancellationToken.None));
    }

    [Fact]
    public async Task A_table_with_one_flipped_byte_is_refused_by_name()
    {
        var folder = await SealedAsync(_files, "plan");
        var path = Path.Combine(folder.Path, "plan.parquet");
        Flip(path, 3);
        var refused = await Assert.ThrowsAsync<DamagedFileException>(
            async () => await RunFolder.Open(_files, RunsRoot, StateRoot, Id).TableAsync("plan", CancellationToken.None));
        Assert.Equal(path, refused.Where);
        Assert.NotEmpty(refused.WhatNow);
    }

    [Fact]
    public async Task Any_flipped_bit_of_a_manifest_is_refused()
    {
        var folder = await SealedAsync(_files, "plan");
        var path = Path.Combine(folder.Path, "manifest.json");
        var whole = await File.ReadAllBytesAsync(path);
        for (var at = 0; at < whole.Length; at++)
        {
            var flipped = whole.ToArray();
            flipped[at] ^= (byte)(1 << (at % 8));
            await File.WriteAllBytesAsync(path, flipped);
            Assert.Throws<DamagedFileException>(() => RunFolder.Open(_files, RunsRoot, StateRoot, Id));
            await File.WriteAllBytesAsync(path, whole[..at]);
            Assert.Throws<DamagedFileException>(() => RunFolder.Open(_files, RunsRoot, StateRoot, Id));
        }
    }

    [Fact]
    public async Task A_manifest_of_a_newer_version_is_refused()
    {
        var folder = await SealedAsync(_files, "plan");
        await folder.RestateAsync(m => m with { SchemaVersion = Manifest.CurrentVersion + 1 }, CancellationToken.None);
        var refused = Assert.Throws<DamagedFileException>(() => RunFolder.Open(_files, RunsRoot, StateRoot, Id));
        Assert.Contains("newer", refused.WhatNow, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dying_inside_any_write_of_a_second_seal_leaves_the_first_as_it_was_or_both()
    {
        for (var dies = 1; ; dies++)
        {
            if (Directory.Exists(_root))
            {
                Directory.Delete(_root, recursive: true);
            }

            await SealedAsync(_files, "plan");
            var mortal = RunFolder.Open(new MortalFiles(dies), RunsRoot, StateRoot, Id);
            await File.WriteAllTextAsync(mortal.StagedPath("results"), "content of results");
            var died = await Record.ExceptionAsync(() => mortal.SealAsync([new StagedTable("results", 1)], LoadBench.Header(), CancellationToken.None));
            var after = RunFolder.Open(_files, RunsRoot, StateRoot, Id);
            Assert.Equal("content of plan", await File.ReadAllTextAsync(await after.TableAsync("plan", CancellationToken.None)));
            if (after.Has("results"))
            {
                Assert.Equal("content of results", await File.ReadAllTextAsync(await after.TableAsync("results", CancellationToken.None)));
            }

            if (died is null)
            {
                Assert.True(after.Has("results"));
                break;
            }
        }
    }

    [Fact]
    public async Task A_table_sealed_once_stays_as_it_is()
    {
        var folder = await SealedAsync(_files, "plan");
        await File.WriteAllTextAsync(folder.StagedPath("plan"), "another plan");
        await folder.SealAsync([new StagedTable("plan", 2)], LoadBench.Header(), CancellationToken.None);
        Assert.Equal("content of plan", await File.ReadAllTextAsync(await folder.TableAsync("plan", CancellationToken.None)));
    }

    [Fact]
    public async Task An_unfinished_load_keeps_its_stage_and_is_found_again()
    {
        var folder = await SealedAsync(_files, "plan");
        var catalog = new RunCatalog(_files, RunsRoot, StateRoot);
        Assert.Null(catalog.Unfinished(folder.Manifest!.Binding));
        await File.WriteAllTextAsync(folder.JournalPath, "begun");
        Directory.CreateDirectory(Path.Combine(StateRoot, "stage", "20261121t013000z-0001"));

        Assert.Equal(1, catalog.SweepStages(null));
        Assert.True(Directory.Exists(folder.StagePath));
        Assert.Equal(Id, catalog.Unfinished(folder.Manifest.Binding)!.Id);
        await folder.RestateAsync(m => m with { State = RunState.Committed }, CancellationToken.None);
        Assert.Null(catalog.Unfinished(folder.Manifest.Binding));
        Assert.Equal(1, catalog.SweepStages(null));
    }

    [Fact]
    public async Task A_symbolic_link_in_the_place_of_a_file_or_folder_is_refused()
    {
        var folder = await SealedAsync(_files, "plan");
        var elsewhere = Path.Combine(_root, "elsewhere");
        Directory.CreateDirectory(elsewhere);
        Directory.Delete(folder.StagePath, recursive: true);
        Directory.CreateSymbolicLink(folder.StagePath, elsewhere);
        Assert.Throws<UserException>(() => RunFolder.Open(_files, RunsRoot, StateRoot, Id));
        Assert.Throws<UserException>(() => _files.DeleteFolder(folder.StagePath));
        Assert.True(Directory.Exists(elsewhere));
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private async Task<RunFolder> SealedAsync(IFiles files, params string[] tables)
    {
        var folder = RunFolder.Create(files, RunsRoot, StateRoot, Id);
        foreach (var table in tables)
        {
            await File.WriteAllTextAsync(folder.StagedPath(table), $"content of {table}");
            await folder.SealAsync([new StagedTable(table, 1)], LoadBench.Header(), CancellationToken.None);
        }

        return folder;
    }

    private static void Flip(string path, int at)
    {
        var bytes = File.ReadAllBytes(path);
        bytes[at] ^= 1;
        File.WriteAllBytes(path, bytes);
    }
}
