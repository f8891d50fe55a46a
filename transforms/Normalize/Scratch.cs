using System.Buffers;

namespace ContactSync.Transforms.Normalize;

/// <summary>The working memory of one call to a <see cref="Normalizer"/>, lent by the shared array pool and kept between its rows.</summary>
internal sealed class Scratch : IDisposable
{
    private byte[] _bytes = [];
    private byte[] _frame = [];
    private char[] _first = [];
    private char[] _second = [];

    /// <summary>At least that many bytes for one value; the contents are undefined.</summary>
    public Span<byte> Bytes(int length) => Fit(ref _bytes, length, keep: 0);

    /// <summary>At least that many bytes for the values of a row; the first <paramref name="keep"/> stay.</summary>
    public Span<byte> Frame(int length, int keep) => Fit(ref _frame, length, keep);

    /// <summary>At least that many characters, apart from those of <see cref="Second"/>.</summary>
    public Span<char> First(int length) => Fit(ref _first, length, keep: 0);

    /// <summary>At least that many characters, apart from those of <see cref="First"/>.</summary>
    public Span<char> Second(int length) => Fit(ref _second, length, keep: 0);

    public void Dispose()
    {
        Return(ref _bytes);
        Return(ref _frame);
        Return(ref _first);
        Return(ref _second);
    }

    private static Span<T> Fit<T>(ref T[] array, int length, int keep)
    {
        if (array.Length < length)
        {
            var larger = ArrayPool<T>.Shared.Rent(Math.Max(length, 1024));
            array.AsSpan(0, keep).CopyTo(larger);
            Return(ref array);
            array = larger;
        }

        return array;
    }

    private static void Return<T>(ref T[] array)
    {
        if (array.Length > 0)
        {
            ArrayPool<T>.Shared.Return(array);
        }

        array = [];
    }
}
