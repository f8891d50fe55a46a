using System.Runtime.InteropServices;

namespace ContactSync.Cli;

/// <summary>SIGINT and SIGTERM: the first asks for a clean, resumable stop; the second ends the process at once.</summary>
public sealed class Signals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly TextWriter _err;
    private readonly Action<int> _exit;
    private int _count;

    /// <param name="err">Where the first signal is acknowledged.</param>
    /// <param name="exit">Ends the process; Environment.Exit but for tests.</param>
    public Signals(TextWriter err, Action<int> exit)
    {
        (_err, _exit) = (err, exit);
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM })
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                Receive();
            }));
        }
    }

    public CancellationToken Token => _stop.Token;

    internal void Receive()
    {
        if (Interlocked.Increment(ref _count) > 1)
        {
            _exit((int)ExitCode.Interrupted);
            return;
        }

        _err.WriteLine("stopping; a second signal ends at once, which is safe too");
        _stop.Cancel();
    }

    public void Dispose()
    {
        _registrations.ForEach(r => r.Dispose());
        _stop.Dispose();
    }
}
