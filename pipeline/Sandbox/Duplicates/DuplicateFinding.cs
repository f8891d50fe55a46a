using System.Collections.Immutable;

namespace ContactSync.Sandbox.Duplicates;

/// <summary>The duplicates one rule found of a record, by matching rule; those of no match are left out.</summary>
internal sealed record DuplicateFinding(DuplicateRule Rule, DuplicateAction Action, ImmutableArray<DuplicateMatches> Matches)
{
    /// <summary>The refusal this finding is.</summary>
    public RowError ToError() => new("DUPLICATES_DETECTED", Rule.AlertText) { Duplicates = this };
}

/// <summary>The numbers of the records one matching rule matched, lowest first.</summary>
internal sealed record DuplicateMatches(MatchingRule Rule, ImmutableArray<int> Numbers);
