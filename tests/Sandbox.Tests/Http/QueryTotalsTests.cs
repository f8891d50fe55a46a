using System.Net;
using System.Text;
using System.Text.Json;

namespace ContactSync.Sandbox.Tests.Http;

public sealed class QueryTotalsTests
{
    [Fact]
    public async Task Totals_come_in_one_row_under_their_aliases_or_places()
    {
        await using var org = await SeededAsync();

        var row = Assert.Single((await org.QueryAsync(
            "SELECT COUNT(Id) CNT, COUNT(Industry), COUNT_DISTINCT(Industry) kinds, MIN(Name), MAX(CreatedDate) latest, SUM(NumberOfEmployees) staff, AVG(NumberOfEmployees) mean, SUM(AnnualRevenue) revenue FROM Account"))
            .GetProperty("records").EnumerateArray());

        Assert.Equal("AggregateResult", row.GetProperty("attributes").GetProperty("type").GetString());
        Assert.Equal((5, 4, 2), (row.GetProperty("CNT").GetInt32(), row.GetProperty("expr0").GetInt32(), row.GetProperty("kinds").GetInt32()));
        Assert.Equal("Ada", row.GetProperty("expr1").GetString());
        Assert.Equal("2026-01-05T00:00:00.000+0000", row.GetProperty("latest").GetString());
        Assert.Equal("60", row.GetProperty("staff").GetRawText());
        Assert.Equal(20, row.GetProperty("mean").GetDouble());
        Assert.Equal("9.12260033E8", row.GetProperty("revenue").GetRawText());
    }

    [Fact]
    public async Task Totals_of_no_record_are_zero_or_null()
    {
        await using var org = await TestOrg.StartAsync();

        var row = Assert.Single((await org.QueryAsync("SELECT COUNT(Id), SUM(NumberOfEmployees), MAX(Name) FROM Account")).GetProperty("records").EnumerateArray());

        Assert.Equal(0, row.GetProperty("expr0").GetInt32());
        Assert.Equal(JsonValueKind.Null, row.GetProperty("expr1").ValueKind);
        Assert.Equal(JsonValueKind.Null, row.GetProperty("expr2").ValueKind);
    }

    [Theory]
    [InlineData("SELECT Industry, COUNT(Id) n FROM Account GROUP BY Industry", "null 1;Arts 2;Trade 2")]
    [InlineData("SELECT Industry, COUNT(Id) n FROM Account WHERE Industry != null GROUP BY Industry ORDER BY Industry DESC", "Trade 2;Arts 2")]
    [InlineData("SELECT Industry, MAX(NumberOfEmployees) n FROM Account GROUP BY Industry ORDER BY MAX(NumberOfEmployees) DESC NULLS LAST LIMIT 2", "Trade 30;Arts 20")]
    [InlineData("SELECT Industry, COUNT(Id) n FROM Account GROUP BY Industry ORDER BY COUNT(Id), MIN(Name) DESC", "null 1;Trade 2;Arts 2")]
    public async Task Groups_are_rows_of_their_own(string soql, string rows)
    {
        await using var org = await SeededAsync();
        var reply = await org.QueryAsync(soql);
        Assert.Equal(rows, string.Join(';', reply.GetProperty("records").EnumerateArray().Select(r => $"{r.GetProperty("Industry").GetString() ?? "null"} {r.GetProperty("n").GetRawText()}")));
        Assert.Equal(rows.Split(';').Length, reply.GetProperty("totalSize").GetInt32());
    }

    [Fact]
    public async Task The_columns_of_a_grouped_query_are_described()
    {
        await using var org = await TestOrg.StartAsync();

        var reply = await org.GetAsync("/query?q=SELECT+Industry,+MAX(CreatedDate),+AVG(NumberOfEmployees)+mean+FROM+Account+GROUP+BY+Industry&columns=true");

        Assert.True(reply.GetProperty("groupBy").GetBoolean());
        Assert.Equal(
            [("Industry", "String", false), ("expr0", "Datetime", true), ("mean", "Double", true)],
            reply.GetProperty("columnMetadata").EnumerateArray().Select(c => (c.GetProperty("columnName").GetString(), c.GetProperty("apexType").GetString(), c.GetProperty("aggregate").GetBoolean())));
    }

    [Theory]
    [InlineData("SELECT Name, COUNT(Id) FROM Account GROUP BY Industry", "MALFORMED_QUERY", "Field must be grouped or aggregated: Name")]
    [InlineData("SELECT Industry FROM Account GROUP BY Industry ORDER BY Name", "MALFORMED_QUERY", "Ordered field must be grouped or aggregated: Name")]
    [InlineData("SELECT COUNT(Id) FROM Account LIMIT 1", "MALFORMED_QUERY", "cannot also use LIMIT")]
    [InlineData("SELECT SUM(Name) FROM Account", "INVALID_FIELD", "field Name does not support aggregate operator SUM")]
    [InlineData("SELECT CreatedDate FROM Account GROUP BY CreatedDate", "INVALID_FIELD", "can not be grouped in a query call")]
    [InlineData("SELECT COUNT(Id) n, COUNT(Name) n FROM Account", "MALFORMED_QUERY", "duplicate alias: n")]
    [InlineData("SELECT Name n FROM Account", "MALFORMED_QUERY", "only aggregate expressions use field aliasing")]
    [InlineData("SELECT COUNT() FROM Account GROUP BY Name", "MALFORMED_QUERY", "unexpected token: 'GROUP'")]
    [InlineData("SELECT MEDIAN(NumberOfEmployees) FROM Account", "MALFORMED_QUERY", "unexpected token: 'MEDIAN'")]
    public async Task Totals_that_mean_nothing_are_refused(string soql, string code, string message)
    {
        await using var org = await TestOrg.StartAsync();
        var error = await org.RefusedAsync(HttpMethod.Get, "/query?q=" + Uri.EscapeDataString(soql), null, HttpStatusCode.BadRequest, code);
        Assert.Contains(message, error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_groups_than_a_page_holds_are_refused()
    {
        await using var org = await QueryEndpointsTests.SeededAsync(2001);
        await org.RefusedAsync(HttpMethod.Get, "/query?q=SELECT+Email+FROM+Contact+GROUP+BY+Email", null, HttpStatusCode.BadRequest, "EXCEEDED_ID_LIMIT");
        Assert.Equal(2000, (await org.QueryAsync("SELECT Email FROM Contact GROUP BY Email LIMIT 2000")).GetProperty("totalSize").GetInt32());
    }

    private static async Task<TestOrg> SeededAsync()
    {
        var org = await TestOrg.StartAsync();
        const string Csv = """
            Name,Industry,NumberOfEmployees,AnnualRevenue,CreatedDate
            Ada,Arts,10,912260031,2026-01-01T00:00:00Z
            Bea,arts,20,,2026-01-02T00:00:00Z
            Cid,Trade,30,2,2026-01-03T00:00:00Z
            Dot,Trade,,,2026-01-04T00:00:00Z
            Eve,,,,2026-01-05T00:00:00Z

            """;
        Assert.Equal(5, await org.Server.SeedAsync("Account", new MemoryStream(Encoding.UTF8.GetBytes(Csv.ReplaceLineEndings("\n"))), CancellationToken.None));
        return org;
    }
}
