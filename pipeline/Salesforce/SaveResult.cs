namespace ContactSync.Salesforce;

/// <summary>
/// What became of one record of a collection. <paramref name="Id"/> is null where a record was not made; <paramref name="IsCreated"/> is told by upserts only;
/// <paramref name="Errors"/> is empty exactly for successes.
/// </summary>
public sealed record SaveResult(string? Id, bool IsSuccess, bool? IsCreated, IReadOnlyList<SalesforceError> Errors);
