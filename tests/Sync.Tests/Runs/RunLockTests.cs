using System.Diagnostics;
using ContactSync.Cli;
using ContactSync.Runs;
using ContactSync.Sync.Tests.Load;

namespace ContactSync.Sync.Tests.Runs;

public sealed class RunLockTests : IDisposable
{
    private static readonly RunBinding Binding = new("p", "00D000000000001EAA", "main");

    private readonly string _root = Directory.CreateTempSubdirectory("run-lock-").FullName;
    private readonly DiskFiles _files = new();

    private StateFolder State => new(_files, _root, Binding);

    [Fact]
    public void Each_holder_has_a_later_epoch_than_the_one_before()
    {
        var epochs = new List<long>();
        for (var i = 0; i < 3; i++)
        {
            using var held = RunLock.Acquire(_files, _root, State, [], "run");
            epochs.Add(held.Epoch);
            held.EnsureHeld();
        }

        Assert.Equal([1, 2, 3], epochs);
    }

    [Fact]
    public void A_second_holder_is_turned_away_by_name_also_under_another_profile()
    {
        using var held = RunLock.Acquire(_files, _root, State, [], "20261122t013000z-3fa9");
        var other = new StateFolder(_files, _root, new RunBinding("q", Binding.OrgId, Binding.Store));
        var turned = Assert.Throws<LockedException>(() => RunLock.Acquire(_files, _root, other, [], "run"));
        Assert.Equal(ExitCode.Locked, turned.ExitCode);
        Assert.Contains("20261122t013000z-3fa9", turned.Holder, StringComparison.Ordinal);
        Assert.Contains($"{Environment.ProcessId}", turned.Holder, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_process_that_holds_the_lock_turns_us_away_and_frees_it_when_it_is_killed()
    {
        RunLock.Acquire(_files, _root, State, [], "first").Dispose();
        var path = Path.Combine(_root, "locks", Binding.LockName);

        // -o: only flock itself holds the lock; a child of it that dies a moment later would hold it still.
        using var holder = Process.Start(new ProcessStartInfo("flock", ["-o", "-x", path, "sh", "-c", "echo held; sleep 60"]) { RedirectStandardOutput = true })!;
        Assert.Equal("held", await holder.StandardOutput.ReadLineAsync());
        Assert.Throws<LockedException>(() => RunLock.Acquire(_files, _root, State, [], "second"));
        holder.Kill(entireProcessTree: true);
        await holder.WaitForExitAsync();
        using var mine = RunLock.Acquire(_files, _root, State, [], "third");
        Assert.Equal(2, mine.Epoch);
    }

    [Fact]
    public void A_holder_whose_lock_file_was_replaced_is_fenced()
    {
        using var held = RunLock.Acquire(_files, _root, State, [], "run");
        File.Delete(Path.Combine(_root, "locks", Binding.LockName));
        Assert.Throws<FencedException>(held.EnsureHeld);
        using var other = RunLock.Acquire(_files, _root, State, [], "run");
        Assert.Throws<FencedException>(held.EnsureHeld);
        other.EnsureHeld();
    }

    [Fact]
    public void Any_flipped_byte_of_the_pointer_is_refused_and_never_read_as_a_first_run()
    {
        State.Write(new StatePointer { Epoch = 4, Chain = ["20261122t013000z-3fa9"] });
        var whole = File.ReadAllBytes(State.Path);
        for (var at = 0; at < whole.Length; at++)
        {
            var flipped = whole.ToArray();
            flipped[at] ^= 2;
            File.WriteAllBytes(State.Path, flipped);
            Assert.Throws<DamagedFileException>(() => State.Read([]));
            File.WriteAllBytes(State.Path, whole[..at]);
            Assert.Throws<DamagedFileException>(() => State.Read([]));
        }
    }

    [Fact]
    public void A_missing_or_older_pointer_than_a_committed_run_is_refused()
    {
        var committed = LoadBench.Header() with { OrgId = Binding.OrgId, State = RunState.Committed, Epoch = 5 };
        Assert.Throws<DamagedFileException>(() => State.Read([committed]));
        State.Write(new StatePointer { Epoch = 4 });
        Assert.Throws<DamagedFileException>(() => State.Read([committed]));
        State.Write(new StatePointer { Epoch = 5 });
        Assert.Equal(5, State.Read([committed]).Epoch);
        Assert.Equal(5, State.Read([committed with { Profile = "other", Epoch = 9 }]).Epoch);
    }

    [Fact]
    public void Dying_inside_any_write_of_a_swap_leaves_the_old_pointer_or_the_new()
    {
        var (old, next) = (new StatePointer { Epoch = 1, Chain = ["a"] }, new StatePointer { Epoch = 1, Chain = ["a", "b"] });
        for (var dies = 1; ; dies++)
        {
            State.Write(old);
            var died = Record.Exception(() => new StateFolder(new MortalFiles(dies), _root, Binding).Write(next));
            Assert.Contains(State.Read([]).Chain.Length, died is null ? [2] : new[] { 1, 2 });
            if (died is null)
            {
                break;
            }
        }
    }

    [Fact]
    public void A_full_run_starts_a_new_chain_and_committing_twice_is_the_same_as_once()
    {
        var marks = new Watermarks(null, null, null, null);
        var (first, second) = (RunId.Parse("20261122t013000z-0001"), RunId.Parse("20261123t013000z-0002"));
        var chain = new StatePointer().After(first, RunKind.Full, marks).After(second, RunKind.Incremental, marks);
        Assert.Equal([$"{first}", $"{second}"], chain.Chain);
        Assert.Equal(chain, chain.After(second, RunKind.Incremental, marks));
        Assert.Equal([$"{second}"], chain.After(first, RunKind.Incremental, marks).After(second, RunKind.Full, marks).Chain);
    }

    [Theory]
    [InlineData("../evil")]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("a\n")]
    public void A_name_that_is_no_plain_name_never_becomes_a_path(string name) =>
        Assert.Throws<ArgumentException>(() => new RunBinding(name, "00D000000000001EAA", "main"));

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
