using System.Globalization;

namespace ContactSync.Transforms.People;

/// <summary>How a country's telephone numbers are written.</summary>
public sealed record PhonePlan(string Code, string Trunk, int Fewest, int Most);

/// <summary>What a mail provider does not look at in a local part.</summary>
public sealed record MailProvider(string Domain, bool Dots, bool Plus, bool Minus);

/// <summary>The words that records are read by. Immutable; any number of threads may use one.</summary>
public sealed class ReferenceLists
{
    private readonly Dictionary<string, List<KeyValuePair<string, string>>> _sections;
    private readonly Dictionary<string, PhonePlan> _plans;
    private readonly Dictionary<string, MailProvider> _providers;

    private ReferenceLists(Dictionary<string, List<KeyValuePair<string, string>>> sections, Nicknames nicknames)
    {
        _sections = sections;
        Nicknames = nicknames;
        (Placeholders, Honorifics, Suffixes, Particles) = (Map("placeholders"), Map("honorifics"), Map("suffixes"), Map("particles"));
        (Streets, Units, Genders, Countries) = (Map("streets"), Map("units"), Map("genders"), Map("countries"));
        (RoleMailboxes, LegalForms) = (Map("roles"), Map("legal"));
        _plans = Entries("phones").ToDictionary(e => e.Key, e => Plan(e.Value), StringComparer.Ordinal);
        _providers = Entries("providers").ToDictionary(e => e.Key, e => Provider(e.Value), StringComparer.Ordinal);
    }

    /// <summary>Given names that may be one person's.</summary>
    public Nicknames Nicknames { get; }

    /// <summary>Values that stand for no value.</summary>
    public Utf8Map Placeholders { get; }

    /// <summary>Mr, Dr and the like.</summary>
    public Utf8Map Honorifics { get; }

    /// <summary>Jr, Sr, III and degrees; the value is the number of <see cref="NameSuffix"/>.</summary>
    public Utf8Map Suffixes { get; }

    /// <summary>Words that belong to the family name they stand before.</summary>
    public Utf8Map Particles { get; }

    /// <summary>Forms of street names, and what they are shortened to.</summary>
    public Utf8Map Streets { get; }

    /// <summary>Words after which a unit follows.</summary>
    public Utf8Map Units { get; }

    /// <summary>Words for a gender; the value is the number of <see cref="Gender"/>.</summary>
    public Utf8Map Genders { get; }

    /// <summary>Country names, and their ISO codes.</summary>
    public Utf8Map Countries { get; }

    /// <summary>Local parts of addresses that belong to a function.</summary>
    public Utf8Map RoleMailboxes { get; }

    /// <summary>Legal forms of companies.</summary>
    public Utf8Map LegalForms { get; }

    /// <summary>Reads sections in brackets, as data/reference/lists.txt has them; throws <see cref="FormatException"/> for a line outside a section.</summary>
    public static ReferenceLists Parse(string lists, Nicknames nicknames)
    {
        ArgumentNullException.ThrowIfNull(lists);
        var sections = new Dictionary<string, List<KeyValuePair<string, string>>>(StringComparer.Ordinal);
        List<KeyValuePair<string, string>>? current = null;
        foreach (var line in lists.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(l => !l.StartsWith("# ", StringComparison.Ordinal)))
        {
            if (line[0] == '[')
            {
                sections.Add(line.Trim('[', ']'), current = []);
            }
            else if (current is null)
            {
                throw new FormatException($"The line '{line}' stands before the first section.");
            }
            else if (line.IndexOf(" = ", StringComparison.Ordinal) is >= 0 and var at)
            {
                current.Add(new(line[..at], line[(at + 3)..]));
            }
            else
            {
                current.AddRange(line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(w => new KeyValuePair<string, string>(w, w)));
            }
        }

        return new ReferenceLists(sections, nicknames);
    }

    /// <summary>The plan of a country by its ISO code in lower case, or null.</summary>
    public PhonePlan? PlanOf(ReadOnlySpan<byte> country) =>
        country.Length == 2 && _plans.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue([(char)country[0], (char)country[1]], out var plan) ? plan : null;

    /// <summary>The provider of a mail domain, or null.</summary>
    public MailProvider? ProviderOf(ReadOnlySpan<byte> domain)
    {
        if (domain.Length > 64)
        {
            return null;
        }

        Span<char> text = stackalloc char[64];
        for (var i = 0; i < domain.Length; i++)
        {
            text[i] = (char)domain[i];
        }

        return _providers.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text[..domain.Length], out var provider) ? provider : null;
    }

    private Utf8Map Map(string section) => new(Entries(section));

    private List<KeyValuePair<string, string>> Entries(string section) => _sections.TryGetValue(section, out var entries) ? entries : [];

    private static PhonePlan Plan(string text)
    {
        var parts = text.Split(' ');
        return new PhonePlan(
            parts[0], parts[1] == "-" ? "" : parts[1], int.Parse(parts[2], CultureInfo.InvariantCulture), int.Parse(parts[3], CultureInfo.InvariantCulture));
    }

    private static MailProvider Provider(string text)
    {
        var parts = text.Split(' ');
        return new MailProvider(parts[0], parts.Contains("dots"), parts.Contains("plus"), parts.Contains("minus"));
    }
}
