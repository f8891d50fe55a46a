namespace ContactSync.Sandbox.Writing.Objects;

/// <summary>One role of an opportunity at most is primary; its contact is the opportunity's.</summary>
internal sealed class OpportunityContactRoleLogic : ObjectLogic
{
    public override void Written(Change change, int number, OrgRecords org)
    {
        var opportunity = org.Find("Opportunity", change["OpportunityId"]);
        if (change["IsPrimary"] == "true")
        {
            foreach (var other in org.Where("OpportunityContactRole", "OpportunityId", change["OpportunityId"]).Where(r => r != number && IsPrimary(r, org)))
            {
                org.Set("OpportunityContactRole", other, ("IsPrimary", "false"));
            }
            ShowContact(opportunity, change["ContactId"], org);
        }
        else if (change.Was("IsPrimary") == "true")
        {
            ShowContact(opportunity, "", org);
        }
    }

    public override void Deleting(int number, OrgRecords org, bool hard) => Leave(number, org);

    /// <summary>Deletes a role together with its contact.</summary>
    public static void Remove(int number, OrgRecords org, bool hard)
    {
        Leave(number, org);
        org.Delete("OpportunityContactRole", number, hard);
    }

    /// <summary>A primary role that is back is the opportunity's contact again, if none has taken its place.</summary>
    public static void Return(int number, OrgRecords org)
    {
        var opportunity = org.Find("Opportunity", org.Value("OpportunityContactRole", number, "OpportunityId"));
        if (!IsPrimary(number, org) || opportunity == 0)
        {
            return;
        }
        if (org.Value("Opportunity", opportunity, "ContactId").Length == 0)
        {
            ShowContact(opportunity, org.Value("OpportunityContactRole", number, "ContactId"), org);
        }
        else
        {
            org.Set("OpportunityContactRole", number, ("IsPrimary", "false"));
        }
    }

    public override void Undeleted(int number, OrgRecords org, long at) => Return(number, org);

    private static void Leave(int number, OrgRecords org)
    {
        if (IsPrimary(number, org))
        {
            ShowContact(org.Find("Opportunity", org.Value("OpportunityContactRole", number, "OpportunityId")), "", org);
        }
    }

    private static void ShowContact(int opportunity, string contact, OrgRecords org)
    {
        if (opportunity > 0 && org.Value("Opportunity", opportunity, "ContactId") != contact)
        {
            org.Set("Opportunity", opportunity, ("ContactId", contact));
        }
    }

    private static bool IsPrimary(int number, OrgRecords org) => org.Value("OpportunityContactRole", number, "IsPrimary") == "true";
}
