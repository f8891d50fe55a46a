using System.Net;
using System.Text;

namespace ContactSync.Sandbox.Tests.Http;

public sealed class QueryConditionTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 13, 10, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("CreatedDate = TODAY", "c,d")]
    [InlineData("CreatedDate = YESTERDAY", "b")]
    [InlineData("CreatedDate < YESTERDAY", "a")]
    [InlineData("CreatedDate <= YESTERDAY", "a,b")]
    [InlineData("CreatedDate > YESTERDAY", "c,d")]
    [InlineData("CreatedDate >= LAST_N_DAYS:1", "b,c,d")]
    [InlineData("CreatedDate != THIS_MONTH", "a")]
    [InlineData("CreatedDate IN (YESTERDAY, 2026-04-30T23:59:59Z)", "a,b")]
    [InlineData("CreatedDate NOT IN (TODAY)", "a,b")]
    [InlineData("Birthdate = N_YEARS_AGO:26", "b")]
    [InlineData("Birthdate < 1999-12-31", "a")]
    [InlineData("Birthdate != 1999-12-31", "a,b,d")]
    [InlineData("Birthdate = null", "d")]
    public async Task Dates_and_named_spans_go_by_the_clock_of_the_org(string where, string names) => Assert.Equal(names, await FoundAsync(where));

    [Theory]
    [InlineData(@"Title LIKE '50\\%'", "")]
    [InlineData(@"Title LIKE '50\%%'", "a")]
    [InlineData(@"Title = '50\% off'", "a")]
    [InlineData(@"Title LIKE '50% o_f'", "a,b")]
    [InlineData("NOT Title LIKE '50%'", "c,d")]
    [InlineData("Title = ''", "c,d")]
    [InlineData("NOT (LastName = 'a' OR LastName = 'B')", "c,d")]
    [InlineData("(LastName = 'a' OR LastName = 'b') AND (NOT LastName = 'a')", "b")]
    [InlineData("LastName > 'A' AND LastName <= 'C'", "b,c")]
    [InlineData("Title IN ('50 pct off', null)", "b,c,d")]
    [InlineData("CreatedBy.Username = 'admin@sandbox.example' AND Contact.LastName < 'c'", "a,b")]
    [InlineData("c.LastName = 'd'", "d")]
    public async Task Texts_compare_as_an_org_compares_them(string where, string names) => Assert.Equal(names, await FoundAsync(where));

    [Fact]
    public async Task Semi_joins_and_anti_joins_go_by_the_ids_of_another_query()
    {
        await using var org = await SeededAsync();
        var (old, young) = (await AccountAsync(org, "Old"), await AccountAsync(org, "Young"));
        await org.CreateAsync(new { LastName = "x", AccountId = old });
        await org.CreateAsync(new { LastName = "y", AccountId = young });

        Assert.Equal("Old", await NamesAsync(org, "SELECT Name FROM Account WHERE Id IN (SELECT AccountId FROM Contact WHERE LastName LIKE 'x%')", "Name"));
        Assert.Equal("Young", await NamesAsync(org, "SELECT Name FROM Account WHERE Id NOT IN (SELECT AccountId FROM Contact WHERE LastName = 'x') AND Name != null", "Name"));
        Assert.Equal("y", await NamesAsync(org, "SELECT LastName FROM Contact WHERE AccountId IN (SELECT Id FROM Account WHERE Name = 'Young')", "LastName"));
        Assert.Equal("a,b,c,d,x", await NamesAsync(org, "SELECT LastName FROM Contact WHERE AccountId NOT IN (SELECT Id FROM Account WHERE Name = 'Young') ORDER BY LastName", "LastName"));
    }

    [Fact]
    public async Task The_inner_query_sees_the_recycle_bin_when_the_outer_does()
    {
        await using var org = await SeededAsync();
        var account = await AccountAsync(org, "Acme");
        var contact = await org.CreateAsync(new { LastName = "x", AccountId = account });
        await org.SendAsync(HttpMethod.Delete, "/sobjects/Contact/" + contact, null, HttpStatusCode.NoContent);
        const string Soql = "SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Contact)";

        Assert.Equal(0, (await org.QueryAsync(Soql)).GetProperty("totalSize").GetInt32());
        Assert.Equal(1, (await org.QueryAsync(Soql, all: true)).GetProperty("totalSize").GetInt32());
    }

    [Fact]
    public async Task Order_takes_several_fields_and_a_place_for_blanks()
    {
        await using var org = await SeededAsync();

        Assert.Equal("d,a,c,b", await NamesAsync(org, "SELECT LastName FROM Contact ORDER BY Birthdate", "LastName"));
        Assert.Equal("b,c,a,d", await NamesAsync(org, "SELECT LastName FROM Contact ORDER BY Birthdate DESC NULLS LAST", "LastName"));
        Assert.Equal("b,a,d,c", await NamesAsync(org, "SELECT LastName FROM Contact ORDER BY Title ASC NULLS LAST, LastName DESC", "LastName"));
        Assert.Equal("a,d", await NamesAsync(org, "SELECT LastName FROM Contact ORDER BY Title ASC NULLS LAST, LastName DESC LIMIT 2 OFFSET 1", "LastName"));
    }

    [Fact]
    public async Task Fields_stands_for_many_fields_at_once()
    {
        await using var org = await SeededAsync();

        var all = (await org.QueryAsync("SELECT FIELDS(ALL) FROM Contact LIMIT 1")).GetProperty("records")[0];
        var custom = (await org.QueryAsync("SELECT Id, FIELDS(CUSTOM) FROM Contact LIMIT 1")).GetProperty("records")[0];

        Assert.True(all.TryGetProperty("MailingCity", out _) && all.TryGetProperty("Id", out _));
        Assert.All(custom.EnumerateObject().Skip(2), p => Assert.EndsWith("__c", p.Name));
        await org.RefusedAsync(HttpMethod.Get, "/query?q=SELECT+FIELDS(ALL)+FROM+Contact", null, HttpStatusCode.BadRequest, "MALFORMED_QUERY");
    }

    private static async Task<string> FoundAsync(string where)
    {
        await using var org = await SeededAsync();
        return await NamesAsync(org, $"SELECT LastName FROM Contact c WHERE {where} ORDER BY LastName", "LastName");
    }

    private static async Task<string> NamesAsync(TestOrg org, string soql, string field) =>
        string.Join(',', (await org.QueryAsync(soql)).GetProperty("records").EnumerateArray().Select(r => r.GetProperty(field).GetString()));

    private static async Task<string> AccountAsync(TestOrg org, string name) =>
        (await org.SendAsync(HttpMethod.Post, "/sobjects/Account", new { Name = name }, HttpStatusCode.Created)).GetProperty("id").GetString()!;

    private static async Task<TestOrg> SeededAsync()
    {
        var org = await TestOrg.StartAsync(o => o with { TimeProvider = new FixedClock(Now) });
        const string Csv = """
            LastName,Title,Birthdate,CreatedDate
            a,50% off,1980-01-01,2026-04-30T23:59:59Z
            b,50 pct off,2000-02-29,2026-05-12T23:59:59Z
            c,,1999-12-31,2026-05-13T00:00:00Z
            d,,,2026-05-13T09:00:00Z

            """;
        Assert.Equal(4, await org.Server.SeedAsync("Contact", new MemoryStream(Encoding.UTF8.GetBytes(Csv.ReplaceLineEndings("\n"))), CancellationToken.None));
        return org;
    }
}
