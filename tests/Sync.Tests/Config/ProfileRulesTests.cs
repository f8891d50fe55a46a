using ContactSync.Config;
using ContactSync.Transforms.Match;

namespace ContactSync.Sync.Tests.Config;

public sealed class ProfileRulesTests
{
    private const string Rule = """[{"name":"mail","where":[{"field":"mail","method":"exact"},{"field":"last","method":"fuzzy","atLeast":80,"blank":"match"}]}]""";

    [Theory]
    [InlineData("\"field\": \"first\"", "\"field\": \"last\"", "own.json:5  map[1].field  last is mapped twice")]
    [InlineData("\"FirstName\"", "\"lastname\"", "own.json:5  map[1].org  LastName is mapped twice")]
    [InlineData("\"field\": \"first\"", "\"field\": \"org_id\"", "own.json:4  map[0].field  org_id is a column of the run's tables and no field's name")]
    [InlineData("\"FirstName\"", "\"Id\"", "own.json:4  map[0].org  Id belongs to the org and cannot be written")]
    [InlineData("\"role\": \"email\"", "\"role\": \"value\"", "own.json  map  0 fields have the role email; matching needs exactly one")]
    [InlineData("\"role\": \"firstName\"", "\"role\": \"lastName\"", "own.json  map  2 fields have the role lastName; matching needs exactly one")]
    [InlineData("\"side\": \"local\", \"field\": \"last\"", "\"side\": \"local\", \"field\": \"surname\"", "own.json:2  select.require[0].field  surname is not mapped")]
    [InlineData("\"key\": \"exact\", \"field\": \"mail\"", "\"key\": \"exact\"", "own.json:7  identify.pull[1].key  an exact key names the mapped field with the role email")]
    [InlineData("\"key\": \"exact\", \"field\": \"mail\"", "\"key\": \"exact\", \"field\": \"first\"", "own.json:7  identify.pull[1].field  an exact key names the mapped field with the role email")]
    [InlineData("\"push\": [{ \"key\": \"id\" }]", "\"push\": [{ \"key\": \"id\", \"field\": \"mail\" }]", "own.json:7  identify.push[0].field  the key id has no field")]
    [InlineData("\"push\": [{ \"key\": \"id\" }]", "\"push\": []", "own.json:7  identify.push  empty; at least { \"key\": \"id\" }")]
    [InlineData("\"push\": [{ \"key\": \"id\" }]", "\"push\": [{ \"key\": \"id\" }, { \"key\": \"id\" }]", "own.json:7  identify.push[1].key  stands in the list twice")]
    public void A_profile_that_contradicts_itself_is_refused_where_it_does(string was, string becomes, string problem)
    {
        using var folder = new ConfigFolder(profile: Replaced(was, becomes));

        Assert.Contains(problem, folder.Problems());
    }

    [Theory]
    [InlineData("[]", "[{\"key\":\"id\"},{\"key\":\"rules\"}]", "--set  override.identify.rules  empty; the key rules goes by at least one")]
    [InlineData(Rule, "[{\"key\":\"id\"}]", "own.json  identify.rules  no direction has the key rules, so these are never asked")]
    [InlineData(Rule, "[{\"key\":\"rules\"},{\"key\":\"id\"}]", "--set  override.identify.push[0].key  rules stand after id and exact keys: they are for those whom these leave alone")]
    [InlineData("[{\"name\":\"a\",\"where\":[{\"field\":\"fax\",\"method\":\"exact\"}]}]", "[{\"key\":\"id\"},{\"key\":\"rules\"}]", "--set  override.identify.rules[0].where[0].field  fax is no field here")]
    [InlineData("[{\"name\":\"a\",\"where\":[]}]", "[{\"key\":\"id\"},{\"key\":\"rules\"}]", "--set  override.identify.rules[0].where  empty; a rule without a condition would hold between any two records")]
    public void Rules_that_cannot_be_asked_are_refused_where_they_stand(string rules, string push, string problem)
    {
        using var folder = new ConfigFolder();

        Assert.Contains(problem, folder.Problems($"override.identify.rules={rules}", $"override.identify.push={push}"));
    }

    [Fact]
    public void Rules_are_bound_with_their_conditions_in_order()
    {
        using var folder = new ConfigFolder();

        var rules = folder.Load($"override.identify.rules={Rule}", "override.identify.push=[{\"key\":\"id\"},{\"key\":\"rules\"},{\"key\":\"weights\"}]").Profile.Identify.Rules;

        Assert.Equal("mail", Assert.Single(rules).Name);
        Assert.Equal([new("mail", RuleMethod.Exact), new("last", RuleMethod.Fuzzy, 80, BlankMatch.Match)], rules[0].Where);
    }

    [Fact]
    public void Rules_for_a_field_need_the_field_to_be_mapped_and_stand_once()
    {
        using var folder = new ConfigFolder();

        Assert.Equal(
            ["--set  override.govern.fields[0].field  fax is not mapped", "--set  override.govern.fields[2].field  mail has rules already"],
            folder.Problems("""override.govern.fields=[{"field":"fax"},{"field":"mail","push":"never"},{"field":"mail","push":"always"}]"""));
    }

    [Fact]
    public void A_list_item_without_a_needed_key_is_refused_at_its_line()
    {
        using var folder = new ConfigFolder(profile: Replaced("\"org\": \"LastName\", ", ""));

        Assert.Equal(["own.json:5  map[1]  \"org\" is missing; an API name"], folder.Problems());
    }

    private static string Replaced(string was, string becomes)
    {
        Assert.Contains(was, ConfigFolder.Profile, StringComparison.Ordinal);
        var at = ConfigFolder.Profile.IndexOf(was, StringComparison.Ordinal);
        return ConfigFolder.Profile[..at] + becomes + ConfigFolder.Profile[(at + was.Length)..];
    }
}
