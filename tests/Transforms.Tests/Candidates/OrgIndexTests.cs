using ContactSync.Transforms.Candidates;
using ContactSync.Transforms.Tests.Match;

namespace ContactSync.Transforms.Tests.Candidates;

public class OrgIndexTests
{
    private static readonly OrgIndex Index = Pairing.Index(
        ["003A000001abcdeIAA", null, null, null, "1", "false"],
        ["003A000001abcdEIAQ", null, null, null, "1", "false"],
        ["003B00000000001", null, null, null, "1", "false"],
        ["003D00000000009XYZ", null, null, null, "1", "true"]);

    [Theory]
    [InlineData("003A000001abcdeIAA", "003A000001abcdeIAA")]
    [InlineData("003A000001abcde", "003A000001abcdeIAA")]
    [InlineData("003A000001abcdE", "003A000001abcdEIAQ")]
    [InlineData("003A000001abcdeiaa", "003A000001abcdeIAA")]
    [InlineData("003B00000000001AAA", "003B00000000001")]
    [InlineData("003A000001abcdeIAQ", null)]
    [InlineData("003a000001abcde", null)]
    [InlineData("003A000001abcd", null)]
    [InlineData("003A000001abcdeI", null)]
    [InlineData("003D00000000009XYZ", null)]
    [InlineData("", null)]
    public void An_id_of_15_or_18_characters_names_one_live_record(string id, string? found)
    {
        var entry = Index.ById(System.Text.Encoding.UTF8.GetBytes(id));

        Assert.Equal(found, entry < 0 ? null : System.Text.Encoding.UTF8.GetString(Index.Id(entry)));
    }

    [Fact]
    public void Deleted_records_are_not_indexed() => Assert.Equal(3, Index.Count);

    [Fact]
    public void A_builder_serves_once()
    {
        var builder = new OrgIndexBuilder();
        builder.Build();

        Assert.Throws<InvalidOperationException>(builder.Build);
    }
}
