using ContactSync.Transforms.Model;

namespace ContactSync.Config;

/// <summary>One vendor's documented behaviour as data: which records, what goes where, who is who, who may write.</summary>
/// <param name="Name">The name in screens and manifests.</param>
public sealed record ProfileOptions(string Name, SelectOptions Select, IdentifyOptions Identify, GovernOptions Govern)
{
    /// <summary>The fields kept in step, in the profile's order.</summary>
    public IReadOnlyList<FieldMap> Map { get; init; } = [];

    /// <summary>What follows when the org says that a new record is there already.</summary>
    public DuplicateOptions Duplicates { get; init; } = new(Switch.Off);

    /// <summary>The same behaviour for a store that is only read: no field is sent to it.</summary>
    public ProfileOptions WithoutPull() => this with
    {
        Govern = Govern with { Pull = WriteRule.Never, Fields = [.. Govern.Fields.Select(f => f with { Pull = WriteRule.Never })] },
    };
}

/// <summary>The side a record is on.</summary>
public enum Side
{
    Local,
    Org,
}

/// <summary>Which records: the org's object, the field a change is seen by, and what a record must have.</summary>
#pragma warning disable CA1720 // the platform's word for a kind of record, and the key in the file
public sealed record SelectOptions(string Object, string Cursor)
{
    public IReadOnlyList<RequireRule> Require { get; init; } = [];
}
#pragma warning restore CA1720

/// <summary>When a requirement counts.</summary>
public enum RequireWhen
{
    /// <summary>For every write of the record to the other side.</summary>
    Always,

    /// <summary>Only when the other side would make a new record.</summary>
    Create,
}

/// <summary>
/// A record of <paramref name="Side"/> without the field is not sent to the other side; it is skipped with the reason.
/// </summary>
public sealed record RequireRule(Side Side, string Field, RequireWhen When, string Reason);

/// <summary>A field that is kept in step: its local name, its name in the org, its type and what it means to matching.</summary>
/// <param name="Consent">For a flag about consent, what it means when set: an opt-out is never turned into an opt-in unasked. Null for other fields.</param>
public sealed record FieldMap(string Field, string Org, ColumnType Type, ColumnRole Role, ConsentMeaning? Consent = null);

/// <summary>What to do when several records have the key.</summary>
public enum OnMany
{
    /// <summary>Leave it to a person.</summary>
    Review,

    /// <summary>Take the oldest.</summary>
    First,
}

/// <summary>How a record's partner is found, in order, per direction.</summary>
public sealed record IdentifyOptions(OnMany OnMany)
{
    /// <summary>How the supporter of a Contact is found.</summary>
    public IReadOnlyList<IdentifyKey> Pull { get; init; } = [];

    /// <summary>How the Contact of a supporter is found.</summary>
    public IReadOnlyList<IdentifyKey> Push { get; init; } = [];

    /// <summary>What the key rules goes by: the first that holds between two records decides.</summary>
    public IReadOnlyList<IdentifyRule> Rules { get; init; } = [];

    /// <summary>Whether any direction goes by a kind of key.</summary>
    public bool GoesBy(KeyKind kind) => Pull.Concat(Push).Any(k => k.Key == kind);
}

/// <summary>The kind of a key.</summary>
public enum KeyKind
{
    /// <summary>The org's record id, as the store holds it.</summary>
    Id,

    /// <summary>Equality of a normalised field.</summary>
    Exact,

    /// <summary>Ordered, named rules: docs/matching.md.</summary>
    Rules,

    /// <summary>The weight of all that is known of both: docs/matching.md.</summary>
    Weights,
}

/// <summary>A key; <paramref name="Field"/> is given for <see cref="KeyKind.Exact"/> and only there.</summary>
public sealed record IdentifyKey(KeyKind Key, string? Field = null);

/// <summary>Who wins where both sides changed a field.</summary>
public enum ConflictRule
{
    Newest,
    Local,
    Salesforce,
}

/// <summary>What a blank does to a value on the other side.</summary>
public enum BlankRule
{
    /// <summary>It clears what it replaced.</summary>
    Clear,

    /// <summary>It changes nothing.</summary>
    Keep,
}

/// <summary>Whether a field is sent to a side.</summary>
public enum WriteRule
{
    Always,
    CreateOnly,
    Never,
}

/// <summary>What becomes of a supporter whose Contact was deleted.</summary>
public enum DeletedRule
{
    /// <summary>It stays and loses its link.</summary>
    Detach,
}

/// <summary>Who may write what.</summary>
public sealed record GovernOptions(ConflictRule Conflict, BlankRule Blank, WriteRule Push, WriteRule Pull, DeletedRule DeletedInSalesforce)
{
    /// <summary>Fields whose rules differ from the rest.</summary>
    public IReadOnlyList<FieldRule> Fields { get; init; } = [];

    /// <summary>The rules of one field.</summary>
    public FieldRule For(string field)
    {
        var own = Fields.FirstOrDefault(f => f.Field == field);
        return new(field, own?.Push ?? Push, own?.Pull ?? Pull, own?.Blank ?? Blank, own?.Conflict ?? Conflict);
    }
}

/// <summary>The rules of one field; what is null is as for every field.</summary>
public sealed record FieldRule(
    string Field, WriteRule? Push = null, WriteRule? Pull = null, BlankRule? Blank = null, ConflictRule? Conflict = null);
