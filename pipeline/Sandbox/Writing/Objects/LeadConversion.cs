using System.Globalization;
using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Store;

namespace ContactSync.Sandbox.Writing.Objects;

/// <summary>What a lead is to become; ids are blank where new records are to be made.</summary>
internal sealed record LeadConvert(string LeadId, string Status, string AccountId, string ContactId, string OpportunityId, string OpportunityName, string OwnerId, bool NoOpportunity, bool OverwriteLeadSource);

/// <summary>
/// Turns a lead into a contact of an account, and an opportunity unless told not to. Existing records only get what they lack. The lead's
/// campaign memberships and tasks move to the contact. The caller holds the store's gate and takes a refused conversion back.
/// </summary>
internal sealed class LeadConversion(OrgStore store, Transaction transaction, RecordWriter writer, Caller caller, long now)
{
    private const string ConvertedStatus = "Closed - Converted";

    private static readonly (string Lead, string Account)[] ToAccount =
    [
        ("Company", "Name"), ("Phone", "Phone"), ("Fax", "Fax"), ("Website", "Website"), ("Industry", "Industry"), ("Rating", "Rating"), ("AnnualRevenue", "AnnualRevenue"),
        ("NumberOfEmployees", "NumberOfEmployees"), ("Street", "BillingStreet"), ("City", "BillingCity"), ("State", "BillingState"), ("PostalCode", "BillingPostalCode"), ("Country", "BillingCountry"),
    ];

    private static readonly (string Lead, string Contact)[] ToContact =
    [
        ("FirstName", "FirstName"), ("LastName", "LastName"), ("Salutation", "Salutation"), ("Title", "Title"), ("Email", "Email"), ("Phone", "Phone"), ("MobilePhone", "MobilePhone"), ("Fax", "Fax"),
        ("LeadSource", "LeadSource"), ("Description", "Description"), ("Street", "MailingStreet"), ("City", "MailingCity"), ("State", "MailingState"), ("PostalCode", "MailingPostalCode"),
        ("Country", "MailingCountry"), ("DoNotCall", "DoNotCall"), ("HasOptedOutOfEmail", "HasOptedOutOfEmail"), ("HasOptedOutOfFax", "HasOptedOutOfFax"),
    ];

    private readonly OrgRecords _records = new(store);

    // Rules of the administrator's do not run on what a conversion writes.
    private readonly Caller _quiet = caller with { Seeds = true };
    private int _lead;

    public string AccountId { get; private set; } = "";

    public string ContactId { get; private set; } = "";

    public string OpportunityId { get; private set; } = "";

    /// <summary>Null when the lead is converted.</summary>
    public RowError? Run(LeadConvert wish)
    {
        _records.Begin(transaction, caller, now);
        _lead = _records.Find("Lead", wish.LeadId);
        var error = Refused(wish) ?? Account(wish) ?? Contact(wish) ?? Opportunity(wish);
        if (error is null)
        {
            Close(wish);
        }
        return error;
    }

    private RowError? Refused(LeadConvert wish) =>
        _lead == 0 ? new RowError("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id")
        : Lead("IsConverted") == "true" ? new RowError("CANNOT_UPDATE_CONVERTED_LEAD", "cannot reference converted lead")
        : wish.Status != ConvertedStatus ? new RowError("INVALID_STATUS", "invalid convertedStatus: " + wish.Status)
        : wish.ContactId.Length > 0 && wish.AccountId.Length == 0 ? new RowError("REQUIRED_FIELD_MISSING", "accountId is required with contactId")
        : null;

    private RowError? Account(LeadConvert wish)
    {
        if (wish.AccountId.Length == 0)
        {
            return Make("Account", ToAccount, wish, [], id => AccountId = id);
        }
        AccountId = wish.AccountId;
        return Complete("Account", wish.AccountId, ToAccount);
    }

    private RowError? Contact(LeadConvert wish)
    {
        if (wish.ContactId.Length == 0)
        {
            return Make("Contact", ToContact, wish, [KeyValuePair.Create("AccountId", AccountId)], id => ContactId = id);
        }
        ContactId = wish.ContactId;
        if (_records.Find("Contact", ContactId) is > 0 and var contact && _records.Value("Contact", contact, "AccountId") != AccountId)
        {
            return new RowError("INVALID_CROSS_REFERENCE_KEY", "the contact does not belong to the account");
        }
        return Complete("Contact", ContactId, ToContact, wish.OverwriteLeadSource ? "LeadSource" : "");
    }

    private RowError? Opportunity(LeadConvert wish)
    {
        if (wish.OpportunityId.Length > 0)
        {
            OpportunityId = wish.OpportunityId;
            return _records.Find("Opportunity", OpportunityId) > 0 ? null : new RowError("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id");
        }
        if (wish.NoOpportunity)
        {
            return null;
        }
        var today = DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeSeconds(now).UtcDateTime);
        var quarterEnd = new DateOnly(today.Year, (((today.Month - 1) / 3) * 3) + 3, 1).AddMonths(1).AddDays(-1);
        return Make("Opportunity", [("LeadSource", "LeadSource")], wish,
        [
            KeyValuePair.Create("Name", wish.OpportunityName.Length > 0 ? wish.OpportunityName : Lead("Company") + "-"),
            KeyValuePair.Create("StageName", "Prospecting"),
            KeyValuePair.Create("CloseDate", quarterEnd.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            KeyValuePair.Create("AccountId", AccountId),
            KeyValuePair.Create("ContactId", ContactId),
        ], id => OpportunityId = id);
    }

    private RowError? Make(string type, (string Lead, string Other)[] map, LeadConvert wish, IEnumerable<KeyValuePair<string, string>> more, Action<string> made)
    {
        var values = map.Select(m => KeyValuePair.Create(m.Other, Lead(m.Lead))).Where(v => v.Value.Length > 0).Concat(more).ToList();
        values.Add(KeyValuePair.Create("OwnerId", wish.OwnerId.Length > 0 ? wish.OwnerId : Lead("OwnerId")));
        var known = store.Schema.Find(type)!;
        var outcome = writer.Insert(transaction, known, RowDraftOf.Texts(known, values), _quiet, now);
        if (outcome.Error is null)
        {
            made(_records.Id(type, outcome.Number));
        }
        return outcome.Error;
    }

    /// <summary>Gives an existing record what it lacks, and the field named though it has it.</summary>
    private RowError? Complete(string type, string id, (string Lead, string Other)[] map, string always = "")
    {
        var number = _records.Find(type, id);
        if (number == 0)
        {
            return new RowError("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id");
        }
        var values = map.Where(m => Lead(m.Lead).Length > 0 && (m.Other == always || _records.Value(type, number, m.Other).Length == 0))
            .Select(m => KeyValuePair.Create(m.Other, Lead(m.Lead))).ToList();
        var known = store.Schema.Find(type)!;
        return values.Count == 0 ? null : writer.Update(transaction, known, number, RowDraftOf.Texts(known, values), _quiet, now).Error;
    }

    private void Close(LeadConvert wish)
    {
        _records.Begin(transaction, caller, now);
        var leadId = _records.Id("Lead", _lead);
        foreach (var member in _records.Where("CampaignMember", "LeadId", leadId))
        {
            var campaign = _records.Value("CampaignMember", member, "CampaignId");
            CampaignMemberLogic.Count(member, _records, -1);
            if (_records.Where("CampaignMember", "ContactId", ContactId).Exists(m => _records.Value("CampaignMember", m, "CampaignId") == campaign))
            {
                _records.Delete("CampaignMember", member, hard: false);
                continue;
            }
            _records.Point("CampaignMember", member, "ContactId", ContactId);
            _records.Point("CampaignMember", member, "Type", "Contact");
            CampaignMemberLogic.Count(member, _records, 1);
            _records.Count("Campaign", _records.Find("Campaign", campaign), "NumberOfConvertedLeads", 1);
        }
        foreach (var task in _records.Where("Task", "WhoId", leadId))
        {
            _records.Point("Task", task, "WhoId", ContactId);
        }
        var day = DateTimeOffset.FromUnixTimeSeconds(now).UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        _records.Set("Lead", _lead, ("IsConverted", "true"), ("ConvertedDate", day), ("Status", wish.Status),
            ("ConvertedAccountId", AccountId), ("ConvertedContactId", ContactId), ("ConvertedOpportunityId", OpportunityId));
    }

    private string Lead(string field) => store.Schema.Find("Lead")!.Find(field) is null ? "" : _records.Value("Lead", _lead, field);
}
