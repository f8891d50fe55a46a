using ContactSync.Transforms.Candidates;
using ContactSync.Transforms.People;

namespace ContactSync.Transforms.Known;

/// <summary>A table of people with their ids, to be written or to come on top of what is known. One thread adds; then any number may read.</summary>
/// <param name="people">What they hold, the left side first; whoever made the table disposes of it.</param>
public sealed class KnownTable(PersonTable people) : IKnownRecords
{
    private readonly KeyColumn _ids = new(0);
    private readonly List<bool> _takePart = [];

    /// <summary>Records that have an id.</summary>
    public int Count => _ids.Count;

    /// <summary>Records of the left side.</summary>
    public int LeftCount { get; private set; }

    /// <summary>The record at that place.</summary>
    public KnownRecord this[int row] => new(row < LeftCount, _ids[row], _takePart[row], people[row]);

    /// <summary>Gives the next record of the table its side, its id, and says whether it is paired.</summary>
    /// <exception cref="ArgumentException">One of the left comes after one of the right.</exception>
    public void Add(bool isLeft, ReadOnlySpan<byte> id, bool takesPart)
    {
        if (isLeft && LeftCount < Count)
        {
            throw new ArgumentException("Those of the left side come first.", nameof(isLeft));
        }

        LeftCount += isLeft ? 1 : 0;
        _ids.Append(id);
        _takePart.Add(takesPart);
    }

    /// <summary>Has the processor fetch a record.</summary>
    internal void Prefetch(int row) => people.Prefetch(row);
}
