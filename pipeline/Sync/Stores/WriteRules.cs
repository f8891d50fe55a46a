namespace ContactSync.Stores;

/// <summary>
/// The store's rules over a set of writes, as static SQL: <c>incoming</c> (one row a write, <c>n</c> its order) is joined to the supporters it
/// names as <c>target</c>; writes that break a rule go to <c>refused (n, code, other)</c>, the first rule broken counts; what is left of the
/// unknown ones becomes <c>fresh</c> with its key.
/// <para>Of two writes that claim the same supporter, e-mail or Contact the earlier one wins. An e-mail or Contact Id that a supporter gives up
/// in the same set is free, so that two supporters may swap. A refused write gives nothing up, which may refuse those that counted on it: the
/// rule is applied until nothing changes, at most <see cref="MaxRounds"/> times; after that every write that counts on another is refused.</para>
/// </summary>
internal static class WriteRules
{
    /// <summary>Longest chain of writes, each waiting for what the next gives up, that is followed.</summary>
    public const int MaxRounds = 8;

    /// <summary>What a write may name: a new supporter, a known one, or whichever its key or e-mail turns out to be.</summary>
    public const byte MustBeNew = 0, MustBeKnown = 1, Either = 2;

    public static readonly string FindTargets = $"""
        CREATE OR REPLACE TEMP TABLE refused (n BIGINT, code VARCHAR, other VARCHAR);
        CREATE OR REPLACE TEMP TABLE target AS
        WITH i AS (SELECT *, {StoreSql.EmailKey("email")} AS email_now FROM incoming)
        SELECT i.n, i.kind, i.given_key, i.expected,
            coalesce(k.supporter_id, e.supporter_id, i.given_key) AS key,
            coalesce(k.supporter_id, e.supporter_id) IS NOT NULL AS found,
            coalesce(k.changed_at, e.changed_at) AS changed_at,
            coalesce(k.email_key, e.email_key) AS old_email,
            CASE WHEN i.set_email THEN i.email_now ELSE coalesce(k.email_key, e.email_key) END AS new_email,
            coalesce(k.contact_id, e.contact_id) AS old_link,
            CASE WHEN i.set_link THEN i.link ELSE coalesce(k.contact_id, e.contact_id) END AS new_link
        FROM i
        LEFT JOIN supporter k ON k.supporter_id = i.given_key
        LEFT JOIN supporter e ON e.email_key = CASE WHEN i.kind = 2 AND i.given_key IS NULL THEN i.email_now END;
        """;

    public const string RefuseUnknownAndMoved = """
        INSERT INTO refused
        SELECT n, CASE WHEN found THEN 'moved' ELSE 'unknown_supporter' END, given_key
        FROM target WHERE (kind = 1 AND NOT found) OR (found AND changed_at > expected);
        """;

    /// <summary>Within the set: the same supporter twice, then the same new e-mail, then the same new Contact.</summary>
    public static readonly IReadOnlyList<string> RefuseDoubles =
    [
        Doubles("key", "key IS NOT NULL", "CASE WHEN t.given_key IS NULL THEN 'duplicate_email' ELSE 'duplicate_key' END"),
        Doubles("new_email", "new_email IS DISTINCT FROM old_email", "'duplicate_email'"),
        Doubles("new_link", "new_link IS DISTINCT FROM old_link", "'duplicate_contact'"),
    ];

    /// <summary>Against the store: an e-mail or Contact that another supporter holds and does not give up.</summary>
    public static readonly IReadOnlyList<string> RefuseTaken = [Taken("email", "email_key", true), Taken("link", "contact_id", true)];

    /// <summary>As <see cref="RefuseTaken"/>, but nothing counts as given up.</summary>
    public static readonly IReadOnlyList<string> RefuseTakenStrictly = [Taken("email", "email_key", false), Taken("link", "contact_id", false)];

    /// <summary>Keys for new supporters: the given one, else the next numbers in the order of the writes. Keys of more than 15 digits are no numbers.</summary>
    public const string NumberFresh = """
        CREATE OR REPLACE TEMP TABLE fresh AS
        WITH new AS (SELECT t.n, t.given_key FROM target t ANTI JOIN refused r ON r.n = t.n WHERE NOT t.found),
        base AS (
            SELECT greatest((SELECT last_number FROM store_info),
                coalesce((SELECT max(CAST(given_key AS BIGINT)) FROM new WHERE regexp_full_match(given_key, '[0-9]{1,15}')), 0)) AS number)
        SELECT n, given_key AS key FROM new WHERE given_key IS NOT NULL
        UNION ALL
        SELECT n, CAST(base.number + row_number() OVER (ORDER BY n) AS VARCHAR) FROM new, base WHERE given_key IS NULL;
        UPDATE store_info SET last_number = greatest(last_number,
            coalesce((SELECT max(CAST(key AS BIGINT)) FROM fresh WHERE regexp_full_match(key, '[0-9]{1,15}')), 0));
        """;

    public const string Outcomes = """
        SELECT t.n, coalesce(f.key, t.key) AS key, r.code, r.other
        FROM target t LEFT JOIN fresh f USING (n) LEFT JOIN refused r USING (n) ORDER BY t.n
        """;

    public const string Refusals = "SELECT n, code, other FROM refused ORDER BY n";

    private static string Doubles(string column, string claims, string code) => $"""
        INSERT INTO refused
        WITH claim AS (SELECT t.* FROM target t ANTI JOIN refused r ON r.n = t.n WHERE t.{column} IS NOT NULL AND {claims}),
        first AS (SELECT {column}, min(n) AS n FROM claim GROUP BY {column} HAVING count(*) > 1)
        SELECT t.n, {code}, CAST(first.n AS VARCHAR) FROM claim t JOIN first USING ({column}) WHERE t.n > first.n;
        """;

    private static string Taken(string what, string held, bool mayBeGivenUp) => $"""
        INSERT INTO refused
        WITH live AS (SELECT t.* FROM target t ANTI JOIN refused r ON r.n = t.n),
        claim AS (SELECT * FROM live WHERE new_{what} IS NOT NULL AND new_{what} IS DISTINCT FROM old_{what})
        SELECT c.n, '{(what == "link" ? "contact" : what)}_taken', h.supporter_id
        FROM claim c JOIN supporter h ON h.{held} = c.new_{what}
        {(mayBeGivenUp ? $"ANTI JOIN live g ON g.found AND g.key = h.supporter_id AND g.new_{what} IS DISTINCT FROM h.{held}" : "")};
        """;
}
