namespace ContactSync.Stores;

/// <summary>
/// The table definitions of an embedded store and the statements whose column lists follow from its value fields. Built once a store, from
/// names that <see cref="StoreFields.Check"/> let pass; no value ever enters a statement's text.
/// </summary>
internal sealed class StoreSql
{
    /// <summary>The version of the tables below that this code writes and reads.</summary>
    public const int FormatVersion = 2;

    public const string CreateTables =
        $"""
        CREATE TABLE store_info (
            format_version INTEGER NOT NULL,
            name VARCHAR NOT NULL,
            last_stamp TIMESTAMPTZ,      -- the latest instant handed out, as a stamp or as a bound
            last_bound TIMESTAMPTZ,      -- the latest one handed out as a bound
            last_number BIGINT NOT NULL  -- the highest numeric key in use
        );
        CREATE TABLE supporter (
            {StoreFields.Key} VARCHAR PRIMARY KEY,
            {StoreFields.ContactId} VARCHAR,
            sync_status VARCHAR,
            synced_at TIMESTAMPTZ,
            created_at TIMESTAMPTZ NOT NULL,
            modified_at TIMESTAMPTZ NOT NULL,  -- the last edit by its own account, at most changed_at: newest wins goes by it
            changed_at TIMESTAMPTZ NOT NULL,   -- the store's own stamp of that edit, only rising: windows and write checks go by it
            email_key VARCHAR
        );
        CREATE TABLE applied_slice (
            run VARCHAR NOT NULL,
            number INTEGER NOT NULL,
            outcomes VARCHAR NOT NULL,
            PRIMARY KEY (run, number)
        );
        """;

    /// <summary>Brings the tables of format 1, which had one stamp for both, to this one.</summary>
    public const string Upgrade =
        """
        ALTER TABLE supporter ADD COLUMN changed_at TIMESTAMPTZ;
        UPDATE supporter SET changed_at = modified_at;
        UPDATE store_info SET format_version = 2;
        """;

    /// <summary>What an edit by users does to the stamps; parameter: the store's stamp. An edit never makes a supporter look older.</summary>
    public const string Stamp = "changed_at = $1, modified_at = greatest(supporter.modified_at, coalesce(i.edited, $1))";

    public StoreSql(IReadOnlyList<StoreField> fields)
    {
        Fields = [.. fields];
        AddFields = string.Concat(fields.Select(f => $"ALTER TABLE supporter ADD COLUMN IF NOT EXISTS {Quoted(f)} VARCHAR;\n"));
        CreateIncoming = $"""
            CREATE OR REPLACE TEMP TABLE incoming (
                n BIGINT, kind UTINYINT, given_key VARCHAR, link VARCHAR, set_link BOOLEAN, expected TIMESTAMPTZ, status VARCHAR, edited TIMESTAMPTZ
                {string.Concat(fields.Select(f => $", {Quoted(f)} VARCHAR, {SetFlag(f)} BOOLEAN"))}
            );
            """;
        Insert = $"""
            INSERT INTO supporter ({StoreFields.Key}, {StoreFields.ContactId}, sync_status, synced_at, created_at, changed_at, modified_at, email_key
                {string.Concat(fields.Select(f => ", " + Quoted(f)))})
            SELECT f.key, i.link, i.status, $1, $2, $3, coalesce(i.edited, $3), {EmailKey("i.email")}
                {string.Concat(fields.Select(f => $", nullif(i.{Quoted(f)}, '')"))}
            FROM fresh f JOIN incoming i USING (n) ORDER BY n
            """;
        FindEdited = $"""
            CREATE OR REPLACE TEMP TABLE edited AS
            SELECT t.n, t.key
            FROM target t JOIN incoming i USING (n) JOIN supporter s ON s.{StoreFields.Key} = t.key ANTI JOIN refused r ON r.n = t.n
            WHERE t.found AND ((i.set_link AND i.link IS DISTINCT FROM s.{StoreFields.ContactId})
                {string.Concat(fields.Select(f => $" OR (i.{SetFlag(f)} AND nullif(i.{Quoted(f)}, '') IS DISTINCT FROM s.{Quoted(f)})"))})
            """;
        SelectSupporter = $"""
            SELECT {StoreFields.Key}, {StoreFields.ContactId}, sync_status, synced_at, created_at, modified_at, changed_at
                {string.Concat(fields.Select(f => ", " + Quoted(f)))} FROM supporter
            """;
    }

    public IReadOnlyList<StoreField> Fields { get; }

    public string AddFields { get; }

    public string CreateIncoming { get; }

    /// <summary>Adds the fresh supporters; parameters: synced_at, created_at, changed_at.</summary>
    public string Insert { get; }

    /// <summary>Those known supporters that a write would change, for edits by users.</summary>
    public string FindEdited { get; }

    public string SelectSupporter { get; }

    /// <summary>
    /// Changes the edited supporters: the columns that <paramref name="rows"/> touch and what <paramref name="more"/> sets. Rewriting a column at
    /// rows scattered over the table is what an update costs (10,000 of 1 M rows: about 5 times more for all columns than for two).
    /// </summary>
    public string Update(IncomingRows rows, string more)
    {
        var touched = Fields.Where((_, i) => rows.Touched[i]).ToList();
        var sets = touched.Select(f => $"{Quoted(f)} = CASE WHEN i.{SetFlag(f)} THEN nullif(i.{Quoted(f)}, '') ELSE supporter.{Quoted(f)} END").ToList();
        if (touched.Any(f => f.Name == StoreFields.Email))
        {
            sets.Add($"email_key = CASE WHEN i.set_email THEN {EmailKey("i.email")} ELSE supporter.email_key END");
        }
        if (rows.TouchesLink)
        {
            sets.Add($"{StoreFields.ContactId} = CASE WHEN i.set_link THEN i.link ELSE supporter.{StoreFields.ContactId} END");
        }
        return $"UPDATE supporter SET {string.Join(", ", sets.Append(more))} FROM edited e JOIN incoming i USING (n) WHERE supporter.{StoreFields.Key} = e.key";
    }

    /// <summary>The form of an e-mail address under which it is unique; null for a blank one.</summary>
    public static string EmailKey(string email) => $"nullif(lower(trim({email}, ' ' || chr(9) || chr(10) || chr(13) || chr(160))), '')";

    /// <summary>The place of a field in the list.</summary>
    /// <exception cref="StoreException">The store has no such field.</exception>
    public int IndexOf(string field)
    {
        for (var i = 0; i < Fields.Count; i++)
        {
            if (Fields[i].Name == field)
            {
                return i;
            }
        }
        var known = Fields.Select(f => f.Name).ToList();
        throw new StoreException($"The store has no field '{field}'.{StoreFields.Suggest(field, known)}", $"field '{field}'", $"Its fields: {string.Join(", ", known)}.");
    }

    public static string Quoted(StoreField field) => $"\"{field.Name}\"";

    public static string SetFlag(StoreField field) => $"\"set_{field.Name}\"";
}
