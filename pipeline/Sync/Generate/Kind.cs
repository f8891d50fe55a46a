namespace ContactSync.Generate;

/// <summary>What makes a person hard, or easy, to recognise across the two sides. Each person is of one kind.</summary>
public enum Kind
{
    /// <summary>Equal on both sides but for upper case and blanks here and there.</summary>
    Plain,

    /// <summary>Shares last name, address and phone with another person.</summary>
    Household,

    /// <summary>Known to the org by an info@ address that a colleague has there too.</summary>
    RoleAddress,

    /// <summary>Bob on the local side, Robert in the org.</summary>
    Nickname,

    /// <summary>Has diacritics on one side or both.</summary>
    Diacritics,

    /// <summary>Has a name in another script.</summary>
    OtherScript,

    /// <summary>Has a mistyped name on the local side.</summary>
    Typo,

    /// <summary>Has first and last name swapped on the local side.</summary>
    Swapped,

    /// <summary>Has no e-mail address on one side.</summary>
    NoEmail,

    /// <summary>Has no phone on one side.</summary>
    NoPhone,

    /// <summary>Has no last name on the local side.</summary>
    NoLastName,

    /// <summary>Moved house and phone; only the local side knows.</summary>
    EditedLocal,

    /// <summary>Moved house and phone; only the org knows.</summary>
    EditedOrg,

    /// <summary>A second record of a person on the local side, under another e-mail address.</summary>
    DuplicateLocal,

    /// <summary>A second record of a person in the org, some under the same e-mail address.</summary>
    DuplicateOrg,
}

/// <summary>How often each kind of person is drawn, and the words of the truth file.</summary>
internal static class Kinds
{
    private static readonly (Kind Kind, int PerMille)[] Shares =
    [
        (Kind.Household, 80),
        (Kind.RoleAddress, 20),
        (Kind.Nickname, 45),
        (Kind.Diacritics, 45),
        (Kind.OtherScript, 15),
        (Kind.Typo, 50),
        (Kind.Swapped, 15),
        (Kind.NoEmail, 40),
        (Kind.NoPhone, 30),
        (Kind.NoLastName, 30),
        (Kind.EditedLocal, 40),
        (Kind.EditedOrg, 40),
    ];

    /// <summary>The kind for a draw from 0 to 999; what no other kind takes is plain.</summary>
    public static Kind Of(int draw)
    {
        foreach (var (kind, share) in Shares)
        {
            if (draw < share)
            {
                return kind;
            }

            draw -= share;
        }

        return Kind.Plain;
    }

    /// <summary>The kind as written: <c>no_last_name</c>.</summary>
    public static string Word(Kind kind) => kind switch
    {
        Kind.RoleAddress => "role_address",
        Kind.OtherScript => "other_script",
        Kind.NoEmail => "no_email",
        Kind.NoPhone => "no_phone",
        Kind.NoLastName => "no_last_name",
        Kind.EditedLocal => "edited_local",
        Kind.EditedOrg => "edited_org",
        Kind.DuplicateLocal => "duplicate_local",
        Kind.DuplicateOrg => "duplicate_org",
        _ => kind.ToString().ToLowerInvariant(),
    };
}
