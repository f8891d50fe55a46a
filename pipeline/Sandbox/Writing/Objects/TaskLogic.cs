namespace ContactSync.Sandbox.Writing.Objects;

/// <summary>A task is closed when completed, keeps when that was, and belongs to the account of what or whom it is about.</summary>
internal sealed class TaskLogic : ObjectLogic
{
    public override RowError? Shape(Change change, OrgRecords org)
    {
        var closed = change["Status"].Equals("Completed", StringComparison.OrdinalIgnoreCase);
        change["IsHighPriority"] = change["Priority"].Equals("High", StringComparison.OrdinalIgnoreCase) ? "true" : "false";
        if (closed && change.Was("IsClosed") != "true")
        {
            change.Stamp("CompletedDateTime");
        }
        else if (!closed)
        {
            change["CompletedDateTime"] = "";
        }
        change["IsClosed"] = closed ? "true" : "false";
        change["AccountId"] = AccountOf(change, org);
        return null;
    }

    private static string AccountOf(Change change, OrgRecords org)
    {
        var (what, who) = (change["WhatId"], change["WhoId"]);
        return org.Find("Account", what) > 0 ? what
            : org.Find("Opportunity", what) is > 0 and var opportunity ? org.Value("Opportunity", opportunity, "AccountId")
            : org.Find("Contact", who) is > 0 and var contact ? org.Value("Contact", contact, "AccountId")
            : "";
    }
}
