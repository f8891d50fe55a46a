namespace ContactSync.Bench.Throughput;

/// <summary>The describe of Contact as far as the shipped profile asks for it.</summary>
internal static class StubContact
{
    private static readonly (string Name, string Type, bool Key)[] Fields =
    [
        ("Id", "id", false), ("FirstName", "string", false), ("LastName", "string", false), ("Email", "email", false), ("Phone", "phone", false),
        ("MailingStreet", "textarea", false), ("MailingCity", "string", false), ("MailingState", "string", false), ("MailingPostalCode", "string", false),
        ("MailingCountry", "string", false), ("Birthdate", "date", false), ("CreatedDate", "datetime", false), ("SystemModstamp", "datetime", false),
        ("IsDeleted", "boolean", false), ("MasterRecordId", "reference", false), ("EN_Last_Modified_Date__c", "datetime", false), ("Sync_Key__c", "string", true),
    ];

    public static object Describe { get; } = new
    {
        name = "Contact",
        label = "Contact",
        keyPrefix = "003",
        createable = true,
        updateable = true,
        queryable = true,
        fields = Fields.Select(f => new
        {
            name = f.Name,
            label = f.Name,
            type = f.Type,
            length = 255,
            createable = true,
            updateable = true,
            filterable = true,
            nillable = true,
            externalId = f.Key,
            unique = f.Key,
            idLookup = f.Key,
            custom = f.Name.EndsWith("__c", StringComparison.Ordinal),
        }).ToArray(),
    };
}
