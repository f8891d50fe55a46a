using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using ContactSync.Transforms.Model;
using ContactSync.Transforms.People;

namespace ContactSync.Transforms.Candidates;

/// <summary>
/// The keys of every record in every pass, and from them the groups of records to compare. A pair belongs to the first pass in which both have the same
/// final key. Filled range by range and pass by pass: calls for different ranges or units may run at the same time, a stage ends before the next begins.
/// </summary>
public sealed class CandidateIndex : IDisposable
{
    private readonly PersonTable _table;
    private readonly KeyMaker _maker;
    private readonly Func<int, bool>? _takesPart;
    private readonly LargeArray<ulong> _finals;

    /// <param name="table">The records, complete.</param>
    /// <param name="keys">The keys, one a pass.</param>
    /// <param name="maker">Makes them.</param>
    /// <param name="takesPart">By row, whether a record is paired at all; null when all are. Called from many threads.</param>
    public CandidateIndex(PersonTable table, ImmutableArray<CandidateKey> keys, KeyMaker maker, Func<int, bool>? takesPart = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        (_table, _maker, _takesPart, Keys) = (table, maker, takesPart, keys);
        _finals = new LargeArray<ulong>((long)table.Count * keys.Length);
    }

    /// <summary>The keys, one a pass.</summary>
    public ImmutableArray<CandidateKey> Keys { get; }

    /// <summary>The records.</summary>
    public PersonTable Table => _table;

    /// <summary>First stage: makes the keys of some records.</summary>
    public void MakeKeys(int from, int to)
    {
        for (var row = from; row < to; row++)
        {
            if (_takesPart?.Invoke(row) == false)
            {
                Of(row).Clear();
                continue;
            }

            var person = _table[row];
            var finals = Of(row);
            for (var pass = 0; pass < Keys.Length; pass++)
            {
                finals[pass] = _maker.Of(person, Keys[pass].Parts.AsSpan());
            }
        }
    }

    /// <summary>Whether an earlier pass has compared the two.</summary>
    public bool MetBefore(int pass, int left, int right)
    {
        var leftKeys = Of(left)[..pass];
        var rightKeys = Of(right)[..pass];
        for (var i = 0; i < pass; i++)
        {
            if (leftKeys[i] == rightKeys[i] && leftKeys[i] != 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The first pass that compares the two, or -1.</summary>
    public int FirstPass(int left, int right)
    {
        for (var pass = 0; pass < Keys.Length; pass++)
        {
            var key = Final(pass, left);
            if (key != 0 && key == Final(pass, right))
            {
                return pass;
            }
        }

        return -1;
    }

    /// <summary>Frees the keys' memory.</summary>
    public void Dispose() => _finals.Dispose();

    /// <summary>Has the processor fetch a record's keys before they are asked for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Prefetch(int row) => _finals.Prefetch((long)row * Keys.Length);

    /// <summary>Has the processor fetch a record, and its keys.</summary>
    internal void PrefetchRecord(int row)
    {
        _table.Prefetch(row);
        Prefetch(row);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ulong Final(int pass, int row) => _finals[((long)row * Keys.Length) + pass];

    internal void SetFinal(int pass, int row, ulong key) => _finals[((long)row * Keys.Length) + pass] = key;

    internal ulong Refine(ulong key, int row, KeyPart part) => _maker.Refine(key, _table[row], part);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private unsafe Span<ulong> Of(int row) => new(_finals.Pointer + ((long)row * Keys.Length), Keys.Length);
}
