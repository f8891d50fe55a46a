using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using ContactSync.Transforms.People;

namespace ContactSync.Transforms.Candidates;

/// <summary>
/// The keys of every record in every pass, and from them the groups of records to compare. A pair belongs to the first pass in which both have the same
/// final key. Filled range by range and pass by pass: calls for different ranges or units may run at the same time, a stage ends before the next begins.
/// </summary>
public sealed class CandidateIndex
{
    private readonly PersonTable _table;
    private readonly KeyMaker _maker;
    private readonly Func<int, bool>? _takesPart;
    private readonly ulong[] _finals;

    /// <param name="table">The records, complete.</param>
    /// <param name="keys">The keys, one a pass.</param>
    /// <param name="maker">Makes them.</param>
    /// <param name="takesPart">By row, whether a record is paired at all; null when all are. Called from many threads.</param>
    public CandidateIndex(PersonTable table, ImmutableArray<CandidateKey> keys, KeyMaker maker, Func<int, bool>? takesPart = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        (_table, _maker, _takesPart, Keys) = (table, maker, takesPart, keys);
        _finals = GC.AllocateUninitializedArray<ulong>(checked(table.Count * keys.Length));
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
                _finals.AsSpan(row * Keys.Length, Keys.Length).Clear();
                continue;
            }

            var person = _table[row];
            for (var pass = 0; pass < Keys.Length; pass++)
            {
                _finals[(row * Keys.Length) + pass] = _maker.Of(person, Keys[pass].Parts.AsSpan());
            }
        }
    }

    /// <summary>Whether an earlier pass has compared the two.</summary>
    public bool MetBefore(int pass, int left, int right)
    {
        var leftKeys = _finals.AsSpan(left * Keys.Length, pass);
        var rightKeys = _finals.AsSpan(right * Keys.Length, pass);
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

    /// <summary>Has the processor fetch a record's keys before they are asked for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal unsafe void Prefetch(int row)
    {
        if (Sse.IsSupported)
        {
            // A hint only: should the array be moved meanwhile, nothing is lost but the hint.
            Sse.Prefetch0(Unsafe.AsPointer(ref _finals[row * Keys.Length]));
        }
    }

    /// <summary>Has the processor fetch a record, and its keys.</summary>
    internal void PrefetchRecord(int row)
    {
        _table.Prefetch(row);
        Prefetch(row);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ulong Final(int pass, int row) => _finals[(row * Keys.Length) + pass];

    internal void SetFinal(int pass, int row, ulong key) => _finals[(row * Keys.Length) + pass] = key;

    internal ulong Refine(ulong key, int row, KeyPart part) => _maker.Refine(key, _table[row], part);
}
