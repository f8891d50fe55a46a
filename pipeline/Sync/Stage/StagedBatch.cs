using ContactSync.Config;
using ContactSync.Transforms.Model;
using ContactSync.Transforms.Normalize;

namespace ContactSync.Stage;

/// <summary>An extracted batch and the side it came from. Whoever is handed it releases the batch.</summary>
public sealed record SideBatch(Side Side, RecordBatch Raw)
{
    public void Release() => Raw.Release();
}

/// <summary>
/// A batch as extracted and as normalised, which lacks the rejected rows and the unusable values. Whoever is handed it releases both.
/// </summary>
public sealed record StagedBatch(Side Side, RecordBatch Raw, RecordBatch Normalized, IReadOnlyList<UnusableValue> Unusable)
{
    public void Release()
    {
        Raw.Release();
        Normalized.Release();
    }
}
