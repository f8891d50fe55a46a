using System.Text.Json;
using ContactSync.Salesforce.Tests.Org;

namespace ContactSync.Salesforce.Tests;

public sealed class SalesforceIdTests
{
    [Theory]
    [InlineData("001b000003QSlaTAAT")]
    [InlineData("0018c00002FInboAAD")]
    [InlineData("7506g00000DhRA2AAN")]
    [InlineData("750R0000000zlh9IAA")]
    [InlineData("0015500001QdZPKAA3")]
    public void Fifteen_characters_become_the_eighteen_of_the_same_record(string whole)
    {
        Assert.Equal(whole, SalesforceId.Parse(whole[..15]).ToString());
        Assert.Equal(SalesforceId.Parse(whole), SalesforceId.Parse(whole[..15]));
        Assert.Equal(whole[..3], SalesforceId.Parse(whole).KeyPrefix);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0018c00002FInb")]
    [InlineData("0018c00002FInboA")]
    [InlineData("0018c00002FInboAAE")]
    [InlineData("0018c00002finboAAD")]
    [InlineData("0018c00002FInb/AAD")]
    [InlineData("0018c00002FInbéAAD")]
    public void What_is_no_Id_is_refused(string? text) => Assert.False(SalesforceId.TryParse(text, out _));

    [Fact]
    public void Two_records_whose_Ids_differ_in_case_only_are_two() =>
        Assert.NotEqual(SalesforceId.Parse("0018c00002FInbo"), SalesforceId.Parse("0018c00002FInbO"));

    [Fact]
    public void Ids_on_record_keep_their_endings()
    {
        var file = Facts.Find("id_checksum.json");
        Assert.SkipWhen(file is null, "The collection of recorded Ids is not beside the project.");

        var ids = JsonDocument.Parse(File.ReadAllText(file!)).RootElement.EnumerateObject()
            .Where(list => list.Name.StartsWith("recorded", StringComparison.Ordinal)).SelectMany(list => list.Value.EnumerateArray())
            .Select(id => id.ToString()).Where(id => id.Length == 18).ToList();

        Assert.NotEmpty(ids);
        Assert.All(ids, id => Assert.Equal(id, SalesforceId.Parse(id[..15]).ToString()));
    }
}
