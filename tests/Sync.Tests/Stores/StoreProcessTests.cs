using System.Diagnostics;
using System.Globalization;
using ContactSync.Stores;
using static ContactSync.Sync.Tests.Stores.StoreWorkbench;

namespace ContactSync.Sync.Tests.Stores;

/// <summary>The store between two processes: this test program starts itself as the other one.</summary>
public sealed class StoreProcessTests : IDisposable
{
    private const string FileVariable = "CONTACT_STORE_TEST_FILE";
    private const int SliceRows = 500;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("contact-store-");

    private string StorePath => Path.Combine(_folder.FullName, "contacts.duckdb");

    [Fact]
    public async Task A_store_that_another_process_has_open_is_refused()
    {
        using var other = await StartAsync();

        var e = Assert.Throws<StoreException>(() => DuckContactStore.Open(new DuckStoreOptions(StorePath, "main"), TimeProvider.System));
        other.Kill();

        Assert.Contains("Another process", e.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_kill_9_each_slice_is_there_whole_with_its_record_or_not_at_all()
    {
        var recorded = 0;
        foreach (var slices in (int[])[1, 2, 5])
        {
            using (var other = await StartAsync())
            {
                for (var i = 0; i < slices; i++)
                {
                    await ReadSliceAsync(other);
                }
                other.Kill();
                await other.WaitForExitAsync();
            }

            await using var store = DuckContactStore.Open(new DuckStoreOptions(StorePath, "main"), TimeProvider.System);
            var count = await new ContactStoreEditor(store).CountAsync(CancellationToken.None);
            Assert.Equal(0, count % SliceRows);
            Assert.True(count / SliceRows >= recorded + slices);
            recorded = (int)(count / SliceRows);
            for (var number = 1; number <= recorded; number++)
            {
                Assert.All(await store.ApplyAsync(Slice(number), CancellationToken.None), o => Assert.Equal(StoreResult.Applied, o.Result));
            }
            Assert.Equal(count, await new ContactStoreEditor(store).CountAsync(CancellationToken.None));
        }
    }

    /// <summary>The other process: opens the store and applies slice after slice until it is killed; those already there are passed over.</summary>
    [Fact(Explicit = true)]
    public async Task Apply_slices_until_killed()
    {
        var path = Environment.GetEnvironmentVariable(FileVariable);
        Assert.NotNull(path);
        await using var store = DuckContactStore.Open(new DuckStoreOptions(path, "main"), TimeProvider.System);
        for (var number = 1; ; number++)
        {
            var before = await new ContactStoreEditor(store).CountAsync(CancellationToken.None);
            await store.ApplyAsync(Slice(number), CancellationToken.None);
            if (await new ContactStoreEditor(store).CountAsync(CancellationToken.None) > before)
            {
                await File.WriteAllTextAsync($"{path}.slice-{number}", number.ToString(CultureInfo.InvariantCulture));
            }
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static StoreSlice Slice(int number) => new(
        "run-1",
        number,
        DateTimeOffset.UnixEpoch,
        [.. Enumerable.Range(0, SliceRows).Select(i => Create(i, null, Email($"p{number}-{i}@example.org"), new StoreChange("last_name", "Lee")))]);

    /// <summary>Starts the other process and waits for its first new slice.</summary>
    private async Task<Process> StartAsync()
    {
        foreach (var note in Directory.GetFiles(_folder.FullName, "*.slice-*"))
        {
            File.Delete(note);
        }
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[typeof(StoreProcessTests).Assembly.Location, "-noColor", "-explicit", "only", "-method", $"{typeof(StoreProcessTests).FullName}.{nameof(Apply_slices_until_killed)}"])
        {
            start.ArgumentList.Add(argument);
        }
        start.Environment[FileVariable] = StorePath;
        var other = Process.Start(start)!;
        await ReadSliceAsync(other);
        return other;
    }

    /// <summary>Waits until the other process has noted one more slice.</summary>
    private async Task ReadSliceAsync(Process other)
    {
        var seen = Directory.GetFiles(_folder.FullName, "*.slice-*").Length;
        while (Directory.GetFiles(_folder.FullName, "*.slice-*").Length <= seen)
        {
            Assert.False(other.HasExited, "the other process ended by itself");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }
}
