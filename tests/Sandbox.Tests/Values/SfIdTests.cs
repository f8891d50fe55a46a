using System.Text;
using System.Text.Json;
using ContactSync.Sandbox.Values;

namespace ContactSync.Sandbox.Tests.Values;

public sealed class SfIdTests
{
    [Fact]
    public void An_id_is_read_back_from_fifteen_and_from_eighteen_characters_of_any_case()
    {
        var id = SfId.Format("003", "Ab0", 123_456_789);

        Assert.Equal(id, Normal(id[..15]));
        Assert.Equal(id, Normal(id.ToLowerInvariant()));
        Assert.Equal(id, Normal(id.ToUpperInvariant()));
        Assert.Equal(123_456_789, SfId.Number(Encoding.ASCII.GetBytes(id)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("003")]
    [InlineData("003Ab0000000000x")]
    [InlineData("003Ab000000!000")]
    public void What_is_no_id_is_refused(string text) => Assert.Null(Normal(text));

    [Fact]
    public void Every_recorded_id_has_the_checksum_we_compute()
    {
        var facts = SharedFacts.Read("facts/id_checksum.json");
        var ids = facts.GetProperty("recorded_in_docs_or_recordings").EnumerateArray().Concat(facts.GetProperty("recorded_in_cumulusci").EnumerateArray()).Select(e => e.GetString()!).ToList();

        Assert.True(ids.Count > 60);
        Assert.All(ids, id => Assert.Equal(id, Normal(id[..15])));
        Assert.All(facts.GetProperty("fifteen_to_eighteen_recorded_pairs").EnumerateArray(), pair => Assert.Equal(pair[1].GetString(), Normal(pair[0].GetString()!)));
    }

    private static string? Normal(string text)
    {
        var id = new byte[SfId.Length];
        return SfId.TryNormalize(Encoding.UTF8.GetBytes(text), id) ? Encoding.ASCII.GetString(id) : null;
    }
}
