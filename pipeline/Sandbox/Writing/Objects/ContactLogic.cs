namespace ContactSync.Sandbox.Writing.Objects;

/// <summary>A contact that goes takes its campaign memberships and its roles in opportunities along.</summary>
internal sealed class ContactLogic : ObjectLogic
{
    public override void Deleting(int number, OrgRecords org, bool hard)
    {
        var id = org.Id("Contact", number);
        CampaignMemberLogic.Remove(org.Where("CampaignMember", "ContactId", id), org, hard);
        foreach (var role in org.Where("OpportunityContactRole", "ContactId", id))
        {
            OpportunityContactRoleLogic.Remove(role, org, hard);
        }
    }

    public override void Undeleted(int number, OrgRecords org, long at)
    {
        var id = org.Id("Contact", number);
        CampaignMemberLogic.Restore("ContactId", id, org, at);
        foreach (var role in org.DeletedWith("OpportunityContactRole", "ContactId", id, at))
        {
            org.Undelete("OpportunityContactRole", role);
            OpportunityContactRoleLogic.Return(role, org);
        }
    }
}
