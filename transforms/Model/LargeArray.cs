using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace ContactSync.Transforms.Model;

/// <summary>
/// Values in memory outside the collected heap, in pages of 2 MB where the system has them: what is read here and there all over a large array then costs
/// half, because the processor finds the page. Not cleared unless asked for. Dispose frees it, or else its finalizer.
/// </summary>
internal sealed unsafe class LargeArray<T> : IDisposable
    where T : unmanaged
{
    private T* _values;

    /// <summary>Room for so many values.</summary>
    public LargeArray(long length, bool cleared = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
        var bytes = (nuint)Math.Max(1, length) * (nuint)sizeof(T);
        _values = (T*)LargePages.Allocate(bytes);
        if (cleared)
        {
            NativeMemory.Clear(_values, bytes);
        }
    }

    /// <summary>Frees the memory of one that nobody disposed of.</summary>
    ~LargeArray() => Free();

    /// <summary>The number of values.</summary>
    public long Length { get; }

    /// <summary>The place of the first value, until disposed of.</summary>
    public T* Pointer => _values;

    /// <summary>A value. The place is not checked.</summary>
    public ref T this[long index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _values[index];
    }

    /// <summary>Has the processor fetch a value before it is asked for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(long index)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(_values + index);
        }
    }

    /// <summary>Frees the memory.</summary>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.AlignedFree(_values);
        _values = null;
    }
}
