using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ContactSync.DuckDb.Native;

/// <summary>An object of the C interface that one function frees. DuckDB counts the references between its objects, so they may be freed in any order.</summary>
internal abstract class DuckHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true);

internal sealed class ConfigHandle : DuckHandle
{
    protected override bool ReleaseHandle()
    {
        Capi.DestroyConfig(ref handle);
        return true;
    }
}

internal sealed class DatabaseHandle : DuckHandle
{
    protected override bool ReleaseHandle()
    {
        Capi.Close(ref handle);
        return true;
    }
}

internal sealed class ConnectionHandle : DuckHandle
{
    protected override bool ReleaseHandle()
    {
        Capi.Disconnect(ref handle);
        return true;
    }
}

internal sealed class StatementHandle : DuckHandle
{
    protected override bool ReleaseHandle()
    {
        Capi.DestroyPrepare(ref handle);
        return true;
    }
}

internal sealed class ExtractedHandle : DuckHandle
{
    protected override bool ReleaseHandle()
    {
        Capi.DestroyExtracted(ref handle);
        return true;
    }
}

internal sealed class ValueHandle : DuckHandle
{
    protected override bool ReleaseHandle()
    {
        Capi.DestroyValue(ref handle);
        return true;
    }
}

internal sealed class ChunkHandle : DuckHandle
{
    protected override bool ReleaseHandle()
    {
        Capi.DestroyChunk(ref handle);
        return true;
    }
}

internal sealed class LogicalTypeHandle : DuckHandle
{
    protected override bool ReleaseHandle()
    {
        Capi.DestroyLogicalType(ref handle);
        return true;
    }
}

internal sealed class ErrorDataHandle : DuckHandle
{
    protected override bool ReleaseHandle()
    {
        Capi.DestroyErrorData(ref handle);
        return true;
    }
}

/// <summary>Destroying an appender flushes it; whoever did not complete it did not mean that, so it is cleared before.</summary>
internal sealed class AppenderHandle : DuckHandle
{
    protected override bool ReleaseHandle()
    {
        var cleared = Capi.ClearAppender(handle);
        return Capi.DestroyAppender(ref handle) == 0 && cleared == 0;
    }
}

/// <summary>The result struct, in native memory of its own so that its address stays.</summary>
internal sealed unsafe class ResultHandle : DuckHandle
{
    public ResultHandle() => SetHandle((nint)NativeMemory.AllocZeroed((nuint)sizeof(NativeResult)));

    public NativeResult* Pointer => (NativeResult*)handle;

    protected override bool ReleaseHandle()
    {
        Capi.DestroyResult(Pointer);
        NativeMemory.Free(Pointer);
        return true;
    }
}
