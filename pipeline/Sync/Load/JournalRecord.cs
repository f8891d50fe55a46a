using System.Text.Json.Serialization;
using ContactSync.Runs;

namespace ContactSync.Load;

/// <summary>One durable step of a load. The names on disk are those of the discriminators below; they never change their meaning.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(LoadBegun), "begun")]
[JsonDerivedType(typeof(MovedFound), "moved")]
[JsonDerivedType(typeof(SliceIntent), "intent")]
[JsonDerivedType(typeof(JobBound), "job")]
[JsonDerivedType(typeof(JobUploaded), "uploaded")]
[JsonDerivedType(typeof(JobClosed), "closed")]
[JsonDerivedType(typeof(AttemptSettled), "settled")]
[JsonDerivedType(typeof(LinksApplied), "linked")]
[JsonDerivedType(typeof(LookedUp), "looked_up")]
[JsonDerivedType(typeof(RunCommitted), "committed")]
public abstract record JournalRecord
{
    /// <summary>The record's name on disk.</summary>
    internal abstract string Kind { get; }
}

/// <summary>A record about one attempt at one slice.</summary>
public abstract record AttemptRecord(int Slice, int Attempt) : JournalRecord;

/// <summary>
/// The first record: the format's version and all that decides how the plan is cut and keyed, frozen, so that a restart cuts the
/// same slices whatever the configuration says by then.
/// </summary>
public sealed record LoadBegun(
    int Version,
    string Run,
    string PlanSha256,
    string ConfigSha256,
    int RowsPerJob,
    long BytesPerJob,
    int StoreRows,
    string? ExternalIdField,
    DateTimeOffset At) : JournalRecord
{
    /// <summary>The version this program writes.</summary>
    public const int CurrentVersion = 1;

    internal override string Kind => "begun";
}

/// <summary>Planned org updates that someone changed since the extract, listed in a part file; they are not sent.</summary>
public sealed record MovedFound(string Part, string Sha256, long Rows, DateTimeOffset At) : JournalRecord
{
    internal override string Kind => "moved";
}

/// <summary>A slice is about to be sent; no job is known for it, and none that exists holds data.</summary>
public sealed record SliceIntent(int Slice, int Attempt, long Rows) : AttemptRecord(Slice, Attempt)
{
    internal override string Kind => "intent";
}

/// <summary>The slice's job, durable before the first byte of data.</summary>
public sealed record JobBound(int Slice, int Attempt, string Job) : AttemptRecord(Slice, Attempt)
{
    internal override string Kind => "job";
}

/// <summary>The org acknowledged the whole upload; nothing is processed yet.</summary>
public sealed record JobUploaded(int Slice, int Attempt, string Job) : AttemptRecord(Slice, Attempt)
{
    internal override string Kind => "uploaded";
}

/// <summary>The org has the job and will process it: from here on the slice is never sent again but for rows the org did not take.</summary>
public sealed record JobClosed(int Slice, int Attempt, string Job) : AttemptRecord(Slice, Attempt)
{
    internal override string Kind => "closed";
}

/// <summary>
/// One attempt's rows each have an outcome, in a part file. <see cref="Retry"/> rows of it are the rows of the next attempt.
/// <see cref="Job"/> is null for the local side.
/// </summary>
public sealed record AttemptSettled(
    int Slice,
    int Attempt,
    string? Job,
    string Part,
    string Sha256,
    long Succeeded,
    long Created,
    long Failed,
    long Pending,
    long Moved,
    long Retry) : AttemptRecord(Slice, Attempt)
{
    internal override string Kind => "settled";
}

/// <summary>The store holds the links and statuses of a settled org slice.</summary>
public sealed record LinksApplied(int Slice, long Applied, long Refused) : JournalRecord
{
    internal override string Kind => "linked";
}

/// <summary>
/// What the look-up of rows that the org refused as duplicates found, in a part file: a row each. <paramref name="At"/> is the org's clock before it asked.
/// </summary>
public sealed record LookedUp(string Part, string Sha256, long Refused, long Linked, DateTimeOffset At) : JournalRecord
{
    /// <summary>Stands for the look-up where a slice's number is asked for.</summary>
    public const int Slice = -1;

    internal override string Kind => "looked_up";
}

/// <summary>The run is committed; the state pointer to swap in is part of the record, so that a crash before the swap loses nothing.</summary>
public sealed record RunCommitted(StatePointer State, DateTimeOffset At) : JournalRecord
{
    internal override string Kind => "committed";
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    MaxDepth = 32)]
[JsonSerializable(typeof(JournalRecord))]
internal sealed partial class JournalJson : JsonSerializerContext;
