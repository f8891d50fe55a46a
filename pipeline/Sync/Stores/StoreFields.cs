using System.Collections.Immutable;
using System.Text.RegularExpressions;
using ContactSync.Transforms.Model;

namespace ContactSync.Stores;

/// <summary>The names a store's table uses: its own columns, the value fields it has unless told otherwise, and what a field may be called.</summary>
public static partial class StoreFields
{
    /// <summary>The supporter's key.</summary>
    public const string Key = "supporter_id";

    /// <summary>The link: the Id of the supporter's Contact, 18 characters.</summary>
    public const string ContactId = "contact_id";

    /// <summary>The field that identifies a person: unique without regard to case and surrounding blanks.</summary>
    public const string Email = "email";

    /// <summary>When the supporter was last edited, by its own account.</summary>
    public const string Modified = "modified_at";

    /// <summary>The value fields of a store whose configuration names none.</summary>
    public static ImmutableArray<StoreField> Default { get; } =
    [
        new("first_name", ColumnType.Text),
        new("last_name", ColumnType.Text),
        new(Email, ColumnType.Email),
        new("phone", ColumnType.Phone),
        new("street", ColumnType.Text),
        new("city", ColumnType.Text),
        new("region", ColumnType.Text),
        new("postal_code", ColumnType.Text),
        new("country", ColumnType.Text),
        new("birthdate", ColumnType.Date),
    ];

    private static readonly string[] Own = [Key, ContactId, "sync_status", "synced_at", "created_at", Modified, "changed_at", "email_key"];

    /// <summary>Checks a configured field list: lower-case snake names, none twice, none of the store's own columns, an e-mail among them.</summary>
    /// <exception cref="StoreException">The list breaks a rule.</exception>
    public static void Check(IReadOnlyList<StoreField> fields)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var field in fields)
        {
            var fault = !NamePattern().IsMatch(field.Name) ? "is not a lower-case name of letters, digits and _ (at most 48)"
                : Own.Contains(field.Name, StringComparer.Ordinal) || field.Name.StartsWith("set_", StringComparison.Ordinal) ? "is a name that the store keeps for itself"
                : field.Type is ColumnType.Timestamp or ColumnType.Hash ? "has a type that a value field cannot have"
                : !seen.Add(field.Name) ? "is named twice"
                : null;
            if (fault is not null)
            {
                throw new StoreException($"The field {fault}.", $"store field '{field.Name}'", "Correct the store's field list in the configuration.");
            }
        }
        if (!seen.Contains(Email))
        {
            throw new StoreException("The field list has no e-mail address, the store's identity.", "store fields", $"Add a field named '{Email}'.");
        }
    }

    /// <summary>The known name nearest to a misspelt one, as the end of a sentence; empty when none is near.</summary>
    public static string Suggest(string name, IEnumerable<string> known)
    {
        var best = known.Select(k => (Name: k, Distance: Distance(name, k))).OrderBy(c => c.Distance).ThenBy(c => c.Name, StringComparer.Ordinal).FirstOrDefault();
        return best.Name is not null && best.Distance <= Math.Max(2, name.Length / 3) ? $" Did you mean '{best.Name}'?" : "";
    }

    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substitute = diagonal + (char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substitute, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.Length];
    }

    [GeneratedRegex("^[a-z][a-z0-9_]{0,47}$")]
    private static partial Regex NamePattern();
}
