using System.Text;
using ContactSync.DuckDb;
using ContactSync.EndToEnd.Tests.Harness;

namespace ContactSync.EndToEnd.Tests.Stores;

/// <summary>Supporters in a CSV or Parquet file that is read and never written.</summary>
public sealed class FileStoreTests
{
    private const string Header = "supporter_id,first_name,last_name,email,phone,street,city,region,postal_code,country,birthdate\n";

    [Theory]
    [InlineData("csv")]
    [InlineData("parquet")]
    public async Task What_changed_in_the_file_reaches_the_org_and_nothing_is_sent_twice(string kind)
    {
        await using var world = await StartAsync(kind);
        await world.Org.CreateAsync(new { FirstName = "Only", LastName = "There", Email = "there@example.org" });
        Write(world, kind, "1,Ann,Lee,ann@example.org,,,Oslo,,,,1970-05-01\n2,Bob,Ray,bob@example.org,,,Rome,,,,\n3,,,nobody@example.org,,,,,,,\n");

        await world.RunAsync();
        Assert.Equal(["Lee Oslo 1970-05-01", "Ray Rome "], await NamesAsync(world, "Sync_Key__c LIKE 'local:%'"));
        Assert.Equal([["no last name"], ["no supporter, and the store is only read"]], world.Sealed("skipped", "select reason from {table} order by reason"));
        var jobs = await world.Org.IngestJobsAsync();

        await world.RunAsync();
        Assert.Equal(jobs, await world.Org.IngestJobsAsync());

        Write(world, kind, "2,Bob,Ray,bob@example.org,,,Turin,,,,\n1,Ann,Lee,ann@example.org,,,Oslo,,,,1970-05-01\n3,,,nobody@example.org,,,,,,,\n");
        await world.RunAsync();
        Assert.Equal(["Lee Oslo 1970-05-01", "Ray Turin "], await NamesAsync(world, "Sync_Key__c LIKE 'local:%'"));
        Assert.Equal([["org", "update"]], world.Sealed("plan", "select side, action from {table}"));
    }

    [Fact]
    public async Task What_the_org_edits_stays_there_and_the_file_as_it_was()
    {
        await using var world = await StartAsync("csv");
        Write(world, "csv", "1,Ann,Lee,ann@example.org,,,Oslo,,,,\n");
        await world.RunAsync();
        var before = await File.ReadAllBytesAsync(PathOf(world, "csv"));
        var contact = Assert.Single(await world.Org.QueryAsync("SELECT Id FROM Contact")).GetProperty("Id").GetString()!;
        await world.Org.UpdateAsync(contact, new { MailingCity = "Bergen" });

        await world.RunAsync();

        Assert.Equal(before, await File.ReadAllBytesAsync(PathOf(world, "csv")));
        Assert.Equal("Bergen", (await world.Org.ContactAsync(contact, "MailingCity")).GetProperty("MailingCity").GetString());
        Assert.Empty(world.Sealed("plan", "select side from {table}"));
    }

    [Fact]
    public async Task A_Contact_that_holds_more_than_the_file_is_no_drift()
    {
        await using var world = await StartAsync("csv");
        await world.Org.CreateAsync(new { FirstName = "Ann", LastName = "Lee", Email = "ann@example.org", MailingCity = "Bergen" });
        Write(world, "csv", "1,Ann,Lee,ann@example.org,,,,,,,\n2,Bob,Ray,bob@example.org,,,,,,,\n");
        await world.RunAsync();
        await world.RunAsync("--full");
        Assert.Empty(world.Sealed("drift", "select record_key from {table}"));

        var verified = await world.CallAsync("verify");
        Assert.True(verified.ExitCode == 0, verified.ToString());

        Write(world, "csv", "1,Ann,Lee,ann@example.org,,,,,,,\n");
        await world.RunAsync("--full");
        Assert.Equal([["local:2", "not in the store any more"]], world.Sealed("drift", "select record_key, cause from {table}"));
    }

    [Fact]
    public async Task A_refused_duplicate_is_looked_up_and_the_next_run_sends_it_by_the_Id_that_the_runs_remember()
    {
        await using var world = await StartAsync("csv");
        Write(world, "csv", "");
        await world.RunAsync();
        await world.MigrateAsync("FirstName,LastName,Email,MailingCity\nAnn,Lee,ann@example.org,Bergen\n");
        var id = await world.IdAsync("LastName = 'Lee'");
        Write(world, "csv", "1,Ann,Lee,ann@example.org,,,Oslo,,,,\n");

        var refused = await world.CallAsync("run");
        Assert.True(refused.ExitCode == 0, refused.ToString());
        Assert.Equal([["linked", id]], world.Sealed("lookups", "select verdict, org_id from {table}"));
        Assert.Equal("Bergen", (await world.Org.ContactAsync(id, "MailingCity")).GetProperty("MailingCity").GetString());

        await world.RunAsync();
        Assert.Equal("Oslo", (await world.Org.ContactAsync(id, "MailingCity")).GetProperty("MailingCity").GetString());
        Assert.Equal(1, await world.Org.CountAsync());
        var jobs = await world.Org.IngestJobsAsync();
        await world.RunAsync();
        Assert.Equal(jobs, await world.Org.IngestJobsAsync());
    }

    [Fact]
    public async Task Those_who_share_an_address_are_left_to_a_person()
    {
        await using var world = await StartAsync("csv");
        Write(world, "csv", "1,Ann,Lee,home@example.org,,,,,,,\n2,Bob,Lee,HOME@example.org,,,,,,,\n3,Cid,Fox,cid@example.org,,,,,,,\n");

        await world.RunAsync();

        Assert.Equal(["Fox  "], await NamesAsync(world, "LastName != null"));
        Assert.Equal(
            [["1", "e-mail is shared by several supporters", "home@example.org"], ["2", "e-mail is shared by several supporters", "home@example.org"]],
            world.Sealed("review", "select local_key, reason, detail from {table} order by 1"));
    }

    [Fact]
    public async Task Those_who_share_the_address_of_a_Contact_are_left_to_a_person_run_after_run()
    {
        await using var world = await StartAsync("csv");
        var id = await world.Org.CreateAsync(new { FirstName = "Ann", LastName = "Lee", Email = "home@example.org" });
        Write(world, "csv", "1,Ann,Lee,home@example.org,,,Oslo,,,,\n2,Bob,Lee,HOME@example.org,,,Rome,,,,\n");

        for (var run = 0; run < 3; run++)
        {
            await world.RunAsync(run == 2 ? ["--full"] : []);

            Assert.Empty(world.Sealed("plan", "select local_key from {table}"));
            Assert.Equal([["1"], ["2"]], world.Sealed("review", "select local_key from {table} where side = 'local' order by 1"));
            Assert.Empty(world.Sealed("links", "select local_key from {table} where status = 'linked'"));
            Assert.Null((await world.Org.ContactAsync(id, "MailingCity")).Text("MailingCity"));
        }

        Write(world, "csv", "1,Ann,Lee,home@example.org,,,Oslo,,,,\n2,Bob,Lee,bob@example.org,,,Rome,,,,\n");
        await world.RunAsync();

        Assert.Equal("Oslo", (await world.Org.ContactAsync(id, "MailingCity")).Text("MailingCity"));
        Assert.Equal(2, await world.Org.CountAsync());
    }

    [Theory]
    [InlineData("", "Lee")]
    [InlineData("2001-01-01T00:00:00Z", "Old")]
    public async Task Columns_are_found_by_the_mapping_a_Contact_Id_links_and_the_newer_record_wins(string modified, string name)
    {
        await using var world = await StartAsync("csv", """, "map": [{ "field": "supporter_id", "column": "No." }, { "field": "last_name", "column": "Surname" }]""");
        var id = await world.Org.CreateAsync(new { FirstName = "Ann", LastName = "Old", Email = "ann@example.org" });
        await File.WriteAllTextAsync(
            PathOf(world, "csv"), $"No.,first_name,Surname,email,phone,street,city,region,postal_code,country,birthdate,contact_id,modified_at\nA-7,Ann,Lee,ann@example.org,,,,,,,,{id},{modified}\n");

        await world.RunAsync();

        Assert.Equal(name, (await world.Org.ContactAsync(id, "LastName")).GetProperty("LastName").GetString());
        Assert.Equal(1, await world.Org.CountAsync());
    }

    [Fact]
    public async Task A_column_that_the_map_says_is_not_there_is_blank_in_every_record_and_clears_nothing()
    {
        await using var world = await StartAsync("csv", """, "map": [{ "field": "email", "column": "" }, { "field": "birthdate", "column": "" }]""");
        var id = await world.Org.CreateAsync(new { FirstName = "Ann", LastName = "Lee", Email = "ann@example.org", Birthdate = "1970-05-01" });
        await File.WriteAllTextAsync(PathOf(world, "csv"), $"supporter_id,first_name,last_name,phone,street,city,region,postal_code,country,contact_id\n1,Ann,Lee,,,Oslo,,,,{id}\n2,Bob,Ray,,,,,,,\n");

        await world.RunAsync();
        await world.RunAsync();

        var ann = await world.Org.ContactAsync(id, "Email, Birthdate, MailingCity");
        Assert.Equal(("ann@example.org", "1970-05-01", "Oslo"), (ann.Text("Email"), ann.Text("Birthdate"), ann.Text("MailingCity")));
        Assert.Equal(["Ray  "], await NamesAsync(world, "Email = null"));
        Assert.Equal(2, await world.Org.CountAsync());
    }

    [Fact]
    public async Task Rows_that_cannot_be_used_are_rejected_with_line_and_reason_and_the_others_go()
    {
        await using var world = await StartAsync("csv");
        byte[] bytes =
        [
            .. "\uFEFF"u8, .. Encoding.UTF8.GetBytes(Header.Replace("\n", "\r\n", StringComparison.Ordinal)),
            .. "1,Ann,\"Lee \"\"A\"\", or\nso\",ann@example.org,,,,,,,\r\n"u8,
            .. "2,Bo\"b,Ray,,,,,,,,\r\n"u8,
            .. "3,Zo"u8, 0xEB, .. ",Fox,,,,,,,,\r\n"u8,
            .. "4,too,few\r\n"u8,
            .. "1,Ann,Again,,,,,,,,\r\n"u8,
            .. ",No,Key,,,,,,,,\r\n"u8,
            .. "6,Nul\0,Poe,,,,,,,,\r\n"u8,
        ];
        await File.WriteAllBytesAsync(PathOf(world, "csv"), bytes);

        var run = await world.CallAsync("run");

        Assert.True(run.ExitCode == 2, run.ToString());
        Assert.Equal(["Lee \"A\", or\nso"], (await world.Org.QueryAsync("SELECT LastName FROM Contact")).Select(c => c.GetProperty("LastName").GetString()));
        Assert.Equal(
            [
                ["column_count", "store.csv, line 6: the row has 3 columns, the header has 11"],
                ["duplicate_key", "store.csv, line 7: line 2 has the same key"],
                ["invalid_utf8", "store.csv, line 5: the row holds bytes that are not UTF-8"],
                ["malformed_csv", "store.csv, line 4: a quote stands inside an unquoted field"],
                ["no_key", "store.csv, line 8: the key is blank"],
                ["nul_byte", "store.csv, line 9: the row holds a NUL character"],
            ],
            world.Sealed("rejects", "select code, detail from {table} order by code"));
        Assert.Contains("7 =", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("csv", "supporter_id,first_name\n", "The file has no column 'last_name'", "store.map")]
    [InlineData("csv", "id,name\n", "The file has no column 'supporter_id'", "\"field\": \"supporter_id\"")]
    [InlineData("csv", "supporter_id,first_name,last_name\n", "The file has no column 'email'", "with \"\" for it where the file has none")]
    [InlineData("csv", "supporter_id,first_name,last_name,email,Email,phone,street,city,region,postal_code,country,birthdate\n", "the column 'email' 2 times", "Rename all but one")]
    [InlineData("csv", "", "it has no header", "first line names its columns")]
    [InlineData("csv", "\uFEFFsupporter_id,last_name\n", "UTF-16", "iconv -f UTF-16")]
    [InlineData("parquet", "no parquet", "cannot be read as Parquet", "store.kind")]
    public async Task A_file_that_cannot_be_used_is_refused_with_its_remedy(string kind, string text, string what, string now)
    {
        await using var world = await StartAsync(kind);
        await File.WriteAllTextAsync(PathOf(world, kind), text, what == "UTF-16" ? new UnicodeEncoding(bigEndian: false, byteOrderMark: false) : new UTF8Encoding(false));

        var run = await world.CallAsync("run");

        Assert.True(run.ExitCode == 5, run.ToString());
        Assert.Contains(what, run.Err, StringComparison.Ordinal);
        Assert.Contains(now, run.Err, StringComparison.Ordinal);
        Assert.Equal(0, await world.Org.CountAsync());
        Assert.Equal(0, await world.Org.IngestJobsAsync());
    }

    [Fact]
    public async Task A_nested_column_of_a_Parquet_file_is_refused()
    {
        await using var world = await StartAsync("parquet");
        Query(world, $"copy (select '1' as supporter_id, ['Ann'] as first_name, 'Lee' as last_name, {string.Join(", ", Header.Trim().Split(',')[3..].Select(c => $"null::varchar as {c}"))}) to {DuckSql.Literal(PathOf(world, "parquet"))}");

        var run = await world.CallAsync("run");

        Assert.True(run.ExitCode == 5, run.ToString());
        Assert.Contains("'first_name' is of the type VARCHAR[]", run.Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_verbs_of_a_store_do_not_edit_a_file()
    {
        await using var world = await StartAsync("csv");
        Write(world, "csv", "1,Ann,Lee,ann@example.org,,,,,,,\n");

        var set = await world.CallAsync("store", "set", "1", "city=Oslo");

        Assert.Equal(5, set.ExitCode);
        Assert.Contains("only read", set.Err, StringComparison.Ordinal);
    }

    private static async Task<World> StartAsync(string kind, string map = "")
    {
        var world = await World.StartAsync();
        world.Reconfigure("\"store\":{\"path\":\"contacts.duckdb\",\"name\":\"local\"}", $$"""
            "store":{"kind":"{{kind}}","path":"store.{{kind}}","name":"local"{{map}}}
            """);
        return world;
    }

    private static string PathOf(World world, string kind) => Path.Combine(world.Folder, "store." + kind);

    /// <summary>Writes the rows, as CSV or, by way of DuckDB with its own types, as Parquet.</summary>
    private static void Write(World world, string kind, string rows)
    {
        File.WriteAllText(PathOf(world, "csv"), Header + rows);
        if (kind == "parquet")
        {
            Query(world, $"copy (select * replace (supporter_id::bigint as supporter_id, birthdate::date as birthdate) from read_csv({DuckSql.Literal(PathOf(world, "csv"))}, all_varchar = true)) to {DuckSql.Literal(PathOf(world, "parquet"))}");
        }
    }

    private static void Query(World world, string sql)
    {
        using var database = DuckDatabase.Open(null, new DuckDbOptions { AllowedDirectories = [world.Folder], Threads = 1 });
        using var connection = database.Connect();
        connection.Execute(sql);
    }

    private static async Task<List<string>> NamesAsync(World world, string where) =>
        [.. (await world.Org.QueryAsync($"SELECT LastName, MailingCity, Birthdate FROM Contact WHERE {where} ORDER BY LastName")).Select(c => $"{c.GetProperty("LastName").GetString()} {c.GetProperty("MailingCity").GetString()} {c.GetProperty("Birthdate").GetString()}")];
}
