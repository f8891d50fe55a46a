using System.Diagnostics;
using System.Globalization;

namespace ContactSync.Bench.Throughput;

/// <summary>How a process ended: seconds by the wall and of processor time, and the most memory it held.</summary>
internal sealed record ChildResult(int ExitCode, string Out, string Err, double Seconds, double CpuSeconds, double PeakMegabytes)
{
    /// <summary>This result, if the process ended well; else throws with what it printed.</summary>
    public ChildResult Checked() => ExitCode == 0 ? this : throw new InvalidOperationException($"a process ended with {ExitCode}:\n{Out}\n{Err}");
}

/// <summary>A process of its own under the eye of <c>/proc</c>: what is measured is what the kernel counted, not what the process says of itself.</summary>
internal sealed class Child : IDisposable
{
    private readonly Process _process;
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _watch;
    private double _cpu;
    private double _peak;

    private Child(Process process)
    {
        _process = process;
        _watch = WatchAsync();
    }

    /// <summary>The executable of the product beside this one.</summary>
    public static string Product { get; } = Path.Combine(AppContext.BaseDirectory, "contact-sync.dll");

    public StreamReader Out => _process.StandardOutput;

    /// <summary>The most memory so far, in MB.</summary>
    public double PeakMegabytes => _peak;

    /// <summary>Processor seconds so far.</summary>
    public double CpuSeconds => _cpu;

    /// <summary>Starts a program; its output is read by the caller.</summary>
    public static Child Start(string program, IEnumerable<string> args, string folder, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var arg in args)
        {
            start.ArgumentList.Add(arg);
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return new Child(Process.Start(start)!);
    }

    /// <summary>Runs a program to its end.</summary>
    public static async Task<ChildResult> RunAsync(string program, IEnumerable<string> args, string folder, IReadOnlyDictionary<string, string>? environment = null)
    {
        using var child = Start(program, args, folder, environment);
        var output = child.Out.ReadToEndAsync();
        var error = child._process.StandardError.ReadToEndAsync();
        await child._process.WaitForExitAsync();
        var seconds = Stopwatch.GetElapsedTime(child._started).TotalSeconds;
        await child.EndWatchAsync();
        return new ChildResult(child._process.ExitCode, await output, await error, seconds, child._cpu, child._peak);
    }

    /// <summary>Runs the product to its end, which must be a good one.</summary>
    public static async Task<ChildResult> ProductAsync(string folder, params IEnumerable<string> args) =>
        (await RunAsync("dotnet", ["exec", Product, .. args], folder, Workspace.Environment)).Checked();

    public void Dispose()
    {
        _ended.Cancel();
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
        _ended.Dispose();
    }

    private async Task EndWatchAsync()
    {
        await _ended.CancelAsync();
        await _watch;
    }

    private async Task WatchAsync()
    {
        while (!_ended.IsCancellationRequested)
        {
            Look();
            await Task.Delay(TimeSpan.FromMilliseconds(20), CancellationToken.None);
        }
    }

    // Between the last look and the end a process may still work; at 50 looks a second that is little.
    private void Look()
    {
        try
        {
            var status = File.ReadAllText($"/proc/{_process.Id}/status");
            if (status.IndexOf("VmHWM:", StringComparison.Ordinal) is >= 0 and var at)
            {
                var line = status.AsSpan(at + 6);
                _peak = double.Parse(line[..line.IndexOf("kB", StringComparison.Ordinal)].Trim(), CultureInfo.InvariantCulture) / 1000 * 1.024;
            }

            var stat = File.ReadAllText($"/proc/{_process.Id}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            _cpu = (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / 100.0;
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or UnauthorizedAccessException)
        {
            // The process has ended between two looks.
        }
    }
}
