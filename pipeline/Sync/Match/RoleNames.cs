using System.Collections.Frozen;
using ContactSync.Config;
using ContactSync.Transforms.Model;
using ContactSync.Transforms.People;

namespace ContactSync.Match;

/// <summary>Which role a column has by its name alone, in any case and with or without separators.</summary>
public static class RoleNames
{
    // Other words for the same; the roles' own names need no entry.
    private static readonly FrozenDictionary<string, PersonRole> Others = new Dictionary<string, PersonRole>(StringComparer.OrdinalIgnoreCase)
    {
        ["supporterid"] = PersonRole.Id,
        ["birthdate"] = PersonRole.DateOfBirth,
        ["dob"] = PersonRole.DateOfBirth,
        ["region"] = PersonRole.State,
        ["zip"] = PersonRole.PostalCode,
        ["postcode"] = PersonRole.PostalCode,
        ["surname"] = PersonRole.LastName,
        ["name"] = PersonRole.FullName,
        ["mobile"] = PersonRole.Phone,
        ["address"] = PersonRole.Street,
        ["salutation"] = PersonRole.Title,
        ["mailingstreet"] = PersonRole.Street,
        ["mailingcity"] = PersonRole.City,
        ["mailingstate"] = PersonRole.State,
        ["mailingpostalcode"] = PersonRole.PostalCode,
        ["mailingcountry"] = PersonRole.Country,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The role, or <see cref="PersonRole.None"/>.</summary>
    public static PersonRole Of(string column)
    {
        ArgumentNullException.ThrowIfNull(column);
        var name = new string([.. column.Where(char.IsAsciiLetterOrDigit)]);
        return Others.TryGetValue(name, out var other) ? other
            : Enum.TryParse<PersonRole>(name, ignoreCase: true, out var role) && Enum.IsDefined(role) && !char.IsAsciiDigit(name[0]) ? role : PersonRole.None;
    }

    /// <summary>What a mapped field says about a person: by its role, its own name, or the org's.</summary>
    public static PersonRole Of(FieldMap field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return field.Role switch
        {
            ColumnRole.Email => PersonRole.Email,
            ColumnRole.FirstName => PersonRole.FirstName,
            ColumnRole.LastName => PersonRole.LastName,
            _ => Of(field.Field) is var own and not (PersonRole.None or PersonRole.Id) ? own : Of(field.Org) is var org and not PersonRole.Id ? org : PersonRole.None,
        };
    }
}
