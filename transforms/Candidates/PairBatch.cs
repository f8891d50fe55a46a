using System.Buffers;
using ContactSync.Transforms.Model;

namespace ContactSync.Transforms.Candidates;

/// <summary>
/// The candidate pairs of one local batch, those of one local record together. It holds a reference to that batch, so that keys and names are read
/// in place, and is itself owned by whoever is handed it: release it once. A later step may fill in scores before it hands the batch on.
/// </summary>
public sealed class PairBatch
{
    private readonly RecordBatch _locals;
    private readonly TextColumn _localKeys;
    private readonly List<Reject> _rejects = [];
    private Pair[] _pairs;
    private int _count;

    internal PairBatch(RecordBatch locals, OrgIndex orgs)
    {
        _locals = locals.Retain();
        _localKeys = locals.Text(locals.Schema.Require(ColumnRole.SideKey));
        Orgs = orgs;
        Sequence = locals.Sequence;
        _pairs = ArrayPool<Pair>.Shared.Rent(Math.Max(1, locals.RowCount));
    }

    /// <summary>The sequence of the local batch.</summary>
    public long Sequence { get; }

    /// <summary>The local records; those without a candidate too.</summary>
    public RecordBatch Locals => _locals;

    /// <summary>The index that the pairs were found with.</summary>
    public OrgIndex Orgs { get; }

    /// <summary>The pairs.</summary>
    public ReadOnlySpan<Pair> Pairs => Filled;

    /// <summary>Records whose e-mail key is too common to tell anything; each has no pair by e-mail, but may have one by id.</summary>
    public IReadOnlyList<Reject> Rejects => _rejects;

    /// <summary>The pairs, to be scored and ranked.</summary>
    internal Span<Pair> Filled
    {
        get
        {
            ObjectDisposedException.ThrowIf(_pairs.Length == 0, this);
            return _pairs.AsSpan(0, _count);
        }
    }

    /// <summary>The local record's key.</summary>
    public ReadOnlySpan<byte> LocalKey(int pair) => _localKeys[Pairs[pair].LocalRow];

    /// <summary>The org record's id, as the org gave it.</summary>
    public ReadOnlySpan<byte> OrgId(int pair) => Orgs.Id(Pairs[pair].OrgEntry);

    /// <summary>Gives up the pairs and the reference to the local batch; a second call throws.</summary>
    public void Release()
    {
        var pairs = Interlocked.Exchange(ref _pairs, []);
        ObjectDisposedException.ThrowIf(pairs.Length == 0, this);
        ArrayPool<Pair>.Shared.Return(pairs);
        _locals.Release();
    }

    internal void Add(Pair pair)
    {
        if (_count == _pairs.Length)
        {
            var larger = ArrayPool<Pair>.Shared.Rent(2 * _count);
            Filled.CopyTo(larger);
            ArrayPool<Pair>.Shared.Return(_pairs);
            _pairs = larger;
        }

        _pairs[_count++] = pair;
    }

    internal void AddReject(Reject reject) => _rejects.Add(reject);
}
