using System.Net;

namespace ContactSync.Sandbox.Tests.Http;

public sealed class QueryFaultTests
{
    [Theory]
    [InlineData("SELECT Idd FROM Contact", "\nSELECT Idd FROM Contact\n       ^\nERROR at Row:1:Column:8\nNo such column 'Idd' on entity 'Contact'.")]
    [InlineData("SELECT Id\nFROM Contact\nWHERE Nope = 1", "\nSELECT Id FROM Contact WHERE Nope = 1\n                             ^\nERROR at Row:3:Column:7\nNo such column")]
    [InlineData("SELECT Id, FirstName, LastName, Email FROM Contact WHERE CreatedDate > '2026-01-01'", "\nLastName, Email FROM Contact WHERE CreatedDate > '2026-01-01'\n                                   ^\nERROR at Row:1:Column:58\nvalue of filter")]
    public async Task A_refusal_points_at_the_place(string soql, string message)
    {
        await using var org = await TestOrg.StartAsync();
        var error = await org.RefusedAsync(HttpMethod.Get, "/query?q=" + Uri.EscapeDataString(soql), null, HttpStatusCode.BadRequest, "INVALID_FIELD");
        Assert.StartsWith(message, error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("WHERE LastName = 'a' AND FirstName = 'b' OR Email = 'c'", "MALFORMED_QUERY", "unexpected token: 'OR'")]
    [InlineData("WHERE LastName = 'a' OR FirstName = 'b' AND Email = 'c'", "MALFORMED_QUERY", "unexpected token: 'AND'")]
    [InlineData("WHERE LastName = :name", "MALFORMED_QUERY", "Bind variables only allowed in Apex code")]
    [InlineData("WHERE LastName IN :names", "MALFORMED_QUERY", "Bind variables only allowed in Apex code")]
    [InlineData("WHERE LastName = \"a\"", "MALFORMED_QUERY", "no viable alternative at character '\"'")]
    [InlineData("WHERE LastName = 'a\\q'", "MALFORMED_QUERY", "Illegal character sequence '\\q' in string literal")]
    [InlineData("WHERE LastName = TODAY", "INVALID_FIELD", "must be of type string and should be enclosed in quotes")]
    [InlineData("WHERE CreatedDate = LAST_N_DAYS", "MALFORMED_QUERY", "unexpected token: '<EOF>'")]
    [InlineData("WHERE CreatedDate = SOMEDAY", "MALFORMED_QUERY", "unexpected token: 'SOMEDAY'")]
    [InlineData("WHERE CreatedDate = 2026-01-01", "INVALID_FIELD", "must be of type dateTime and should not be enclosed in quotes")]
    [InlineData("WHERE Birthdate = 2026-02-30", "INVALID_FIELD", "must be of type date and should not be enclosed in quotes")]
    [InlineData("WHERE Birthdate = 2026-01-01T00:00:00Z", "INVALID_FIELD", "must be of type date and should not be enclosed in quotes")]
    [InlineData("WHERE HasOptedOutOfEmail = 'true'", "INVALID_FIELD", "must be of type boolean and should not be enclosed in quotes")]
    [InlineData("WHERE HasOptedOutOfEmail > true", "INVALID_FIELD", "invalid operator on boolean field")]
    [InlineData("WHERE Id LIKE '003%'", "INVALID_FIELD", "invalid operator on id field")]
    [InlineData("WHERE Id = 'nope'", "INVALID_QUERY_FILTER_OPERATOR", "invalid ID field: nope")]
    [InlineData("WHERE MailingAddress = 'x'", "INVALID_FIELD", "can not be filtered")]
    [InlineData("WHERE AccountId IN (SELECT Name FROM Account)", "MALFORMED_QUERY", "can only query id fields, cannot use: 'Name'")]
    [InlineData("WHERE LastName IN (SELECT Id FROM Account)", "MALFORMED_QUERY", "should be an id field, cannot use: 'LastName'")]
    [InlineData("WHERE Id IN (SELECT Id FROM Account)", "MALFORMED_QUERY", "should point to the same object type")]
    [InlineData("WHERE ReportsToId IN (SELECT Id FROM Contact)", "MALFORMED_QUERY", "should not be on the same object type")]
    [InlineData("WHERE AccountId IN (SELECT Id FROM Account) OR Email = 'x'", "MALFORMED_QUERY", "not allowed with the 'OR' operator")]
    [InlineData("WHERE NOT AccountId IN (SELECT Id FROM Account)", "MALFORMED_QUERY", "only allowed at the top level")]
    [InlineData("WHERE AccountId IN (SELECT Id FROM Account WHERE OwnerId IN (SELECT Id FROM User))", "MALFORMED_QUERY", "Nesting of semi join sub-selects is not supported")]
    [InlineData("WHERE AccountId IN (SELECT Id FROM Nope)", "INVALID_TYPE", "sObject type 'Nope' is not supported")]
    [InlineData("ORDER BY MailingAddress", "INVALID_FIELD", "can not be sorted")]
    [InlineData("LIMIT -1", "MALFORMED_QUERY", "unexpected token: '-1'")]
    [InlineData("LIMIT 1 ALL ROWS", "MALFORMED_QUERY", "ALL ROWS not allowed in this context")]
    [InlineData("OFFSET 2001", "NUMBER_OUTSIDE_VALID_RANGE", "Maximum SOQL offset allowed is 2000")]
    public async Task What_an_org_does_not_take_is_refused_in_its_words(string rest, string code, string message)
    {
        await using var org = await TestOrg.StartAsync();
        var error = await org.RefusedAsync(HttpMethod.Get, "/query?q=" + Uri.EscapeDataString("SELECT Id FROM Contact " + rest), null, HttpStatusCode.BadRequest, code);
        Assert.Contains(message, error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_field_is_selected_once()
    {
        await using var org = await TestOrg.StartAsync();
        var error = await org.RefusedAsync(HttpMethod.Get, "/query?q=SELECT+Id,+ID+FROM+Contact", null, HttpStatusCode.BadRequest, "INVALID_FIELD");
        Assert.Contains("duplicate field selected: Id", error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData('(')]
    [InlineData('N')]
    public async Task Endless_nesting_is_refused_and_ends_nothing(char of)
    {
        await using var org = await TestOrg.StartAsync();
        var deep = string.Concat(Enumerable.Repeat(of == '(' ? "(" : "(NOT ", 15_000));
        var job = new { operation = "query", query = $"SELECT Id FROM Contact WHERE {deep}LastName = 'x'" };
        await org.RefusedAsync(HttpMethod.Post, "/jobs/query", job, HttpStatusCode.BadRequest, "QUERY_TOO_COMPLICATED");
        Assert.Equal(0, (await org.QueryAsync("SELECT COUNT() FROM Contact")).GetProperty("totalSize").GetInt32());
    }
}
