using System.Text.RegularExpressions;

namespace ContactSync.Salesforce.Tests;

public sealed partial class SoqlTests
{
    /// <summary>Values that break queries put together by hand.</summary>
    public static TheoryData<string> Hostile =>
    [
        "O'Neil", "\\", "\\'", "\\\\'", "' OR Name != '", "\\' OR Name != \\'", "x' OR Id != null--", "'; DELETE", "\"", "a\nb", "a\r\nb", "\t", "%", "_", "\\%", "') OR (Id != '", "+", "名前", "😀'", "",
    ];

    [Fact]
    public void A_query_is_written_in_its_order()
    {
        var soql = Soql.Select("Id", "Account.Name").From("Contact")
            .Where(SoqlCondition.Equal("IsDeleted", false).And(SoqlCondition.In("Email", "a@example.org", "b@example.org")).Or(SoqlCondition.IsBlank("Email").Not()))
            .Where(SoqlCondition.AtMost("Score__c", 1.50m))
            .OrderBy("SystemModstamp").OrderBy("Id", descending: true).Limit(10);

        Assert.Equal(
            "SELECT Id,Account.Name FROM Contact WHERE ((IsDeleted = false AND Email IN ('a@example.org','b@example.org')) OR (NOT (Email = null))) AND Score__c <= 1.50 ORDER BY SystemModstamp,Id DESC LIMIT 10",
            soql.ToString());
    }

    [Fact]
    public void Values_are_typed()
    {
        Assert.Equal("Birthdate = 1970-02-28", SoqlCondition.Equal("Birthdate", new DateOnly(1970, 2, 28)).ToString());
        Assert.Equal("SystemModstamp > 2026-01-01T00:30:00Z", SoqlCondition.Above("SystemModstamp", new DateTimeOffset(2026, 1, 1, 1, 30, 0, TimeSpan.FromHours(1))).ToString());
        Assert.Equal("N__c >= -5", SoqlCondition.AtLeast("N__c", -5L).ToString());
        Assert.Equal("Id NOT IN ('0038c00002hMS4kAAG')", SoqlCondition.NotIn("Id", SalesforceId.Parse("0038c00002hMS4k")).ToString());
        Assert.Equal("Name LIKE '50\\%\\_x%'", SoqlCondition.StartsWith("Name", "50%_x").ToString());
        Assert.Equal("Name LIKE '%O\\'N%'", SoqlCondition.Contains("Name", "O'N").ToString());
        Assert.Equal("SELECT COUNT() FROM Contact", Soql.Count().From("Contact").ToString());
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void A_value_cannot_leave_its_quotes(string value)
    {
        foreach (var condition in new[] { SoqlCondition.Equal("Name", value), SoqlCondition.In("Name", value, value), SoqlCondition.Contains("Name", value) })
        {
            var without = Literal().Replace(condition.ToString(), "?");
            Assert.Matches(@"\AName (= \?|IN \(\?,\?\)|LIKE \?)\z", without);
        }

        Assert.Equal(value, Unescape(SoqlLiteral.FromString(value).ToString()));
    }

    [Theory]
    [InlineData("Id FROM User--")]
    [InlineData("Name'")]
    [InlineData("")]
    [InlineData("1abc")]
    [InlineData("Náme")]
    [InlineData("Name\n")]
    [InlineData("A.B.C.D.E.F.G")]
    [InlineData("a..b")]
    public void A_name_that_is_none_is_refused(string name)
    {
        Assert.Throws<ArgumentException>(() => Soql.Select(name));
        Assert.Throws<ArgumentException>(() => Soql.Select("Id").From(name));
        Assert.Throws<ArgumentException>(() => SoqlCondition.Equal(name, "x"));
        Assert.Throws<ArgumentException>(() => Soql.Select("Id").From("Contact").OrderBy(name));
    }

    [Fact]
    public void What_cannot_be_asked_is_refused()
    {
        Assert.Throws<ArgumentException>(() => SoqlCondition.In("Name"));
        Assert.Throws<ArgumentException>(() => Soql.Select());
        Assert.Throws<ArgumentException>(() => SoqlCondition.Equal("Name", "a\0b"));
        Assert.Throws<ArgumentOutOfRangeException>(() => Soql.Select("Id").From("Contact").Limit(0));
        Assert.Throws<InvalidOperationException>(() => Soql.Select("Id").From("Contact").Where(SoqlCondition.Equal("Name", new string('x', 100_000))).ToString());
    }

    // A string as SOQL's grammar reads it: quotes around characters of which a backslash always takes the next one with it.
    [GeneratedRegex(@"'(?:[^'\\]|\\.)*'", RegexOptions.Singleline)]
    private static partial Regex Literal();

    private static string Unescape(string literal) => Regex.Replace(literal[1..^1], @"\\(.)", match => match.Groups[1].Value switch
    {
        "n" => "\n",
        "r" => "\r",
        "t" => "\t",
        var other => other,
    }, RegexOptions.Singleline);
}
