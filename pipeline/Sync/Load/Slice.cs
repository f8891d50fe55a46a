using System.Collections.Immutable;

namespace ContactSync.Load;

/// <summary>The side a plan row writes to.</summary>
public enum PlanSide
{
    Org,
    Local,
}

/// <summary>What a plan row does on its side.</summary>
public enum PlanAction
{
    Create,
    Update,
    Link,
}

/// <summary>
/// The rows of one Bulk job or one store transaction: those of one wave, side, object and action between two plan rows, both included.
/// Cut from the plan alone, so a restart cuts the same. <see cref="Bytes"/> is an estimate of the CSV; <see cref="Columns"/> are the fields that its
/// rows change, or those of earlier rows of the same kind, in the order of their names.
/// </summary>
public sealed record Slice(
    int Number, int Wave, PlanSide Side, string Object, PlanAction Action, long FirstRow, long LastRow, long Rows, long Bytes, ImmutableArray<string> Columns);

/// <summary>A slice of which every row has an outcome, after one or more attempts.</summary>
public sealed record SettledSlice(Slice Slice, ImmutableArray<AttemptSettled> Attempts)
{
    /// <summary>Rows that the side took.</summary>
    public long Succeeded => Attempts.Sum(attempt => attempt.Succeeded);

    /// <summary>Of those, records that are new.</summary>
    public long Created => Attempts.Sum(attempt => attempt.Created);

    /// <summary>Rows refused for good.</summary>
    public long Failed => Attempts.Sum(attempt => attempt.Failed);

    /// <summary>Rows that the next run sends again.</summary>
    public long Pending => Attempts.Sum(attempt => attempt.Pending);

    /// <summary>Rows left alone because someone changed the record since the extract.</summary>
    public long Moved => Attempts.Sum(attempt => attempt.Moved);
}
