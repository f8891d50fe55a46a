using System.Collections.Immutable;

namespace ContactSync.Load;

/// <summary>How far one attempt at a slice has come.</summary>
public enum SlicePhase
{
    None,
    Intent,
    Bound,
    Uploaded,
    Closed,
    Settled,
}

/// <summary>A slice's last attempt (1 for the first, 0 before it), its phase and job, and what earlier ones settled.</summary>
public sealed record SliceProgress(int Attempt, SlicePhase Phase, string? Job, ImmutableArray<AttemptSettled> Settled)
{
    /// <summary>A slice nothing was done for.</summary>
    public static readonly SliceProgress NotBegun = new(0, SlicePhase.None, null, []);

    /// <summary>Whether every row of the slice has its final outcome.</summary>
    public bool IsDone => Phase == SlicePhase.Settled && Settled[^1].Retry == 0;

    internal SliceProgress After(AttemptRecord record) => record switch
    {
        AttemptSettled settled => new(settled.Attempt, SlicePhase.Settled, settled.Job, Settled.Add(settled)),
        SliceIntent => new(record.Attempt, SlicePhase.Intent, null, Settled),
        JobBound bound => new(record.Attempt, SlicePhase.Bound, bound.Job, Settled),
        JobUploaded uploaded => new(record.Attempt, SlicePhase.Uploaded, uploaded.Job, Settled),
        JobClosed closed => new(record.Attempt, SlicePhase.Closed, closed.Job, Settled),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}

/// <summary>What the journal says, kept up as it grows. Safe for the load's nodes to use at the same time.</summary>
internal sealed class LoadLedger
{
    private readonly Journal _journal;
    private readonly Lock _gate = new();
    private readonly Dictionary<int, SliceProgress> _slices = [];
    private readonly List<MovedFound> _moved = [];
    private readonly HashSet<string> _jobs = new(StringComparer.Ordinal);
    private readonly List<LinksApplied> _linked = [];

    public LoadLedger(Journal journal)
    {
        _journal = journal;
        foreach (var record in journal.Records)
        {
            Apply(record);
        }

        // A process that died may have died between the org's making of a job and our noting it. What it left stays until a process comes as far as the sweep, however many die
        // before and whatever they note meanwhile.
        MayHaveOrphans |= journal.Records.Count > 0;
    }

    /// <summary>What the load was begun with; null when the journal is empty.</summary>
    public LoadBegun? Begun { get; private set; }

    /// <summary>What the look-up of refused duplicates found; null before it, and where there was none to make.</summary>
    public LookedUp? LookedUp { get; private set; }

    /// <summary>The commit, null before it.</summary>
    public RunCommitted? Committed { get; private set; }

    /// <summary>Whether a job may exist that the journal does not name: an earlier process began this load, or an intent was repeated.</summary>
    public bool MayHaveOrphans { get; private set; }

    /// <summary>Every part file the journal names, with its SHA-256.</summary>
    public IReadOnlyList<(string Part, string Sha256)> Parts
    {
        get
        {
            lock (_gate)
            {
                return [.. _moved.Select(moved => (moved.Part, moved.Sha256)), .. _slices.Values.SelectMany(slice => slice.Settled).Select(settled => (settled.Part, settled.Sha256)),
                    .. LookedUp is { } lookup ? [(lookup.Part, lookup.Sha256)] : Array.Empty<(string, string)>()];
            }
        }
    }

    public ImmutableArray<MovedFound> Moved
    {
        get
        {
            lock (_gate)
            {
                return [.. _moved];
            }
        }
    }

    public ImmutableArray<LinksApplied> Linked
    {
        get
        {
            lock (_gate)
            {
                return [.. _linked];
            }
        }
    }

    public SliceProgress Of(int slice)
    {
        lock (_gate)
        {
            return _slices.GetValueOrDefault(slice, SliceProgress.NotBegun);
        }
    }

    public bool IsLinked(int slice)
    {
        lock (_gate)
        {
            return _linked.Exists(record => record.Slice == slice);
        }
    }

    /// <summary>Whether the journal names this job, or its first 15 characters.</summary>
    public bool Names(string job)
    {
        lock (_gate)
        {
            return _jobs.Contains(job);
        }
    }

    /// <summary>Writes a record durably, then counts it.</summary>
    public void Write(JournalRecord record)
    {
        _journal.Append(record);
        Apply(record);
    }

    private void Apply(JournalRecord record)
    {
        lock (_gate)
        {
            switch (record)
            {
                case LoadBegun begun:
                    Begun = begun;
                    break;
                case MovedFound moved:
                    _moved.Add(moved);
                    break;
                case LinksApplied linked:
                    _linked.Add(linked);
                    break;
                case LookedUp lookup:
                    LookedUp = lookup;
                    break;
                case RunCommitted committed:
                    Committed = committed;
                    break;
                case AttemptRecord attempt:
                    Note(attempt);
                    break;
                default:
                    throw new System.Diagnostics.UnreachableException();
            }
        }
    }

    private void Note(AttemptRecord record)
    {
        var before = _slices.GetValueOrDefault(record.Slice, SliceProgress.NotBegun);
        MayHaveOrphans |= record is SliceIntent && before.Phase == SlicePhase.Intent;
        if (record is JobBound bound)
        {
            _jobs.Add(bound.Job);
        }

        _slices[record.Slice] = before.After(record);
    }
}
