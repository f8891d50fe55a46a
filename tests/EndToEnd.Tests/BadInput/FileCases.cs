using System.Diagnostics;
using ContactSync.DuckDb;
using ContactSync.EndToEnd.Tests.Harness;

namespace ContactSync.EndToEnd.Tests.BadInput;

/// <summary>Folders that cannot be written, a disk that is full, and files of a run that are torn or flipped.</summary>
internal static class FileCases
{
    public static IEnumerable<BadCase> All { get; } =
    [
        new("a run folder that is a file", 5, w => w.CallAsync("run", "--set", "runs.path=pipeline.json"))
        {
            What = "file or folder", Where = "pipeline.json", Now = ".", ChangesNothing = true,
        },
        new("a state folder that nobody may write to", 5, w => w.CallAsync("run", "--set", "state.path=/proc/contact-sync"))
        {
            What = "file or folder", Where = "/proc", Now = ".", ChangesNothing = true,
        },
        new("a store in a folder that nobody may write to", 5, w => w.CallAsync("run", "--set", "store.path=/proc/contact-sync/contacts.duckdb"))
        {
            What = "The store cannot be opened for writing", Where = "/proc/contact-sync/contacts.duckdb", Now = "write access", ChangesNothing = true,
        },
        new("a store that is no database", 5, w =>
        {
            File.WriteAllText(Path.Combine(w.Folder, "other.duckdb"), new string('?', 8192));
            return w.CallAsync("run", "--set", "store.path=other.duckdb");
        })
        {
            What = ".", Where = "other.duckdb", Now = ".", ChangesNothing = true,
        },
        new("a store that another program has open", 75, async w =>
        {
            using var other = DuckDatabase.Open(Path.Combine(w.Folder, "contacts.duckdb"), new DuckDbOptions { Threads = 1 });
            return await w.CallAsync("run");
        })
        {
            What = "Another process.* has the store open", Where = "contacts.duckdb", Now = "Wait until it ends", ChangesNothing = true,
        },
        new("a torn journal after a kill", 0, async w =>
        {
            var killed = await w.CallAsync(new Dictionary<string, string> { ["SYNC_CRASH"] = "load.closed" }, "run");
            Assert.True(killed.ExitCode == 137, killed.ToString());
            var journal = Assert.Single(Directory.GetFiles(w.Folder, "journal*", SearchOption.AllDirectories));
            using (var file = new FileStream(journal, FileMode.Open))
            {
                file.SetLength(file.Length - 7);
            }

            return await w.CallAsync("resume");
        })
        {
            Prints = ["resumed .*adopted job|resumed", "3 planned = 3 ok"],
        },
        new("a sealed plan with a flipped byte", 5, async w =>
        {
            var planned = await w.CallAsync("plan");
            Assert.True(planned.ExitCode == 0, planned.ToString());
            var plan = Path.Combine(w.NewestRun, "plan.parquet");
            var bytes = await File.ReadAllBytesAsync(plan);
            bytes[bytes.Length / 2] ^= 1;
            await File.WriteAllBytesAsync(plan, bytes);
            return await w.CallAsync("apply", Path.GetFileName(w.NewestRun)["run=".Length..]);
        })
        {
            What = ".", Where = "plan.parquet", Now = ".", ChangesNothing = true,
        },
        FullDisk("a disk that is full from the start", "16k"),
        FullDisk("a disk that fills up in the middle", "64k"),
    ];

    private static BadCase FullDisk(string name, string size) => new(name, 3, async w =>
    {
        var disk = Path.Combine(w.Folder, "disk");
        Directory.CreateDirectory(disk);
        Assert.SkipUnless(await SucceedsAsync("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", disk), "no small disk can be mounted here");
        w.Undo(() => SucceedsAsync("umount", "-l", disk));
        w.Reconfigure("\"path\":\"runs\"", "\"path\":\"disk/runs\"");
        w.Reconfigure("\"path\":\"state\"", "\"path\":\"disk/state\"");
        return await w.CallAsync("run");
    })
    {
        What = "The disk is full",
        Where = ".",
        Now = "Free some space",
        Mend = MoveToLargerDiskAsync,
    };

    private static async Task MoveToLargerDiskAsync(World world)
    {
        var (small, large) = (Path.Combine(world.Folder, "disk"), Path.Combine(world.Folder, "larger"));
        Assert.True(await SucceedsAsync("cp", "-a", small, large));
        Assert.True(await SucceedsAsync("umount", "-l", small));
        Directory.Delete(small);
        Directory.Move(large, small);
    }

    private static async Task<bool> SucceedsAsync(string command, params string[] args)
    {
        using var process = Process.Start(new ProcessStartInfo(command, args) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }
}
