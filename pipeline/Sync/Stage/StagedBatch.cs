using ContactSync.Config;
using ContactSync.Transforms.Model;

namespace ContactSync.Stage;

/// <summary>An extracted batch and the side it came from. Whoever is handed it releases the batch.</summary>
public sealed record SideBatch(Side Side, RecordBatch Raw)
{
    public void Release() => Raw.Release();
}

/// <summary>A batch as extracted and as normalised, which lacks the rejected rows. Whoever is handed it releases both.</summary>
public sealed record StagedBatch(Side Side, RecordBatch Raw, RecordBatch Normalized)
{
    public void Release()
    {
        Raw.Release();
        Normalized.Release();
    }
}
