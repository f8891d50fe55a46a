namespace ContactSync.Sandbox.Schema;

/// <summary>The fields every object has: id, deletion mark, owner and audit stamps.</summary>
internal static class StandardFields
{
    public static IEnumerable<Field> Leading(ObjectFile file)
    {
        yield return new Field { Name = "Id", Label = file.Label + " ID", Type = FieldType.Id, WireType = "id", Length = 18, DefaultedOnCreate = true, IdLookup = true, System = SystemField.Id };
        if (file.Deletable)
        {
            yield return new Field { Name = "IsDeleted", Label = "Deleted", Type = FieldType.Boolean, WireType = "boolean", DefaultedOnCreate = true, System = SystemField.IsDeleted };
        }
    }

    public static IEnumerable<Field> Trailing(ObjectFile file)
    {
        yield return Stamp("CreatedDate", "Created Date", SystemField.CreatedDate);
        yield return By("CreatedById", "Created By ID", "CreatedBy", SystemField.CreatedById);
        yield return Stamp("LastModifiedDate", "Last Modified Date", SystemField.LastModifiedDate);
        yield return By("LastModifiedById", "Last Modified By ID", "LastModifiedBy", SystemField.LastModifiedById);
        yield return Stamp("SystemModstamp", "System Modstamp", SystemField.SystemModstamp);
    }

    private static Field Stamp(string name, string label, SystemField system) =>
        new() { Name = name, Label = label, Type = FieldType.DateTime, WireType = "datetime", DefaultedOnCreate = true, System = system };

    private static Field By(string name, string label, string relationship, SystemField system) => new()
    {
        Name = name,
        Label = label,
        Type = FieldType.Reference,
        WireType = "reference",
        Length = 18,
        DefaultedOnCreate = true,
        ReferenceTo = ["User"],
        RelationshipName = relationship,
        System = system,
    };
}
