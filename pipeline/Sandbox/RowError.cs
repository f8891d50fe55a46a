using System.Collections.Immutable;
using ContactSync.Sandbox.Duplicates;

namespace ContactSync.Sandbox;

/// <summary>Why one row was not saved: Salesforce's code, its message, and the fields at fault (may be none).</summary>
internal sealed record RowError(string Code, string Message, ImmutableArray<string> Fields)
{
    public RowError(string code, string message)
        : this(code, message, ImmutableArray<string>.Empty)
    {
    }

    public RowError(string code, string message, string field)
        : this(code, message, ImmutableArray.Create(field))
    {
    }

    /// <summary>The duplicates that were found, where they are the reason; only REST tells of them.</summary>
    public DuplicateFinding? Duplicates { get; init; }

    /// <summary>The text of a bulk result's <c>sf__Error</c> cell.</summary>
    public override string ToString() => $"{Code}:{Message}:{(Fields.Length == 0 ? "" : string.Join(", ", Fields) + " ")}--";
}
