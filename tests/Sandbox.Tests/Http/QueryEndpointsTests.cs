using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace ContactSync.Sandbox.Tests.Http;

public sealed class QueryEndpointsTests
{
    [Fact]
    public async Task Rows_past_a_page_take_one_call_for_every_two_thousand()
    {
        await using var org = await SeededAsync(4500);

        var page = await org.QueryAsync("SELECT Id, LastName FROM Contact");
        var ids = new HashSet<string>();
        var calls = 1;
        while (true)
        {
            Assert.Equal(4500, page.GetProperty("totalSize").GetInt32());
            ids.UnionWith(page.GetProperty("records").EnumerateArray().Select(r => r.GetProperty("Id").GetString()!));
            if (page.GetProperty("done").GetBoolean())
            {
                break;
            }
            page = await org.GetAsync(page.GetProperty("nextRecordsUrl").GetString()!);
            calls++;
        }

        Assert.Equal(3, calls);
        Assert.Equal(4500, ids.Count);
    }

    [Fact]
    public async Task Later_pages_keep_the_records_first_found()
    {
        await using var org = await SeededAsync(2500);
        var last = (await org.QueryAsync("SELECT Id FROM Contact ORDER BY Email DESC LIMIT 1")).GetProperty("records")[0].GetProperty("Id").GetString();

        var first = await org.QueryAsync("SELECT Id FROM Contact ORDER BY Email");
        await org.CreateAsync(new { LastName = "Late", Email = "zz@example.org" });
        await org.SendAsync(HttpMethod.Delete, "/sobjects/Contact/" + last, null, HttpStatusCode.NoContent);
        var second = await org.GetAsync(first.GetProperty("nextRecordsUrl").GetString()!);

        Assert.Equal(2500, second.GetProperty("totalSize").GetInt32());
        Assert.True(second.GetProperty("done").GetBoolean());
        Assert.Equal(500, second.GetProperty("records").GetArrayLength());
        Assert.Equal(last, second.GetProperty("records")[499].GetProperty("Id").GetString());
    }

    [Theory]
    [InlineData("LastName = 'person 7'", 1)]
    [InlineData("LastName != 'Person 7'", 19)]
    [InlineData("Email = 'P7@EXAMPLE.org'", 1)]
    [InlineData("Email IN ('p1@example.org','p2@example.org','none@example.org')", 2)]
    [InlineData("LastName NOT IN ('Person 1','Person 2')", 18)]
    [InlineData("LastName LIKE 'Person 1%'", 11)]
    [InlineData("LastName LIKE 'Person _'", 10)]
    [InlineData("Phone = null", 10)]
    [InlineData("Phone != null AND (LastName = 'Person 2' OR LastName = 'Person 3')", 1)]
    [InlineData("NOT (Phone = null)", 10)]
    [InlineData("HasOptedOutOfEmail = false", 20)]
    [InlineData("CreatedDate >= 2026-01-02T00:00:00Z", 18)]
    [InlineData("SystemModstamp < 2026-01-02T00:00:00.000+00:00", 2)]
    [InlineData("Birthdate > 2000-01-10", 10)]
    [InlineData("Owner.Username = 'admin@sandbox.example'", 20)]
    [InlineData("Account.Name = null", 20)]
    [InlineData("LastName = 'it\\'s'", 0)]
    public async Task Conditions_find_what_they_say(string where, int count)
    {
        await using var org = await SeededAsync(20);
        Assert.Equal(count, (await org.QueryAsync("SELECT COUNT() FROM Contact WHERE " + where)).GetProperty("totalSize").GetInt32());
        Assert.Equal(count, (await org.QueryAsync("select Id from contact where " + where)).GetProperty("records").GetArrayLength());
    }

    [Fact]
    public async Task Order_limit_and_offset_cut_the_answer()
    {
        await using var org = await SeededAsync(20);

        var rows = (await org.QueryAsync("SELECT LastName, Birthdate FROM Contact ORDER BY Birthdate DESC, LastName LIMIT 3 OFFSET 2")).GetProperty("records");

        Assert.Equal(["Person 17", "Person 16", "Person 15"], rows.EnumerateArray().Select(r => r.GetProperty("LastName").GetString()));
        Assert.Equal("2000-01-18", rows[0].GetProperty("Birthdate").GetString());
    }

    [Fact]
    public async Task A_record_shows_attributes_stamps_and_its_lookups()
    {
        await using var org = await TestOrg.StartAsync();
        var account = (await org.SendAsync(HttpMethod.Post, "/sobjects/Account", new { Name = "Acme", AnnualRevenue = 912260031 }, HttpStatusCode.Created)).GetProperty("id").GetString();
        var id = await org.CreateAsync(new { FirstName = "Ann", LastName = "Ó Briain", AccountId = account, MailingCity = "Cork" });

        var row = (await org.QueryAsync("SELECT Id, Name, CreatedDate, Phone, Account.Name, Account.AnnualRevenue, Owner.Name, MailingAddress FROM Contact")).GetProperty("records")[0];

        Assert.Equal($"/services/data/v66.0/sobjects/Contact/{id}", row.GetProperty("attributes").GetProperty("url").GetString());
        Assert.Equal("Ann Ó Briain", row.GetProperty("Name").GetString());
        Assert.Matches("^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.000\\+0000$", row.GetProperty("CreatedDate").GetString());
        Assert.Equal(JsonValueKind.Null, row.GetProperty("Phone").ValueKind);
        Assert.Equal("Acme", row.GetProperty("Account").GetProperty("Name").GetString());
        Assert.Equal("9.12260031E8", row.GetProperty("Account").GetProperty("AnnualRevenue").GetRawText());
        Assert.Equal("Ida Integration", row.GetProperty("Owner").GetProperty("Name").GetString());
        Assert.Equal("Cork", row.GetProperty("MailingAddress").GetProperty("city").GetString());
        Assert.False(row.TryGetProperty("LastName", out _));
    }

    [Fact]
    public async Task Counts_come_as_a_total_or_under_an_alias()
    {
        await using var org = await SeededAsync(20);

        var plain = await org.QueryAsync("SELECT COUNT() FROM Contact");
        var named = (await org.QueryAsync("SELECT COUNT(Id) CNT, COUNT(Phone) FROM Contact")).GetProperty("records")[0];

        Assert.Equal(20, plain.GetProperty("totalSize").GetInt32());
        Assert.Equal(0, plain.GetProperty("records").GetArrayLength());
        Assert.Equal("AggregateResult", named.GetProperty("attributes").GetProperty("type").GetString());
        Assert.Equal(20, named.GetProperty("CNT").GetInt32());
        Assert.Equal(10, named.GetProperty("expr0").GetInt32());
    }

    [Fact]
    public async Task Deleted_records_are_seen_by_query_all_only()
    {
        await using var org = await TestOrg.StartAsync();
        var id = await org.CreateAsync(new { LastName = "Gone" });
        await org.SendAsync(HttpMethod.Delete, "/sobjects/Contact/" + id, null, HttpStatusCode.NoContent);

        Assert.Equal(0, (await org.QueryAsync("SELECT Id FROM Contact")).GetProperty("totalSize").GetInt32());
        Assert.Equal(id, (await org.QueryAsync("SELECT Id FROM Contact WHERE IsDeleted = true", all: true)).GetProperty("records")[0].GetProperty("Id").GetString());
    }

    [Theory]
    [InlineData("SELECT Idd FROM Contact", "INVALID_FIELD", "ERROR at Row:1:Column:8")]
    [InlineData("SELECT Id FROM Nope", "INVALID_TYPE", "sObject type 'Nope' is not supported")]
    [InlineData("SELECT Id FROM", "MALFORMED_QUERY", "unexpected token: '<EOF>'")]
    [InlineData("SELECT Id FROM Contact WHERE LastName = 'x", "MALFORMED_QUERY", "mismatched character '<EOF>'")]
    [InlineData("SELECT Id FROM Contact WHERE SystemModstamp > 2026-01-01T00:00:00 00:00", "MALFORMED_QUERY", "no viable alternative at character ' '")]
    [InlineData("SELECT Id FROM Contact WHERE LastName = 5", "INVALID_FIELD", "should be enclosed in quotes")]
    [InlineData("SELECT Id FROM Contact WHERE CreatedDate > '2026-01-01T00:00:00Z'", "INVALID_FIELD", "should not be enclosed in quotes")]
    [InlineData("SELECT Id FROM Contact WHERE Description = 'x'", "INVALID_FIELD", "can not be filtered")]
    [InlineData("SELECT Id, COUNT(Id) FROM Contact", "MALFORMED_QUERY", "grouped or aggregated")]
    [InlineData("SELECT COUNT(), COUNT(Id) FROM Contact", "MALFORMED_QUERY", "unexpected token: ','")]
    [InlineData("SELECT COUNT(Id), COUNT() FROM Contact", "MALFORMED_QUERY", "unexpected token: ')'")]
    [InlineData("SELECT Nope.Name FROM Contact", "INVALID_FIELD", "Didn't understand relationship 'Nope'")]
    [InlineData("SELECT Id FROM Contact OFFSET 2001", "NUMBER_OUTSIDE_VALID_RANGE", "offset")]
    [InlineData("SELECT Id FROM ScratchOrgInfo", "INVALID_TYPE", "ScratchOrgInfo")]
    public async Task Queries_that_mean_nothing_are_refused(string soql, string code, string message)
    {
        await using var org = await TestOrg.StartAsync();
        var error = await org.RefusedAsync(HttpMethod.Get, "/query?q=" + Uri.EscapeDataString(soql), null, HttpStatusCode.BadRequest, code);
        Assert.Contains(message, error.GetProperty("message").GetString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_locator_nobody_gave_out_is_refused()
    {
        await using var org = await TestOrg.StartAsync();
        await org.RefusedAsync(HttpMethod.Get, "/query/01g0000000000001AAA-2000", null, HttpStatusCode.BadRequest, "INVALID_QUERY_LOCATOR");
    }

    [Fact]
    public async Task What_clients_ask_when_they_log_in_is_answered()
    {
        await using var org = await TestOrg.StartAsync();

        var organization = (await org.QueryAsync("SELECT Name, InstanceName, IsSandbox, TrialExpirationDate, NamespacePrefix, OrganizationType FROM Organization")).GetProperty("records")[0];
        var columns = await org.GetAsync("/query?q=SELECT+Id,Account.Name+FROM+Contact&columns=true");
        var entity = await org.QueryAsync("SELECT QualifiedApiName FROM EntityDefinition WHERE QualifiedApiName = 'Contact'");

        Assert.True(organization.GetProperty("IsSandbox").GetBoolean());
        Assert.Equal(["Id", "Account.Name"], columns.GetProperty("columnMetadata").EnumerateArray().Select(c => c.GetProperty("columnName").GetString()));
        Assert.Equal("003", columns.GetProperty("keyPrefix").GetString());
        Assert.Equal(1, entity.GetProperty("totalSize").GetInt32());
    }

    [Fact]
    public async Task A_count_is_described_as_a_number_under_its_alias_or_its_place()
    {
        await using var org = await TestOrg.StartAsync();

        var reply = await org.GetAsync("/query?q=SELECT+COUNT(Id)+n,+COUNT(Email)+FROM+Contact&columns=true");

        Assert.False(reply.GetProperty("idSelected").GetBoolean());
        Assert.Equal(
            [("n", "count(Id)", "Integer", true), ("expr0", "count(Email)", "Integer", true)],
            reply.GetProperty("columnMetadata").EnumerateArray().Select(c => (
                c.GetProperty("columnName").GetString(), c.GetProperty("displayName").GetString(), c.GetProperty("apexType").GetString(), c.GetProperty("aggregate").GetBoolean())));
    }

    internal static async Task<TestOrg> SeededAsync(int rows)
    {
        var org = await TestOrg.StartAsync();
        var csv = new StringBuilder("LastName,Email,Phone,Birthdate,CreatedDate\n");
        for (var i = 0; i < rows; i++)
        {
            csv.Append(CultureInfo.InvariantCulture, $"Person {i},p{i}@example.org,{(i % 2 == 0 ? "555" : "")},2000-01-{(i % 28) + 1:00},2026-01-{Math.Min(28, 1 + (i / 2)):00}T00:00:00Z\n");
        }
        Assert.Equal(rows, await org.Server.SeedAsync("Contact", new MemoryStream(Encoding.UTF8.GetBytes(csv.ToString())), CancellationToken.None));
        Assert.Equal(rows, await org.Server.CountAsync("Contact"));
        return org;
    }
}
