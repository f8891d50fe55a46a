using ContactSync.Runs;

namespace ContactSync.Review;

/// <summary>Pairs that a run has left to people and that are not settled since: two record keys and the run's reason.</summary>
public static class Waiting
{
    /// <summary>
    /// Each pair once, by key. Where a run gives an address as its detail, not the other record, there is no pair to judge.
    /// </summary>
    public static IReadOnlyList<(string One, string Other, string Reason)> Pairs(History history, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(history);
        using var result = history.Ask(
            """
            with open as (select local_key, org_id from contact_as_of(now()) where hold = 'review'),
            last as (from review qualify row_number() over (partition by record_key order by run desc) = 1),
            named as (
              select side, case side when 'local' then 'local:' || local_key else 'org:' || org_id end as one,
                case when detail like 'local:%' then detail when regexp_full_match(detail, '[0-9A-Za-z]{18}') then 'org:' || detail end as other, reason
              from last where local_key in (select local_key from open) or org_id in (select org_id from open))
            select least(one, other), greatest(one, other), min_by(reason, side) from named where other is not null and one <> other group by all order by all
            """,
            asJson: false, cancellationToken);
        return [.. result.TextRows().Select(row => (row[0]!, row[1]!, row[2]!))];
    }
}
