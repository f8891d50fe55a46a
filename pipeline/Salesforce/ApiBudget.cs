using ContactSync.Salesforce.Wire;

namespace ContactSync.Salesforce;

/// <summary>
/// The part of the org's daily API calls we may take it to: <c>share</c> of the maximum, counted over all users of the org, because the limit is
/// theirs too. Advisory: it never blocks a call by itself, so that closed jobs can always be settled.
/// </summary>
public sealed class ApiBudget
{
    private readonly Meters meters;

    internal ApiBudget(Meters meters, double share)
    {
        if (share is not (> 0 and <= 1))
        {
            throw new ArgumentException($"The share of daily calls is {share}; it must be above 0 and at most 1.");
        }

        this.meters = meters;
        Share = share;
    }

    /// <summary>The share of the daily maximum, above 0 and at most 1.</summary>
    public double Share { get; }

    /// <summary>How many more calls fit the budget; null until a reply has told the org's usage.</summary>
    public long? Remaining => meters.Usage is { } usage ? Math.Max(0, (long)(usage.Max * Share) - usage.Used) : null;

    /// <summary>Whether <paramref name="calls"/> more calls fit. True while the usage is not yet known.</summary>
    public bool MayCall(long calls = 1) => Remaining is not { } left || calls <= left;

    /// <summary>Throws <see cref="BudgetExhaustedException"/> where <paramref name="calls"/> more calls do not fit.</summary>
    public void Require(long calls = 1)
    {
        if (!MayCall(calls) && meters.Usage is { } usage)
        {
            throw new BudgetExhaustedException(calls, usage, Share);
        }
    }
}

/// <summary>Going on would take the org past our share of its daily API calls. Nothing was sent; the calls come back within 24 hours.</summary>
public sealed class BudgetExhaustedException(long calls, ApiUsage usage, double share)
    : Exception(FormattableString.Invariant($"{calls} more API calls do not fit: {usage.Used} of the org's {usage.Max} daily calls are used and we stop at {share:P0}. Continue later, or raise the share."))
{
    /// <summary>The org's usage when the budget ran out.</summary>
    public ApiUsage Usage { get; } = usage;
}
