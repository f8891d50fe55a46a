using ContactSync.Transforms.Match;
using ContactSync.Transforms.People;
using ContactSync.Transforms.Tests.People;

namespace ContactSync.Transforms.Tests.Match;

/// <summary>What the methods of rules give, 0 to 100.</summary>
public sealed class RuleMethodsTests
{
    [Theory]
    [InlineData(RuleMethod.Exact, "José", "JOSE", 100)]
    [InlineData(RuleMethod.Exact, "Jose", "Josef", 0)]
    [InlineData(RuleMethod.Fuzzy, "Jonathan", "Jonathon", 88)]
    [InlineData(RuleMethod.Fuzzy, "Ann", "Bob", 0)]
    [InlineData(RuleMethod.JaroWinkler, "Martha", "Marhta", 96)]
    [InlineData(RuleMethod.FirstName, "Dr. Elizabeth", "Elizabeth", 100)]
    [InlineData(RuleMethod.FirstName, "Elizabeth", "Liz", 95)]
    [InlineData(RuleMethod.FirstName, "E.", "Elizabeth", 90)]
    [InlineData(RuleMethod.FirstName, "F.", "Elizabeth", 0)]
    [InlineData(RuleMethod.FirstName, "Mary Ann", "Maryann", 100)]
    [InlineData(RuleMethod.FirstName, "Ann", "Bob", 0)]
    public void Given_names(RuleMethod method, string left, string right, int score) => AssertScore(method, PersonRole.FirstName, left, right, score);

    [Theory]
    [InlineData(RuleMethod.LastName, "O'Neil", "ONeil", 100)]
    [InlineData(RuleMethod.LastName, "Meyer", "Maier", 90)]
    [InlineData(RuleMethod.LastName, "Lee", "Low", 33)]
    [InlineData(RuleMethod.LastName, "Fernandez", "Fernandes", 90)]
    [InlineData(RuleMethod.Fuzzy, "van der Berg", "van den Berg", 92)]
    public void Family_names(RuleMethod method, string left, string right, int score) => AssertScore(method, PersonRole.LastName, left, right, score);

    [Theory]
    [InlineData("+1 415 555 2671", "(415) 555-2671", 100)]
    [InlineData("+1 415 555 2671", "+1 415 555 9999", 90)]
    [InlineData("+1 415 555 2671", "+1 212 555 2671", 50)]
    [InlineData("+1 415 555 2671", "+49 30 23125 1234", 0)]
    public void Telephone_numbers_by_section(string left, string right, int score) => AssertScore(RuleMethod.Phone, PersonRole.Phone, left, right, score);

    [Theory]
    [InlineData("12345", "12345", 100)]
    [InlineData("12345-6789", "12345", 100)]
    [InlineData("SW1A 1AA", "SW1A 1AB", 90)]
    [InlineData("SW1A 1AA", "SW1A 2AA", 10)]
    [InlineData("12345", "54321", 10)]
    public void Postal_codes_by_section(string left, string right, int score) => AssertScore(RuleMethod.Zip, PersonRole.PostalCode, left, right, score);

    [Theory]
    [InlineData("12 Main Street", "12 Main St", 100)]
    [InlineData("12 Main Street", "14 Main Street", 80)]
    [InlineData("12 Main Street", "12 Oak Street", 69)]
    public void Streets_and_house_numbers(string left, string right, int score) => AssertScore(RuleMethod.Street, PersonRole.Street, left, right, score);

    [Theory]
    [InlineData("New York", "Newyork", 100)]
    [InlineData("Springfield", "Sprngfield", 95)]
    public void Towns(string left, string right, int score) => AssertScore(RuleMethod.City, PersonRole.City, left, right, score);

    [Theory]
    [InlineData(PersonRole.DateOfBirth, "1971-06-24", "1971-06-24", 100)]
    [InlineData(PersonRole.DateOfBirth, "1971-06-24", "1971-06-25", 0)]
    [InlineData(PersonRole.Email, "Ann@Example.org", "ann@example.org", 100)]
    [InlineData(PersonRole.Email, "ann+x@gmail.com", "ann@gmail.com", 0)]
    public void Equality_of_what_is_normalised(PersonRole field, string left, string right, int score) => AssertScore(RuleMethod.Exact, field, left, right, score);

    [Fact]
    public void A_method_compares_only_what_it_is_for()
    {
        Assert.True(RuleMethods.Fits(RuleMethod.Zip, PersonRole.PostalCode));
        Assert.False(RuleMethods.Fits(RuleMethod.Zip, PersonRole.City));
        Assert.False(RuleMethods.Fits(RuleMethod.Fuzzy, PersonRole.DateOfBirth));
        Assert.False(RuleMethods.Fits(RuleMethod.Exact, PersonRole.None));
    }

    private static void AssertScore(RuleMethod method, PersonRole field, string left, string right, int score)
    {
        using var table = Folk.Table(Folk.With(field, left), Folk.With(field, right));
        Assert.Equal(score, RuleMethods.Score(method, field, table[0], table[1], Folk.Lists.Nicknames));
        Assert.Equal(score, RuleMethods.Score(method, field, table[1], table[0], Folk.Lists.Nicknames));
    }
}
