using ContactSync.DuckDb.Native;

namespace ContactSync.DuckDb;

/// <summary>Turns a cancellation into <c>duckdb_interrupt</c> for as long as it is not disposed.</summary>
/// <remarks>
/// DuckDB forgets an interrupt that arrives just before a statement starts, so the interrupt is repeated until the call has
/// returned. The gate makes sure that none comes after, which would stop the connection's next statement.
/// </remarks>
internal sealed class Interruption : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    private readonly Lock _gate = new();
    private readonly ConnectionHandle _connection;
    private readonly CancellationTokenRegistration _registration;
    private Timer? _timer;
    private bool _over;

    private Interruption(ConnectionHandle connection, CancellationToken cancellation)
    {
        _connection = connection;
        _registration = cancellation.UnsafeRegister(static state => ((Interruption)state!).Begin(), this);
    }

    public static Interruption? On(ConnectionHandle connection, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return cancellation.CanBeCanceled ? new Interruption(connection, cancellation) : null;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _over = true;
            _timer?.Dispose();
        }

        _registration.Dispose();
    }

    private void Begin()
    {
        lock (_gate)
        {
            if (!_over)
            {
                _timer = new Timer(static state => ((Interruption)state!).Strike(), this, TimeSpan.Zero, Interval);
            }
        }
    }

    private void Strike()
    {
        lock (_gate)
        {
            if (!_over && !_connection.IsClosed)
            {
                Capi.Interrupt(_connection);
            }
        }
    }
}
