using System.CommandLine;
using ContactSync.Cli;
using ContactSync.Dataflow;
using ContactSync.Sync.Tests.Config;

namespace ContactSync.Sync.Tests.Cli;

public sealed class CommandLineTests
{
    [Fact]
    public async Task Check_of_a_right_configuration_is_done()
    {
        using var folder = new ConfigFolder();

        var (code, output, err) = await RunAsync(Verbs.Root(new()), "config", "check", "--config", folder.File);

        Assert.Equal((ExitCode.Done, ""), (code, err));
        Assert.StartsWith("ok  ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_setting_is_three_lines_on_standard_error_and_5()
    {
        using var folder = new ConfigFolder();

        var (code, output, err) = await RunAsync(Verbs.Root(new()), "config", "check", "--config", folder.File, "--set", "load.jobsInFlight=0");

        Assert.Equal((ExitCode.Configuration, ""), (code, output));
        Assert.Matches(@"^error +The configuration has 1 error:\n  --set  load\.jobsInFlight  0 is not allowed.*\nwhere +--set\nnow +\S", err.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Show_prints_values_sources_and_no_secret()
    {
        using var folder = new ConfigFolder("""{ "profile": "own", "org": { "auth": { "token": "env:SF_TOKEN" } } }""");

        var (code, output, _) = await RunAsync(Verbs.Root(new()), "config", "show", "--config", folder.File, "--set", "load.jobsInFlight=4");

        Assert.Equal(ExitCode.Done, code);
        Assert.Matches(@"load\.jobsInFlight +4 +--set", output);
        Assert.Matches(@"org\.auth\.token +\*\*\* +pipeline\.json:1", output);
        Assert.Matches(@"map\[2\]\.type +email +own\.json:6", output);
        Assert.DoesNotContain("SF_TOKEN", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("config")]
    [InlineData("config", "show", "--nonsense")]
    [InlineData("generate")]
    [InlineData("sandbox", "serve", "--port", "70000", "--data", "x")]
    public async Task A_command_line_that_cannot_be_read_is_5(params string[] args)
    {
        var (code, output, err) = await RunAsync(Verbs.Root(new()), args);

        Assert.Equal((ExitCode.Configuration, ""), (code, output));
        Assert.Contains("--help", err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_verb_explains_itself_with_an_example()
    {
        foreach (var path in Paths(Verbs.Root(new()), []))
        {
            var (code, output, _) = await RunAsync(Verbs.Root(new()), [.. path, "--help"]);

            Assert.Equal(ExitCode.Done, code);
            Assert.Contains("contact-sync " + string.Join(' ', path), output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_failure_inside_a_node_keeps_its_exit_code_and_names_the_node()
    {
        var (code, err) = await FailAsync(new NodeFailedException("load", "load-org", new UserException("Job 750 was lost.", "job 750", "contact-sync resume", ExitCode.Stopped)));

        Assert.Equal(ExitCode.Stopped, code);
        Assert.Contains("load/load-org: job 750", err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancellation_nobody_asked_for_is_a_defect() =>
        Assert.Equal(ExitCode.Bug, (await FailAsync(new OperationCanceledException())).Code);

    [Fact]
    public async Task A_full_disk_is_resumable() =>
        Assert.Equal(ExitCode.Stopped, (await FailAsync(new IOException("No space left on device", 28))).Code);

    [Fact]
    public async Task A_signal_ends_a_run_as_interrupted()
    {
        using var stop = new CancellationTokenSource();
        using var folder = new ConfigFolder();
        var verb = RunVerb.Create(Root(out var root), async (_, _, ct) => { await stop.CancelAsync(); ct.ThrowIfCancellationRequested(); return ExitCode.Done; });
        root.Subcommands.Add(verb);
        using var err = new StringWriter();

        Assert.Equal(ExitCode.Interrupted, await CommandLine.RunAsync(root, ["run", "--config", folder.File], TextWriter.Null, err, stop.Token));
    }

    [Fact]
    public void The_second_signal_ends_at_once()
    {
        var ended = new List<int>();
        using var err = new StringWriter();
        using var signals = new Signals(err, ended.Add);

        signals.Receive();
        Assert.True(signals.Token.IsCancellationRequested);
        Assert.Empty(ended);
        signals.Receive();

        Assert.Equal([130], ended);
    }

    private static async Task<(ExitCode Code, string Err)> FailAsync(Exception failure)
    {
        using var folder = new ConfigFolder();
        var verb = RunVerb.Create(Root(out var root), (_, _, _) => Task.FromException<ExitCode>(failure));
        root.Subcommands.Add(verb);
        var (code, _, err) = await RunAsync(root, "run", "--config", folder.File);
        return (code, err);
    }

    private static RootOptions Root(out RootCommand root)
    {
        var options = new RootOptions();
        root = new RootCommand();
        root.Options.Add(options.Config);
        root.Options.Add(options.Set);
        return options;
    }

    private static async Task<(ExitCode Code, string Out, string Err)> RunAsync(RootCommand root, params string[] args)
    {
        using var output = new StringWriter();
        using var err = new StringWriter();
        var code = await CommandLine.RunAsync(root, args, output, err, CancellationToken.None);
        return (code, output.ToString(), err.ToString());
    }

    private static IEnumerable<string[]> Paths(Command command, string[] path) =>
        command.Subcommands.SelectMany(c => Paths(c, [.. path, c.Name])).Append(path);
}
