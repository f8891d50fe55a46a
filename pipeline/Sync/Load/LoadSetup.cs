using ContactSync.Runs;
using ContactSync.Salesforce;
using ContactSync.Stores;

namespace ContactSync.Load;

/// <summary>All a load works with. Nothing here is owned by the load.</summary>
public sealed record LoadSetup
{
    /// <summary>The run, whose plan is sealed.</summary>
    public required RunFolder Folder { get; init; }

    public required IFiles Files { get; init; }

    public required SalesforceClient Org { get; init; }

    /// <summary>Who we are in the org.</summary>
    public required OrgIdentity Identity { get; init; }

    /// <summary>The org objects that the plan names, as described now; their types decide how results without a key are compared.</summary>
    public required IReadOnlyDictionary<string, ObjectDescription> Objects { get; init; }

    public required IContactStore Store { get; init; }

    public required LoadOptions Options { get; init; }

    /// <summary>The instant up to which the org was extracted; what others changed since is asked for.</summary>
    public required DateTimeOffset ExtractedUpTo { get; init; }

    /// <summary>Asked before each write to journal, org and store; throws when this process lost its lock.</summary>
    public required Action Fence { get; init; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Spreads waits.</summary>
    public Random Random { get; init; } = Random.Shared;
}
