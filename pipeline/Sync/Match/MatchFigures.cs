using ContactSync.Cli;
using ContactSync.Transforms.Candidates;

namespace ContactSync.Match;

/// <summary>What matching counted on its way.</summary>
public sealed class MatchFigures
{
    /// <summary>Values left out because they say nothing.</summary>
    public long Placeholders { get; set; }

    /// <summary>Comparisons foreseen, with pairs that several passes bring together counted each time.</summary>
    public long Planned { get; private set; }

    /// <summary>Comparisons made.</summary>
    public long Compared { get; set; }

    /// <summary>By pass: its name, the most records of a group, comparisons foreseen.</summary>
    public List<(string Key, int Cap, long Planned)> Passes { get; } = [];

    /// <summary>Groups that were too large however they were refined, largest first.</summary>
    public List<SkippedGroup> Skipped { get; } = [];

    /// <summary>Takes the figures of a refined plan.</summary>
    public void Take(CandidatePlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        for (var pass = 0; pass < plan.Index.Keys.Length; pass++)
        {
            Passes.Add((plan.Index.Keys[pass].Name, plan.CapOf(pass), plan.Units.Where(u => u.Pass == pass).Sum(u => u.Pairs)));
        }

        Planned = plan.Units.Sum(u => u.Pairs);
        Skipped.AddRange(plan.Units.SelectMany(u => u.Skipped).OrderByDescending(s => s.Records).ThenBy(s => s.Pass).ThenBy(s => s.Example));
    }
}

/// <summary>The work foreseen is above what is allowed; nothing was compared.</summary>
public sealed class TooManyComparisonsException(MatchFigures figures, long most) : UserException(
    $"Matching would take {figures.Planned:N0} comparisons; at most {most:N0} are allowed.",
    $"most of them, {figures.Passes.MaxBy(p => p.Planned).Planned:N0}, for the key '{figures.Passes.MaxBy(p => p.Planned).Key}'",
    "Nothing was compared. Fill the fields that tell such records apart, match fewer records at a time, or allow more by --max-comparisons, in a run by match.maxComparisons.",
    ExitCode.Guardrail);
