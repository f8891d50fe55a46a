using System.Text.Json;

namespace ContactSync.Sandbox.Tests.Objects;

/// <summary>
/// Our describes beside recorded ones, key by key. What differs is listed, with the reason, in describe-differences.txt; a
/// line that no longer holds is as wrong there as one that is missing.
/// </summary>
public sealed class DescribeDifferencesTests
{
    private static readonly string[] Recorded = ["Lead", "Opportunity", "OpportunityContactRole"];

    private static readonly string[] Listed = ["Lead", "Campaign", "CampaignMember", "CampaignMemberStatus", "Opportunity", "OpportunityContactRole", "Task"];

    [Fact]
    public async Task What_differs_from_recorded_describes_is_listed_and_explained()
    {
        var fields = SharedFacts.Read("describe/fields_of_10_standard_objects_v64.json");
        var global = SharedFacts.Read("describe/GET_sobjects_Global_describe.json").GetProperty("sobjects").EnumerateArray().ToDictionary(o => o.GetProperty("name").GetString()!);
        await using var org = await TestOrg.StartAsync();
        var differences = new List<string>();
        foreach (var name in Listed)
        {
            var ours = await org.GetAsync($"/sobjects/{name}/describe");
            if (global.TryGetValue(name, out var row))
            {
                differences.AddRange(Scalars(name, row, ours));
            }
            if (Recorded.Contains(name))
            {
                var full = SharedFacts.Read($"describe/GET_sobjects_{name}_describe.json");
                differences.AddRange(Scalars(name, full, ours));
                differences.AddRange(Fields(name, full, ours, both: true));
            }
            differences.AddRange(Fields(name, fields.GetProperty(name), ours, both: !Recorded.Contains(name)));
            differences.AddRange(Relationships(name, fields.GetProperty(name), ours));
        }
        var explained = (await File.ReadAllLinesAsync(Path.Combine(AppContext.BaseDirectory, "describe-differences.txt"))).Where(l => l.Length > 0 && l[0] != '#');

        Assert.Equal(explained.Order(StringComparer.Ordinal), differences.Distinct().Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Fields(string type, JsonElement theirs, JsonElement ours, bool both)
    {
        var own = ours.GetProperty("fields").EnumerateArray().ToDictionary(f => f.GetProperty("name").GetString()!);
        foreach (var field in theirs.GetProperty("fields").EnumerateArray().Where(f => !f.TryGetProperty("custom", out var custom) || !custom.GetBoolean()))
        {
            var name = field.GetProperty("name").GetString()!;
            if (!own.Remove(name, out var same))
            {
                yield return $"{type}.{name}: missing";
                continue;
            }
            foreach (var difference in Scalars($"{type}.{name}", field, same).Concat(Lists($"{type}.{name}", field, same)))
            {
                yield return difference;
            }
        }
        foreach (var name in own.Keys.Where(_ => both))
        {
            yield return $"{type}.{name}: ours alone";
        }
    }

    /// <summary>Every key with a plain value the recording has; addresses of the recording's own org aside.</summary>
    private static IEnumerable<string> Scalars(string path, JsonElement theirs, JsonElement ours) =>
        from property in theirs.EnumerateObject()
        where property.Value.ValueKind is not (JsonValueKind.Array or JsonValueKind.Object)
        let own = ours.TryGetProperty(property.Name, out var value) ? value.ToString() : "absent"
        where own != property.Value.ToString()
        select $"{path}.{property.Name}: {property.Value} there, {own} here";

    private static IEnumerable<string> Lists(string path, JsonElement theirs, JsonElement ours)
    {
        foreach (var key in new[] { "referenceTo", "picklistValues" }.Where(k => theirs.TryGetProperty(k, out _)))
        {
            if (theirs.GetProperty(key).GetRawText() is var text && Plain(text) != Plain(ours.GetProperty(key).GetRawText()))
            {
                yield return $"{path}.{key} differs";
            }
        }
    }

    private static IEnumerable<string> Relationships(string type, JsonElement theirs, JsonElement ours)
    {
        var own = ours.GetProperty("fields").EnumerateArray().Select(f => f.GetProperty("relationshipName").ToString()).ToHashSet();
        return theirs.GetProperty("relationships").EnumerateArray().Select(r => r.GetProperty("relationshipName").GetString()!).Where(r => !own.Contains(r)).Select(r => $"{type}: no relationship {r}");
    }

    /// <summary>The same JSON whatever its white space and the order of its keys.</summary>
    private static string Plain(string json) => string.Join('\n', JsonElement.Parse(json).EnumerateArray().Select(e =>
        e.ValueKind == JsonValueKind.Object ? string.Join(',', e.EnumerateObject().OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => p.Name + p.Value)) : e.ToString()));
}
