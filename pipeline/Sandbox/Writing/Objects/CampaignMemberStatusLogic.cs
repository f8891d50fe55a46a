using System.Globalization;

namespace ContactSync.Sandbox.Writing.Objects;

/// <summary>
/// The statuses members of one campaign may have: labels differ, exactly one is the default, at least one counts as a
/// response. The default and those in use stay. Members follow their status.
/// </summary>
internal sealed class CampaignMemberStatusLogic : ObjectLogic
{
    public override RowError? Shape(Change change, OrgRecords org)
    {
        var others = Siblings(change["CampaignId"], org);
        others.Remove(change.Number);
        if (others.Find(s => Label(s, org).Equals(change["Label"], StringComparison.OrdinalIgnoreCase)) is > 0 and var same)
        {
            return new RowError("DUPLICATE_VALUE", $"duplicate value found: Label duplicates value on record with id: {org.Id("CampaignMemberStatus", same)[..15]}", "Label");
        }
        if (others.TrueForAll(s => !Is(s, "IsDefault", org)))
        {
            change["IsDefault"] = "true";
        }
        if (others.TrueForAll(s => !Is(s, "HasResponded", org)))
        {
            change["HasResponded"] = "true";
        }
        if (change["SortOrder"].Length == 0)
        {
            change["SortOrder"] = (1 + others.Select(s => Order(s, org)).DefaultIfEmpty().Max()).ToString(CultureInfo.InvariantCulture);
        }
        return null;
    }

    public override void Written(Change change, int number, OrgRecords org)
    {
        if (change["IsDefault"] == "true" && change.Changes("IsDefault"))
        {
            foreach (var other in Siblings(change["CampaignId"], org).Where(s => s != number && Is(s, "IsDefault", org)))
            {
                org.Set("CampaignMemberStatus", other, ("IsDefault", "false"));
            }
        }
        if (!change.IsInsert && (change.Changes("Label") || change.Changes("HasResponded")))
        {
            Carry(change, org);
        }
    }

    public override RowError? Keep(int number, OrgRecords org)
    {
        var campaign = org.Value("CampaignMemberStatus", number, "CampaignId");
        return Is(number, "IsDefault", org) ? new RowError("DELETE_FAILED", "the default member status of a campaign cannot be deleted")
            : Members(campaign, Label(number, org), org).Any() ? new RowError("DELETE_FAILED", "a member status in use cannot be deleted")
            : Siblings(campaign, org).Exists(s => s != number && Is(s, "HasResponded", org)) ? null
            : new RowError("DELETE_FAILED", "the last responded member status of a campaign cannot be deleted");
    }

    private static void Carry(Change change, OrgRecords org)
    {
        var responded = change["HasResponded"] == "true" ? 1 : 0;
        var campaign = org.Find("Campaign", change["CampaignId"]);
        foreach (var member in Members(change["CampaignId"], change.Was("Label"), org).ToList())
        {
            var before = org.Value("CampaignMember", member, "HasResponded") == "true" ? 1 : 0;
            org.Set("CampaignMember", member, ("Status", change["Label"]), ("HasResponded", change["HasResponded"]));
            org.Count("Campaign", campaign, "NumberOfResponses", responded - before);
        }
    }

    private static IEnumerable<int> Members(string campaign, string label, OrgRecords org) =>
        org.Where("CampaignMember", "CampaignId", campaign).Where(m => org.Value("CampaignMember", m, "Status") == label);

    private static List<int> Siblings(string campaign, OrgRecords org) => org.Where("CampaignMemberStatus", "CampaignId", campaign);

    private static string Label(int number, OrgRecords org) => org.Value("CampaignMemberStatus", number, "Label");

    private static bool Is(int number, string flag, OrgRecords org) => org.Value("CampaignMemberStatus", number, flag) == "true";

    private static int Order(int number, OrgRecords org) =>
        int.TryParse(org.Value("CampaignMemberStatus", number, "SortOrder"), CultureInfo.InvariantCulture, out var order) ? order : 0;
}
