using System.Diagnostics;

namespace ContactSync.EndToEnd.Tests.Harness;

/// <summary>How one call of the executable ended.</summary>
internal sealed record CliResult(int ExitCode, string Out, string Err)
{
    public override string ToString() => $"exit {ExitCode}\n{Out}\n{Err}";
}

/// <summary>The executable as a process of its own, as a user has it.</summary>
internal static class Cli
{
    private static readonly string Executable = Path.Combine(AppContext.BaseDirectory, "contact-sync.dll");

    /// <summary>Starts the executable; the caller disposes the process.</summary>
    public static Process Start(IEnumerable<string> args, string folder, IReadOnlyDictionary<string, string>? environment = null)
    {
        // Started in the background, a shell's children ignore interrupts, and so would theirs; as from a terminal they do not.
        var start = new ProcessStartInfo("env") { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var arg in (string[])["--default-signal=INT", "dotnet", "exec", Executable, .. args])
        {
            start.ArgumentList.Add(arg);
        }

        start.Environment["DOTNET_TieredPGO"] = "0";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>Runs it to its end, which must come within five minutes.</summary>
    public static async Task<CliResult> RunAsync(IEnumerable<string> args, string folder, IReadOnlyDictionary<string, string>? environment = null)
    {
        using var process = Start(args, folder, environment);
        return await EndAsync(process, string.Join(' ', args));
    }

    /// <summary>Reads what a started process prints until it ends, which must come within five minutes.</summary>
    public static async Task<CliResult> EndAsync(Process process, string called = "")
    {
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"contact-sync {called} did not end; it printed:\n{await output}\n{await error}");
        }

        return new CliResult(process.ExitCode, await output, await error);
    }
}
