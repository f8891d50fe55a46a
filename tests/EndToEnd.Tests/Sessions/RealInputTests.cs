using ContactSync.DuckDb;
using ContactSync.EndToEnd.Tests.Harness;

namespace ContactSync.EndToEnd.Tests.Sessions;

/// <summary>Records of real people and of typing errors, pushed into an empty org; what must come of them is counted from the CSV by DuckDB alone.</summary>
public sealed class RealInputTests
{
    private const string Blank = "trim(coalesce(last_name, '')) = ''";

    /// <summary>A birth date that is no day of the calendar, or none that a Salesforce date can be.</summary>
    private const string Impossible =
        """
        (trim(coalesce(date_of_birth, '')) <> '' and not (regexp_full_match(trim(date_of_birth), '[0-9]{4}-[0-9]{2}-[0-9]{2}')
          and coalesce(year(try_cast(trim(date_of_birth) as date)) between 1700 and 4000, false)))
        """;

    private const string Undated = $"(trim(coalesce(date_of_birth, '')) = '' or {Impossible})";

    [Fact]
    public async Task Every_historical_record_with_a_last_name_is_created_and_the_others_are_skipped()
    {
        var file = Repository.Beside("labelled/historical_25k_a/records.csv");
        Assert.SkipUnless(file is not null, "the labelled records are not here");
        await using var world = await World.StartAsync();

        var imported = await world.ImportFileAsync(
            file, "supporter_id=id", "first_name=first_name", "last_name=last_name", "city=city", "postal_code=postal_code", "birthdate=date_of_birth");

        Assert.True(imported.ExitCode == 0, imported.ToString());
        var impossible = Count(file, Impossible);
        Assert.InRange(impossible, 1, long.MaxValue);
        await AssertPushedAsync(world, Count(file, $"not ({Blank})"), Count(file, Blank), impossible);
        Assert.Equal(Count(file, $"not ({Blank}) and {Undated}"), await world.Org.CountAsync("Birthdate = null"));
    }

    [Fact]
    public async Task Doubled_e_mails_are_refused_each_with_its_reason_and_the_rest_is_pushed()
    {
        var file = Repository.Beside("labelled/fake_1000/records.csv");
        Assert.SkipUnless(file is not null, "the labelled records are not here");
        await using var world = await World.StartAsync();

        var imported = await world.ImportFileAsync(
            file, "supporter_id=id", "first_name=first_name", "last_name=last_name", "email=email", "city=city", "birthdate=date_of_birth");

        Assert.True(imported.ExitCode == 2, imported.ToString());
        var refused = imported.Out.Split('\n').Where(l => l.StartsWith("refused", StringComparison.Ordinal)).ToList();
        Assert.Equal(Count(file, "doubled"), refused.Count);
        Assert.All(refused, line => Assert.Matches("^refused +line [0-9]+: duplicate_email: line [0-9]+ has the same e-mail address", line));
        await AssertPushedAsync(
            world, Count(file, $"not doubled and not ({Blank})"), Count(file, $"not doubled and {Blank}"), Count(file, $"not doubled and {Impossible}"), exitCode: 2);
    }

    /// <summary>
    /// A run into the empty org, and one more. Impossible dates are left out and named. Addresses that are none are the org's to refuse: where the input holds such, the first run ends with
    /// <paramref name="exitCode"/> 2 and every row that was not created says so. The second run sends nothing, refused rows included.
    /// </summary>
    private static async Task AssertPushedAsync(World world, long named, long nameless, long impossible, int exitCode = 0)
    {
        var first = await world.CallAsync("run");
        Assert.True(first.ExitCode == exitCode, first.ToString());
        Assert.Equal([["no last name", $"{nameless}"]], world.Sealed("skipped", "select reason, cast(count(*) as varchar) from {table} group by reason"));
        Assert.Equal([[$"{impossible}"]], world.Sealed("unusable", "select cast(count(*) as varchar) from {table} where side = 'local' and field = 'birthdate'"));
        Assert.Equal(impossible > 0, first.Out.Contains("dates left out", StringComparison.Ordinal));
        Assert.Equal([[$"{named}"]], world.Sealed("results", "select cast(count(*) as varchar) from {table}"));
        var refused = world.Sealed("results", "select code, fields[1] from {table} where not coalesce(created, false)");
        Assert.Equal(exitCode == 2, refused.Count > 0);
        Assert.All(refused, row => Assert.Equal(["INVALID_EMAIL_ADDRESS", "Email"], row.OfType<string>()));
        Assert.Equal(named - refused.Count, await world.Org.CountAsync());

        var jobs = await world.Org.IngestJobsAsync();
        await world.RunAsync();
        Assert.Empty(world.Sealed("results", "select plan_row::varchar from {table}"));
        Assert.Equal(jobs, await world.Org.IngestJobsAsync());
    }

    /// <summary>Records of the CSV for which a condition holds; <c>doubled</c> is true of a record whose e-mail an earlier one has, where there are e-mails.</summary>
    private static long Count(string file, string where)
    {
        using var database = DuckDatabase.Open(null, new DuckDbOptions { AllowedDirectories = [Path.GetDirectoryName(file)!], Threads = 1 });
        using var connection = database.Connect();
        connection.Execute($"create table records as select row_number() over () as line, * from read_csv({DuckSql.Literal(file)}, all_varchar = true)");
        if (connection.Scalar<long>("select count(*) from duckdb_columns() where table_name = 'records' and column_name = 'email'") > 0)
        {
            connection.Execute(
                """
                create or replace table records as
                select *, coalesce(trim(email), '') <> '' and row_number() over (partition by lower(trim(email)) order by line) > 1 as doubled from records
                """);
        }

        return connection.Scalar<long>($"select count(*) from records where {where}");
    }
}
