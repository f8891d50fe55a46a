using System.Text;
using System.Text.Unicode;
using ContactSync.DuckDb.Native;

namespace ContactSync.DuckDb;

/// <summary>A prepared statement. Parameters count from 1 and keep their values from run to run until bound anew.</summary>
public sealed unsafe class DuckStatement : IDisposable
{
    private readonly DuckConnection _connection;
    private readonly StatementHandle _handle;
    private readonly string _sql;

    private DuckStatement(DuckConnection connection, StatementHandle handle, string sql)
    {
        _connection = connection;
        _handle = handle;
        _sql = sql;
    }

    /// <summary>How many parameters the statement has.</summary>
    public int ParameterCount => (int)Capi.ParameterCount(_handle);

    public void BindNull(int index) => Check(index, Capi.BindNull(_handle, (ulong)index));

    public void Bind(int index, bool value) => Check(index, Capi.BindBoolean(_handle, (ulong)index, value ? (byte)1 : (byte)0));

    public void Bind(int index, long value) => Check(index, Capi.BindInt64(_handle, (ulong)index, value));

    public void Bind(int index, int value) => Bind(index, (long)value);

    public void Bind(int index, double value) => Check(index, Capi.BindDouble(_handle, (ulong)index, value));

    /// <summary>An instant, as TIMESTAMPTZ; what is finer than a microsecond is cut off.</summary>
    public void Bind(int index, DateTimeOffset value) => Check(index, Capi.BindTimestampTz(_handle, (ulong)index, DuckTime.Microseconds(value)));

    /// <summary>A UUID: the 128 bits in the order of its text.</summary>
    public void Bind(int index, UInt128 value)
    {
        using var uuid = Capi.CreateUuid(new NativeUInt128(value));
        Check(index, Capi.BindValue(_handle, (ulong)index, uuid));
    }

    /// <summary>A text; null binds NULL.</summary>
    public void Bind(int index, string? value)
    {
        if (value is null)
        {
            BindNull(index);
        }
        else
        {
            Bind(index, Encoding.UTF8.GetBytes(value).AsSpan());
        }
    }

    /// <summary>A text in UTF-8.</summary>
    /// <exception cref="DuckDbException">The bytes are not UTF-8.</exception>
    public void Bind(int index, ReadOnlySpan<byte> utf8)
    {
        if (!Utf8.IsValid(utf8))
        {
            throw new DuckDbException(DuckErrorKind.InvalidInput, $"The text for parameter {index} is not valid UTF-8.", _sql);
        }

        fixed (byte* bytes = utf8)
        {
            byte none = 0;
            Check(index, Capi.BindText(_handle, (ulong)index, bytes is null ? &none : bytes, (ulong)utf8.Length));
        }
    }

    /// <summary>A BLOB.</summary>
    public void BindBlob(int index, ReadOnlySpan<byte> value)
    {
        fixed (byte* bytes = value)
        {
            byte none = 0;
            Check(index, Capi.BindBlob(_handle, (ulong)index, bytes is null ? &none : bytes, (ulong)value.Length));
        }
    }

    /// <summary>Runs to the end and returns the number of rows inserted, updated or deleted.</summary>
    public long Execute(CancellationToken cancellation = default)
    {
        _connection.MustBeFree();
        using var interruption = Interruption.On(_connection.Handle, cancellation);
        using var result = new ResultHandle();
        Started(Capi.ExecutePrepared(_handle, result.Pointer), result, cancellation);
        return (long)Capi.RowsChanged(result.Pointer);
    }

    /// <summary>Runs and streams the rows. The token holds for the reading as well.</summary>
    public DuckResult Query(CancellationToken cancellation = default)
    {
        _connection.MustBeFree();
        var interruption = Interruption.On(_connection.Handle, cancellation);
        var handle = new ResultHandle();
        try
        {
            Started(Capi.ExecutePreparedStreaming(_handle, handle.Pointer), handle, cancellation);
            return new DuckResult(_connection, handle, interruption, _sql, cancellation);
        }
        catch
        {
            interruption?.Dispose();
            handle.Dispose();
            throw;
        }
    }

    public void Dispose() => _handle.Dispose();

    internal static DuckStatement Checked(DuckConnection connection, int state, StatementHandle handle, string sql)
    {
        if (state == 0)
        {
            return new DuckStatement(connection, handle, sql);
        }

        using (handle)
        {
            var text = handle.IsInvalid ? "DuckDB could not prepare the statement." : NativeText.Read(Capi.PrepareError(handle));
            throw new DuckDbException(DuckError.KindOf(text), text, sql);
        }
    }

    private void Started(int state, ResultHandle result, CancellationToken cancellation)
    {
        if (state != 0)
        {
            throw DuckError.Of(result, _sql, cancellation);
        }
    }

    private void Check(int index, int state)
    {
        if (state != 0)
        {
            throw new DuckDbException(DuckErrorKind.InvalidInput, $"Parameter {index} cannot be bound: the statement has {ParameterCount}.", _sql);
        }
    }
}
