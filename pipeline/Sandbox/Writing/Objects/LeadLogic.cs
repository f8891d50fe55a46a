namespace ContactSync.Sandbox.Writing.Objects;

/// <summary>A converted lead no longer changes; a lead that goes takes its campaign memberships along.</summary>
internal sealed class LeadLogic : ObjectLogic
{
    public override RowError? Shape(Change change, OrgRecords org) =>
        change.Was("IsConverted") == "true" ? new RowError("CANNOT_UPDATE_CONVERTED_LEAD", "cannot reference converted lead") : null;

    public override void Undeleted(int number, OrgRecords org, long at) => CampaignMemberLogic.Restore("LeadId", org.Id("Lead", number), org, at);

    public override void Deleting(int number, OrgRecords org, bool hard) =>
        CampaignMemberLogic.Remove(org.Where("CampaignMember", "LeadId", org.Id("Lead", number)), org, hard);
}
