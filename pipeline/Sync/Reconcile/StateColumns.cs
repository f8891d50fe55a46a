namespace ContactSync.Reconcile;

/// <summary>The fixed columns of <c>links</c> and of the state that is folded from it; the mapped fields follow them.</summary>
internal static class StateColumns
{
    /// <summary>Declarations, in order.</summary>
    public const string Declared =
        """
        record_key varchar, local_key varchar, org_id varchar, sync_key varchar, status varchar, hold varchar, hold_code varchar,
        fingerprint varchar, has_base boolean, base_hash uuid, local_stamp timestamptz, local_edited timestamptz, org_stamp timestamptz,
        created_at timestamptz, email_key varchar, first_key varchar, last_key varchar
        """;

    /// <summary>Their names, in order.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. Declared.Split(',', StringSplitOptions.TrimEntries).Select(column => column[..column.IndexOf(' ', StringComparison.Ordinal)])];
}
