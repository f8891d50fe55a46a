using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ContactSync.Sandbox.Tests.Http;

/// <summary>Queries one edit away from good ones are answered or refused, and never break the server.</summary>
public sealed partial class QueryMutationTests
{
    private const int EditsOfEach = 250;

    private static readonly string[] Good =
    [
        "SELECT Id, LastName, Account.Name, CreatedBy.Name FROM Contact c WHERE c.LastName LIKE 'Person\\_1%' ORDER BY LastName DESC NULLS LAST, Id LIMIT 5 OFFSET 1",
        "SELECT COUNT() FROM Contact WHERE (Email = 'p1@example.org' OR Phone != null) AND (NOT Birthdate < 2000-01-10)",
        "SELECT COUNT(Id) CNT, COUNT_DISTINCT(Phone), MIN(Birthdate) low, MAX(CreatedDate) FROM Contact WHERE CreatedDate = LAST_N_DAYS:400",
        "SELECT Phone, COUNT(Id) n FROM Contact GROUP BY Phone ORDER BY COUNT(Id) DESC NULLS FIRST LIMIT 10",
        "SELECT Industry, SUM(AnnualRevenue), AVG(NumberOfEmployees) FROM Account WHERE NumberOfEmployees IN (1, 2.5, null) GROUP BY Industry",
        "SELECT Name FROM Account WHERE Id IN (SELECT AccountId FROM Contact WHERE SystemModstamp >= 2026-01-01T00:00:00.000+01:00) AND AnnualRevenue >= -1.5e3",
        "SELECT FIELDS(STANDARD) FROM User WHERE IsActive = true AND Id NOT IN ('005000000000001', null) FOR VIEW",
        "SELECT Name, (SELECT LastName, ReportsTo.Account.Name FROM Contacts WHERE Email != null ORDER BY LastName LIMIT 3) FROM Account ORDER BY Name",
        "SELECT CALENDAR_YEAR(CreatedDate) y, COUNT(Id) FROM Contact WHERE HOUR_IN_DAY(CreatedDate) < 24 GROUP BY CALENDAR_YEAR(CreatedDate) HAVING COUNT(Id) > 1 AND MAX(LastName) LIKE 'p%'",
        "SELECT Name, IsSandbox FROM Organization WHERE Name = 'x' LIMIT 1",
    ];

    private static readonly string[] Pieces =
    [
        "'", "\"", "(", ")", ",", ".", ":", "\\", "%", "_", "=", "<", "!", "-", "0", "9999999999", "\0", "\n", "é", "\U0001F600", " ", " NOT ", " AND ", " OR ", " IN ", " null ", " SELECT ",
        " FROM ", " WHERE ", " GROUP BY ", " ORDER BY ", " LIMIT ", " OFFSET ", " HAVING ", " (SELECT Id FROM Contacts) ", " CALENDAR_YEAR(", " DAY_ONLY(CreatedDate) ", " TODAY ", " LAST_N_YEARS:99999999 ", " 2026-13-41 ", " 0000-00-00T00:00:00Z ", " 1e999 ", " MailingAddress ", " Id ", " COUNT() ", " FIELDS(ALL) ",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task One_edit_of_a_good_query_is_answered_or_refused_in_shape(int seed)
    {
        await using var org = await QueryEndpointsTests.SeededAsync(20);
        var random = new Random(seed);
        var answered = 0;
        var refused = 0;
        foreach (var good in Good)
        {
            await AssertShapeAsync(org, good, columns: false, good: true);
            for (var i = 0; i < EditsOfEach; i++)
            {
                var ok = await AssertShapeAsync(org, Edit(good, random), columns: i % 10 == 0, good: false);
                _ = ok ? answered++ : refused++;
            }
        }

        Assert.Equal(Good.Length * EditsOfEach, answered + refused);
        Assert.InRange(answered, 1, (Good.Length * EditsOfEach) - 1);
    }

    private static async Task<bool> AssertShapeAsync(TestOrg org, string soql, bool columns, bool good)
    {
        using var reply = await org.User.GetAsync($"{TestOrg.Data}/query?q={Uri.EscapeDataString(soql)}{(columns ? "&columns=true" : "")}");
        var text = await reply.Content.ReadAsStringAsync();
        var why = $"{(int)reply.StatusCode} to {soql}: {text}";
        var body = JsonElement.Parse(text);
        if (reply.StatusCode == HttpStatusCode.OK)
        {
            Assert.True(body.TryGetProperty("records", out var rows) ? body.GetProperty("totalSize").GetInt32() >= rows.GetArrayLength() : columns && body.TryGetProperty("columnMetadata", out _), why);
            return true;
        }
        Assert.True(reply.StatusCode == HttpStatusCode.BadRequest && !good, why);
        Assert.True(body.ValueKind == JsonValueKind.Array && body.GetArrayLength() == 1, why);
        Assert.Matches("^[A-Z_]+$", body[0].GetProperty("errorCode").GetString());
        Assert.NotEmpty(body[0].GetProperty("message").GetString()!);
        return false;
    }

    /// <summary>Puts something in, takes something out, doubles something, or puts a word of any query in the place of another.</summary>
    private static string Edit(string soql, Random random)
    {
        var at = random.Next(soql.Length);
        var length = Math.Min(soql.Length - at, random.Next(1, 12));
        return random.Next(10) switch
        {
            0 => soql.Insert(at, Pieces[random.Next(Pieces.Length)]),
            1 => soql.Remove(at, length),
            2 => soql.Insert(at, soql.Substring(at, length)),
            3 => soql[..at],
            4 => soql.Remove(at, length).Insert(at, Pieces[random.Next(Pieces.Length)]),
            _ => Reword(soql, random),
        };
    }

    /// <summary>Most of these are still queries by their grammar, so what is asked of names and types is tried too.</summary>
    private static string Reword(string soql, Random random)
    {
        var words = Words().Matches(soql);
        var word = words[random.Next(words.Count)];
        var others = Words().Matches(Good[random.Next(Good.Length)]);
        return soql.Remove(word.Index, word.Length).Insert(word.Index, others[random.Next(others.Count)].Value);
    }

    [GeneratedRegex(@"'[^']*'|[\w.:+-]+|[<>=!]+")]
    private static partial Regex Words();
}
