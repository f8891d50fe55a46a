namespace ContactSync.Sandbox.Writing.Objects;

/// <summary>
/// A campaign starts with the member statuses Sent and Responded, may be five levels deep in a hierarchy without circles,
/// and takes its members and statuses along when it goes.
/// </summary>
internal sealed class CampaignLogic : ObjectLogic
{
    private const int MaxLevels = 5;

    public override RowError? Shape(Change change, OrgRecords org)
    {
        if (!change.Changes("ParentId") || change["ParentId"].Length == 0)
        {
            return null;
        }
        var self = change.Number == 0 ? "" : org.Id("Campaign", change.Number);
        var above = 0;
        for (var id = change["ParentId"]; id.Length > 0; id = org.Value("Campaign", org.Find("Campaign", id), "ParentId"))
        {
            if (id == self)
            {
                return new RowError("CIRCULAR_DEPENDENCY", "attempt to violate hierarchy constraints", "ParentId");
            }
            above++;
        }
        return above + Levels(self, org) <= MaxLevels
            ? null
            : new RowError("FIELD_INTEGRITY_EXCEPTION", $"Parent Campaign: a campaign hierarchy is limited to {MaxLevels} levels", "ParentId");
    }

    public override void Written(Change change, int number, OrgRecords org)
    {
        if (change.IsInsert)
        {
            var id = org.Id("Campaign", number);
            org.Add("CampaignMemberStatus", ("CampaignId", id), ("Label", "Sent"), ("SortOrder", "1"), ("IsDefault", "true"));
            org.Add("CampaignMemberStatus", ("CampaignId", id), ("Label", "Responded"), ("SortOrder", "2"), ("HasResponded", "true"));
        }
    }

    public override void Deleting(int number, OrgRecords org, bool hard)
    {
        var id = org.Id("Campaign", number);
        foreach (var child in (string[])["CampaignMember", "CampaignMemberStatus"])
        {
            foreach (var record in org.Where(child, "CampaignId", id))
            {
                org.Delete(child, record, hard);
            }
        }
    }

    /// <summary>The campaign kept its counts of members.</summary>
    public override void Undeleted(int number, OrgRecords org, long at)
    {
        var id = org.Id("Campaign", number);
        foreach (var child in (string[])["CampaignMember", "CampaignMemberStatus"])
        {
            foreach (var record in org.DeletedWith(child, "CampaignId", id, at))
            {
                org.Undelete(child, record);
            }
        }
    }

    /// <summary>The levels of the hierarchy from a campaign down; a new one has one.</summary>
    private static int Levels(string id, OrgRecords org) =>
        1 + (id.Length == 0 ? 0 : org.Where("Campaign", "ParentId", id).Select(child => Levels(org.Id("Campaign", child), org)).DefaultIfEmpty().Max());
}
