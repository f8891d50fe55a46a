namespace ContactSync.Transforms.People;

/// <summary>What speaks against a value as an e-mail address that one person reads.</summary>
public enum EmailFlaw
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It is no address.</summary>
    Invalid,

    /// <summary>Its domain is one slip away from one that many people have.</summary>
    Typo,

    /// <summary>Its domain gives addresses away for minutes.</summary>
    Disposable,

    /// <summary>Its mailbox belongs to a function, such as info@.</summary>
    Role,
}
