using ContactSync.DuckDb.Native;

namespace ContactSync.DuckDb;

/// <content>Where the vector's memory is: it moves when a list grows, and is void when its chunk is.</content>
public sealed unsafe partial class VectorWriter
{
    private nint _vector;
    private byte* _data;
    private ulong* _validity;
    private int _capacity;

    /// <summary>Takes up a vector of an empty chunk: every row NULL, no garbage behind it.</summary>
    internal void Start(nint vector, int capacity) => Attach(vector, capacity, filled: 0);

    /// <summary>Lets go of a vector whose chunk is freed: every later write throws.</summary>
    internal void End()
    {
        _vector = 0;
        _capacity = 0;
        foreach (var child in _children)
        {
            child.End();
        }
    }

    /// <summary>Notes where the vector's memory is now, and empties the rows from <paramref name="filled"/> on.</summary>
    private void Attach(nint vector, int capacity, int filled)
    {
        Capi.EnsureValidityWritable(vector);
        _vector = vector;
        _data = Capi.VectorData(vector);
        _validity = Capi.VectorValidity(vector);
        _capacity = capacity;
        for (var row = filled; row < capacity; row++)
        {
            if ((row & 63) == 0)
            {
                _validity[row >> 6] = 0;
                row |= 63;
            }
            else
            {
                _validity[row >> 6] &= ~(1UL << (row & 63));
            }
        }

        if (_id == DuckTypeId.List)
        {
            new Span<NativeListEntry>(_data, capacity)[filled..].Clear();
            if (filled == 0)
            {
                ElementCount = 0;
                _children[0]._capacity = 0;
            }
        }
        else if (_id == DuckTypeId.Struct)
        {
            for (var i = 0; i < _children.Length; i++)
            {
                _children[i].Attach(Capi.StructChild(vector, (ulong)i), capacity, filled);
            }
        }
    }

    private void Grow(VectorWriter element, int needed)
    {
        var capacity = (int)Math.Max(System.Numerics.BitOperations.RoundUpToPowerOf2((uint)needed), Capi.VectorSize());
        if (Capi.ReserveList(_vector, (ulong)capacity) != 0)
        {
            throw NoRoom();
        }

        element.Attach(Capi.ListChild(_vector), capacity, filled: ElementCount);
    }
}
