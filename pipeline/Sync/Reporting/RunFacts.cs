namespace ContactSync.Reporting;

/// <summary>The pairs of a run by what made them, and the records left to a person.</summary>
public sealed record MatchFacts(long ById, long ByEmail, long Review);

/// <summary>The rows a plan holds for one side.</summary>
public sealed record PlanFacts(string Side, long Create, long Update, long Link);

/// <summary>A load of one side: Bulk jobs made and adopted (0 for the store), rows sent, and how they ended; moved rows were refused before sending.</summary>
public sealed record LoadFacts(string Side, int Jobs, int Adopted, long Sent, long Succeeded, long Failed, long Pending, long Moved);
