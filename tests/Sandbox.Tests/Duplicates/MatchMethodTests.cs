using ContactSync.Sandbox.Duplicates;
using ContactSync.Sandbox.Duplicates.Methods;

namespace ContactSync.Sandbox.Tests.Duplicates;

public sealed class MatchMethodTests
{
    [Theory]
    [InlineData("jon", "jonathan", 85, true)]
    [InlineData("sam", "samuel", 88, true)]
    [InlineData("dan", "daniel", 88, true)]
    [InlineData("raj", "rajesh", 88, false)]
    [InlineData("jay", "jayson", 88, false)]
    [InlineData("sal", "salima", 88, false)]
    public void First_names_score_as_published_and_the_list_decides_which_match(string a, string b, int score, bool match)
    {
        Assert.Equal(score, JaroWinkler.Score(a, b));
        var method = MatchMethod.Find("FirstName", email: false)!;
        Assert.Equal(match, method.Score(a, b) >= method.Threshold);
        Assert.Equal(match, method.Score(b, a) >= method.Threshold);
    }

    [Theory]
    [InlineData("FirstName", "Jonathan", "J", 100)]
    [InlineData("FirstName", "Bob", "Robert", 100)]
    [InlineData("FirstName", "José", "Jose", 100)]
    [InlineData("FirstName", "Ann", "Zoë", 0)]
    [InlineData("StandardFirstName", "Jonathon", "Jonathan", 100)]
    [InlineData("LastName", "Smith", "Smyth", 100)]
    [InlineData("LastName", "O'Brien", "OBrien", 100)]
    [InlineData("LastName", "Maple", "Naple", 90)]
    [InlineData("LastName", "Smith", "Schmidt", 50)]
    [InlineData("Title", "VP Sales", "VP of Sales", 81)]
    [InlineData("CompanyName", "Advanced Micro Devices", "AMD", 100)]
    [InlineData("CompanyName", "Acme Inc.", "The Acme Corporation", 100)]
    [InlineData("CompanyName", "Acme", "Zenith", 0)]
    [InlineData("Phone", "1-415-555-1234", "1-415-555-5678", 90)]
    [InlineData("Phone", "(415) 555-1234", "+1 415 555 1234", 100)]
    [InlineData("Phone", "1-415-555-1234", "1-416-555-1234", 50)]
    [InlineData("City", "San Francisco", "San Frncisco", 92)]
    [InlineData("Zip", "10001-1234", "10001-9999", 90)]
    [InlineData("Zip", "10001", "10002", 10)]
    [InlineData("Street", "123 Maple Avenue", "123 Maple Ave.", 100)]
    [InlineData("Street", "123 Maple Avenue, Suite 4", "123 Maple Ave, Suite 5", 85)]
    [InlineData("Street", "123 Maple Avenue", "124 Maple Avenue", 80)]
    [InlineData("Street", "123 Maple Avenue", "123 Oak Avenue", 50)]
    public void Values_score_by_their_method(string method, string a, string b, int score) => Assert.Equal(score, Score(MatchMethod.Find(method, email: false)!, a, b));

    [Theory]
    [InlineData("john_doe@us.ibm.com", "johndoe@ibm.com")]
    [InlineData("John.Doe@IBM.com", "johndoe@ibm.com")]
    public void The_key_of_an_address_drops_punctuation_and_subdomains(string address, string key)
    {
        var tokens = new TokenList();
        Add(MatchMethod.Find("Exact", email: true)!, address, tokens);
        Assert.True(tokens.Contains(key));
    }

    [Theory]
    [InlineData("FirstName", "Marc", "m")]
    [InlineData("LastName", "Benioff", "pnf")]
    [InlineData("LastName", "Doe", "t")]
    [InlineData("CompanyName", "salesforce.com", "sales")]
    [InlineData("Phone", "1-415-555-1234", "415555")]
    [InlineData("Phone", "555-1234-5678", "5551234")]
    [InlineData("City", "Philadelphia", "philad")]
    [InlineData("Zip", "10001", "100")]
    [InlineData("Street", "123 Maple Avenue", "123maple")]
    public void Parts_of_match_keys_are_as_published(string method, string value, string part)
    {
        var tokens = new TokenList();
        Add(MatchMethod.Find(method, email: false)!, value, tokens);
        Assert.True(tokens.Contains(part));
    }

    [Fact]
    public void Edit_distance_scores_as_published() => Assert.Equal(73, EditDistance.Score("VP Sales", "VP of Sales"));

    [Fact]
    public void The_domain_of_an_address_is_its_last_two_labels() => Assert.Equal("salesforce.com", EmailMethod.Domain("john_doe@us.salesforce.com").ToString());

    [Theory]
    [InlineData("1 AND (2 OR 3)", "0,1|0,2")]
    [InlineData("(1 AND 2) OR 3", "0,1|2")]
    [InlineData("1", "0")]
    public void A_filter_becomes_alternatives(string filter, string groups) =>
        Assert.Equal(groups, string.Join('|', BooleanFilter.Parse(filter, 3).Select(g => string.Join(',', g))));

    [Theory]
    [InlineData("1 AND")]
    [InlineData("1 XOR 2")]
    [InlineData("4")]
    [InlineData("(1 OR 2")]
    [InlineData("1 2")]
    public void A_filter_that_makes_no_sense_is_refused(string filter) => Assert.Throws<FormatException>(() => BooleanFilter.Parse(filter, 3));

    private static int Score(MatchMethod method, string a, string b) => method.Score(method.Normalize(a), method.Normalize(b));

    private static void Add(MatchMethod method, string value, TokenList tokens) => method.AddTokens(method.Normalize(value), tokens);
}
