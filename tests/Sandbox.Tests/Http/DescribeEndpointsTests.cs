using System.Text.Json;

namespace ContactSync.Sandbox.Tests.Http;

public sealed class DescribeEndpointsTests
{
    [Fact]
    public async Task Contact_shows_its_custom_fields_and_their_flags()
    {
        await using var org = await TestOrg.StartAsync();
        var fields = (await org.GetAsync("/sobjects/Contact/describe")).GetProperty("fields").EnumerateArray().ToDictionary(f => f.GetProperty("name").GetString()!);

        Assert.True(fields["Sync_Key__c"].GetProperty("unique").GetBoolean());
        Assert.True(fields["Sync_Key__c"].GetProperty("externalId").GetBoolean());
        Assert.Equal(80, fields["Sync_Key__c"].GetProperty("length").GetInt32());
        Assert.Equal("datetime", fields["EN_Last_Modified_Date__c"].GetProperty("type").GetString());
        Assert.False(fields["LastName"].GetProperty("nillable").GetBoolean());
        Assert.False(fields["Name"].GetProperty("createable").GetBoolean());
        Assert.Equal(128, fields["Title"].GetProperty("length").GetInt32());
        Assert.Equal(384, fields["Title"].GetProperty("byteLength").GetInt32());
    }

    [Fact]
    public async Task The_global_describe_lists_every_object()
    {
        await using var org = await TestOrg.StartAsync();
        var global = await org.GetAsync("/sobjects");
        Assert.Equal(["Account", "Contact", "User", "Lead", "Campaign", "CampaignMember", "CampaignMemberStatus", "Opportunity", "OpportunityContactRole", "Task", "DuplicateRecordSet", "DuplicateRecordItem"], global.GetProperty("sobjects").EnumerateArray().Select(o => o.GetProperty("name").GetString()));
        Assert.Equal(200, global.GetProperty("maxBatchSize").GetInt32());
    }

    [Theory]
    [InlineData("Contact")]
    [InlineData("Account")]
    public async Task A_describe_has_the_keys_and_the_standard_fields_of_a_recorded_one(string name)
    {
        var recorded = SharedFacts.Read($"describe/GET_sobjects_{name}_describe.json");
        await using var org = await TestOrg.StartAsync();
        var ours = await org.GetAsync($"/sobjects/{name}/describe");

        Assert.Empty(Keys(recorded).Except(Keys(ours)));
        Assert.Empty(Keys(recorded.GetProperty("fields")[0]).Except(Keys(ours.GetProperty("fields")[0])));
        var fields = ours.GetProperty("fields").EnumerateArray().ToDictionary(f => f.GetProperty("name").GetString()!);
        var differences = new List<string>();
        foreach (var field in recorded.GetProperty("fields").EnumerateArray())
        {
            var fieldName = field.GetProperty("name").GetString()!;
            if (!fields.TryGetValue(fieldName, out var own))
            {
                differences.Add(fieldName);
                continue;
            }
            foreach (var key in new[] { "type", "length", "byteLength", "precision", "scale", "soapType", "createable", "updateable", "nillable", "defaultedOnCreate", "idLookup", "filterable", "compoundFieldName", "relationshipName", "restrictedPicklist", "label" })
            {
                if (field.GetProperty(key).ToString() != own.GetProperty(key).ToString())
                {
                    differences.Add($"{fieldName}.{key}");
                }
            }
        }
        // The recording's own custom fields, and fields that point at objects the box has none of.
        string[] known = name == "Account"
            ? ["RecordTypeId", "Primary_Contact__c", "ns__Description__c", "History__c", "ns__LinkedAccount__c", "ChannelProgramName", "ChannelProgramLevelName", "Name.compoundFieldName", "NumberOfEmployees.digits"]
            : [];
        Assert.Empty(differences.Except(known));
    }

    private static IEnumerable<string> Keys(JsonElement of) => of.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal);
}
