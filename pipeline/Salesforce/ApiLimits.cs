using System.Collections.Frozen;
using System.Text.Json;
using ContactSync.Salesforce.Wire;

namespace ContactSync.Salesforce;

/// <summary>One limit of an org: its maximum and what is left of it.</summary>
public sealed record ApiLimit(long Max, long Remaining);

/// <summary>The limits of an org by their names, such as <c>DailyApiRequests</c>.</summary>
public sealed class ApiLimits
{
    private readonly FrozenDictionary<string, ApiLimit> limits;

    private ApiLimits(FrozenDictionary<string, ApiLimit> limits) => this.limits = limits;

    /// <summary>The names of all limits the org tells.</summary>
    public IEnumerable<string> Names => limits.Keys;

    /// <summary>API calls in 24 hours.</summary>
    public ApiLimit? DailyApiRequests => this["DailyApiRequests"];

    /// <summary>Batches of 10,000 rows in 24 hours, over both Bulk APIs.</summary>
    public ApiLimit? DailyBulkApiBatches => this["DailyBulkApiBatches"];

    /// <summary>A limit by name; null when the org does not tell it.</summary>
    public ApiLimit? this[string name] => limits.GetValueOrDefault(name);

    internal static ApiLimits Parse(JsonElement reply) => new(reply.EnumerateObject()
        .Where(limit => limit.Value.ValueKind == JsonValueKind.Object)
        .ToFrozenDictionary(limit => limit.Name, limit => new ApiLimit(limit.Value.Number("Max"), limit.Value.Number("Remaining"))));
}
