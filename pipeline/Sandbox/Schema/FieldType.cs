namespace ContactSync.Sandbox.Schema;

/// <summary>The field types the org knows; the wire name is the member's name in lower case.</summary>
internal enum FieldType
{
    Id,
    String,
    TextArea,
    Phone,
    Email,
    Url,
    Picklist,
    Reference,
    Boolean,
    Int,
    Double,
    Currency,
    Percent,
    Date,
    DateTime,
    Address,
}
