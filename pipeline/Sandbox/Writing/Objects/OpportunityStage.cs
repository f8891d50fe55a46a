using System.Collections.Frozen;

namespace ContactSync.Sandbox.Writing.Objects;

/// <summary>What a stage stands for. A stage nobody has set up is open, at 0 percent.</summary>
internal sealed record OpportunityStage(int Probability, string Forecast, bool IsClosed = false, bool IsWon = false)
{
    private static readonly OpportunityStage Unknown = new(0, "Pipeline");

    private static readonly FrozenDictionary<string, OpportunityStage> All = new Dictionary<string, OpportunityStage>
    {
        ["Prospecting"] = new(10, "Pipeline"),
        ["Qualification"] = new(10, "Pipeline"),
        ["Needs Analysis"] = new(20, "Pipeline"),
        ["Value Proposition"] = new(50, "Pipeline"),
        ["Id. Decision Makers"] = new(60, "Pipeline"),
        ["Perception Analysis"] = new(70, "Pipeline"),
        ["Proposal/Price Quote"] = new(75, "Pipeline"),
        ["Negotiation/Review"] = new(90, "Pipeline"),
        ["Closed Won"] = new(100, "Closed", IsClosed: true, IsWon: true),
        ["Closed Lost"] = new(0, "Omitted", IsClosed: true),
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static OpportunityStage Of(string name) => All.GetValueOrDefault(name, Unknown);
}
