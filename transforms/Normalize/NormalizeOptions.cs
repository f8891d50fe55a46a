using ContactSync.Transforms.Model;

namespace ContactSync.Transforms.Normalize;

/// <summary>What a <see cref="Normalizer"/> works on.</summary>
/// <param name="Source">
/// The schema of the raw batches. Columns of mapped roles are normalised and hashed in schema order; both sides must list the same mapped
/// fields in the same order, so that equal values give equal hashes.
/// </param>
public sealed record NormalizeOptions(RecordSchema Source)
{
    /// <summary>Bytes; a record with a longer cell is rejected. 1 MB, from 1 up.</summary>
    public int MaxCellBytes { get; init; } = 1 << 20;
}
