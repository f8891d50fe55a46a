using System.Collections.Frozen;
using ContactSync.Sandbox.Schema;

namespace ContactSync.Sandbox.Writing.Objects;

/// <summary>
/// What an object does of its own when its records are written: values it derives, rules only it has, and what follows in
/// other records. Holds no state. Objects without any have none.
/// </summary>
internal abstract class ObjectLogic
{
    private static readonly FrozenDictionary<string, ObjectLogic> All = new Dictionary<string, ObjectLogic>
    {
        ["Contact"] = new ContactLogic(),
        ["Lead"] = new LeadLogic(),
        ["Campaign"] = new CampaignLogic(),
        ["CampaignMember"] = new CampaignMemberLogic(),
        ["CampaignMemberStatus"] = new CampaignMemberStatusLogic(),
        ["Opportunity"] = new OpportunityLogic(),
        ["OpportunityContactRole"] = new OpportunityContactRoleLogic(),
        ["Task"] = new TaskLogic(),
    }.ToFrozenDictionary();

    public static ObjectLogic? Of(ObjectType type) => All.GetValueOrDefault(type.Name);

    /// <summary>Derives values before the record is stored; an error refuses the write.</summary>
    public virtual RowError? Shape(Change change, OrgRecords org) => null;

    /// <summary>Called when the record is stored: changes what depends on it.</summary>
    public virtual void Written(Change change, int number, OrgRecords org)
    {
    }

    /// <summary>Why a live record may not be deleted; null when it may.</summary>
    public virtual RowError? Keep(int number, OrgRecords org) => null;

    /// <summary>Called when a record that went at a given time is back from the recycle bin: takes back what went along.</summary>
    public virtual void Undeleted(int number, OrgRecords org, long at)
    {
    }

    /// <summary>Called before a live record goes: takes along or changes what depends on it.</summary>
    public virtual void Deleting(int number, OrgRecords org, bool hard)
    {
    }
}
