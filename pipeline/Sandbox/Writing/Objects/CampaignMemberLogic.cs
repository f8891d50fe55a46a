using ContactSync.Sandbox.Values;

namespace ContactSync.Sandbox.Writing.Objects;

/// <summary>
/// A member is one contact or one lead, once a campaign. Its status is one of the campaign's (any other gives way to the
/// default), decides whether it has responded, and is counted in the campaign.
/// </summary>
internal sealed class CampaignMemberLogic : ObjectLogic
{
    public override RowError? Shape(Change change, OrgRecords org)
    {
        if (change.IsInsert && (OnePerson(change) ?? OnceOnly(change, org)) is { } error)
        {
            return error;
        }
        TakeStatus(change, org);
        return null;
    }

    public override void Written(Change change, int number, OrgRecords org)
    {
        var campaign = org.Find("Campaign", change["CampaignId"]);
        if (change.IsInsert)
        {
            org.Count("Campaign", campaign, change["ContactId"].Length > 0 ? "NumberOfContacts" : "NumberOfLeads", 1);
            org.Count("Campaign", campaign, "NumberOfConvertedLeads", IsConverted(change["LeadId"], org) ? 1 : 0);
        }
        org.Count("Campaign", campaign, "NumberOfResponses", One(change["HasResponded"]) - One(change.Was("HasResponded")));
    }

    public override void Deleting(int number, OrgRecords org, bool hard) => Uncount(number, org);

    /// <summary>Deletes members together with the record they stand for.</summary>
    public static void Remove(IEnumerable<int> members, OrgRecords org, bool hard)
    {
        foreach (var member in members)
        {
            Uncount(member, org);
            org.Delete("CampaignMember", member, hard);
        }
    }

    public override void Undeleted(int number, OrgRecords org, long at) => Count(number, org, 1);

    /// <summary>Takes back the members that went together with the record they stand for, or with their campaign.</summary>
    public static void Restore(string field, string id, OrgRecords org, long at)
    {
        foreach (var member in org.DeletedWith("CampaignMember", field, id, at))
        {
            org.Undelete("CampaignMember", member);
            Count(member, org, 1);
        }
    }

    private static RowError? OnePerson(Change change)
    {
        if (change["ContactId"].Length > 0)
        {
            // Given both, an org keeps the contact.
            change["LeadId"] = "";
        }
        change["Type"] = change["ContactId"].Length > 0 ? "Contact" : "Lead";
        return change["ContactId"].Length > 0 || change["LeadId"].Length > 0
            ? null
            : new RowError("REQUIRED_FIELD_MISSING", "Required fields are missing: [ContactId]", "ContactId");
    }

    private static RowError? OnceOnly(Change change, OrgRecords org)
    {
        var person = change["Type"] + "Id";
        return org.Where("CampaignMember", person, change[person]).Exists(m => org.Value("CampaignMember", m, "CampaignId") == change["CampaignId"])
            ? new RowError("DUPLICATE_VALUE", "Already a campaign member.")
            : null;
    }

    private static void TakeStatus(Change change, OrgRecords org)
    {
        var statuses = org.Where("CampaignMemberStatus", "CampaignId", change["CampaignId"]);
        var status = statuses.Find(s => org.Value("CampaignMemberStatus", s, "Label").Equals(change["Status"], StringComparison.OrdinalIgnoreCase));
        status = status > 0 ? status : statuses.Find(s => org.Value("CampaignMemberStatus", s, "IsDefault") == "true");
        change["Status"] = org.Value("CampaignMemberStatus", status, "Label");
        change["HasResponded"] = org.Value("CampaignMemberStatus", status, "HasResponded") == "true" ? "true" : "false";
        if (change["HasResponded"] == "true" && change["FirstRespondedDate"].Length == 0)
        {
            change["FirstRespondedDate"] = Stamp.Day(change.Now);
        }
    }

    private static void Uncount(int number, OrgRecords org) => Count(number, org, -1);

    /// <summary>Counts a member in its campaign, or with -1 takes it out of the count.</summary>
    public static void Count(int number, OrgRecords org, int by)
    {
        var campaign = org.Find("Campaign", org.Value("CampaignMember", number, "CampaignId"));
        org.Count("Campaign", campaign, org.Value("CampaignMember", number, "ContactId").Length > 0 ? "NumberOfContacts" : "NumberOfLeads", by);
        org.Count("Campaign", campaign, "NumberOfConvertedLeads", IsConverted(org.Value("CampaignMember", number, "LeadId"), org) ? by : 0);
        org.Count("Campaign", campaign, "NumberOfResponses", by * One(org.Value("CampaignMember", number, "HasResponded")));
    }

    private static bool IsConverted(string lead, OrgRecords org) => org.Find("Lead", lead) is > 0 and var number && org.Value("Lead", number, "IsConverted") == "true";

    private static int One(string flag) => flag == "true" ? 1 : 0;
}
