namespace ContactSync.Reconcile;

/// <summary>A piece of the plan before it is sealed: a Parquet file of neighbouring rows.</summary>
/// <param name="Path">The file.</param>
/// <param name="First">The number of its first row.</param>
/// <param name="Last">The number of its last row; less than <paramref name="First"/> in an empty plan.</param>
/// <param name="IsBare">Its rows write no values.</param>
internal sealed record PlanRowsFile(string Path, long First, long Last, bool IsBare);
