using System.Text.Json;
using System.Text.Json.Serialization;

namespace ContactSync.Generate;

/// <summary>
/// How often, of a thousand records of one side, what is written down differs from what is so, each by itself and on top of what a person's kind brings.
/// All are 0 where nobody says otherwise.
/// </summary>
public sealed record SideSlips
{
    /// <summary>No e-mail address.</summary>
    public int NoEmail { get; init; }

    /// <summary>Another address of the same person: they changed it, and this side knows of it alone.</summary>
    public int OtherEmail { get; init; }

    /// <summary>Of members of a household: the address that the family shares. On the local side, which holds no address twice, one of the two can have it.</summary>
    public int HouseholdEmail { get; init; }

    /// <summary>A mistyped domain.</summary>
    public int MistypedEmail { get; init; }

    /// <summary>No telephone number.</summary>
    public int NoPhone { get; init; }

    /// <summary>Another number of the same person.</summary>
    public int OtherPhone { get; init; }

    /// <summary>No birth date.</summary>
    public int NoBirthdate { get; init; }

    /// <summary>No street, town or postal code.</summary>
    public int NoAddress { get; init; }

    /// <summary>The address they moved to, which this side knows of alone.</summary>
    public int Moved { get; init; }

    /// <summary>A short form, of those whose name has one.</summary>
    public int Nickname { get; init; }

    /// <summary>The first letter for the first name.</summary>
    public int Initial { get; init; }

    /// <summary>A mistyped first name; and as often, by itself, a mistyped last name.</summary>
    public int MistypedName { get; init; }

    /// <summary>A mistyped street.</summary>
    public int MistypedStreet { get; init; }

    /// <summary>First and last name in each other's place.</summary>
    public int Swapped { get; init; }

    /// <summary>Every share, for what holds of all.</summary>
    internal IEnumerable<int> All =>
        [NoEmail, OtherEmail, HouseholdEmail, MistypedEmail, NoPhone, OtherPhone, NoBirthdate, NoAddress, Moved, Nickname, Initial, MistypedName, MistypedStreet, Swapped];
}

/// <summary>The slips of both sides.</summary>
public sealed record Slips
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        NumberHandling = JsonNumberHandling.Strict,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <summary>The supporters'.</summary>
    public SideSlips Local { get; init; } = new();

    /// <summary>The Contacts'.</summary>
    public SideSlips Org { get; init; } = new();

    /// <summary>Reads <c>{ "local": { "noEmail": 300 }, "org": { ... } }</c>; throws <see cref="FormatException"/> saying what is wrong with it.</summary>
    public static Slips Parse(string json)
    {
        try
        {
            var slips = JsonSerializer.Deserialize<Slips>(json, Strict);
            return slips is { Local: not null, Org: not null } && slips.Local.All.Concat(slips.Org.All).All(s => s is >= 0 and <= 1000)
                ? slips
                : throw new FormatException("Shares are whole numbers from 0 to 1000, of a thousand.");
        }
        catch (JsonException e)
        {
            throw new FormatException($"These are no slips: {e.Path ?? "$"} on line {1 + e.LineNumber} is none, or its share no whole number.", e);
        }
    }
}
