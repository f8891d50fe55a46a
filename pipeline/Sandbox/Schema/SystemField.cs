namespace ContactSync.Sandbox.Schema;

/// <summary>Fields whose value is kept in a record's header or put together from other fields, not stored under a tag.</summary>
internal enum SystemField
{
    None,
    Id,
    IsDeleted,
    CreatedDate,
    CreatedById,
    LastModifiedDate,
    LastModifiedById,
    SystemModstamp,
    PersonName,
    Address,
    Shown,
}
