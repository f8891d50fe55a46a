using System.Runtime.CompilerServices;
using ContactSync.Transforms.Model;
using ContactSync.Transforms.People;

namespace ContactSync.Transforms.Match;

/// <summary>
/// The traits of all records of a table, 64 bytes each, outside the collected heap. Filled range by range from many threads, then only read. Dispose
/// frees it.
/// </summary>
public sealed class TraitTable : IDisposable
{
    private readonly PersonTable _table;
    private readonly LargeArray<PairTraits> _traits;

    /// <summary>Room for every record of the table.</summary>
    public TraitTable(PersonTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        (_table, _traits) = (table, new LargeArray<PairTraits>(table.Count));
    }

    /// <summary>Works out the traits of some records.</summary>
    public void Fill(int from, int to, WeightTable weights, Nicknames nicknames)
    {
        for (var row = from; row < to; row++)
        {
            _traits[row] = PairTraits.Of(_table[row], weights, nicknames);
        }
    }

    /// <summary>Frees the memory.</summary>
    public void Dispose() => _traits.Dispose();

    /// <summary>The traits of a record.</summary>
    internal ref readonly PairTraits this[int row]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _traits[row];
    }

    /// <summary>Has the processor fetch a record's traits before they are asked for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Prefetch(int row) => _traits.Prefetch(row);
}
