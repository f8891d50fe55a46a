namespace ContactSync.Transforms.Candidates;

/// <summary>
/// The org's side of matching: one entry a live record with its id, match keys and created stamp, found by id and by e-mail. Immutable.
/// Entries are numbered from 0 in no meaningful order. About 150 bytes a record.
/// </summary>
public sealed class OrgIndex
{
    /// <summary>An id's case-sensitive part; the three characters that an 18-character id adds only repeat its case.</summary>
    public const int ShortIdLength = 15;

    /// <summary>An id with its case suffix.</summary>
    public const int LongIdLength = 18;

    private readonly OrgColumns _columns;
    private readonly KeyIndex _byId;
    private readonly KeyIndex _byEmail;

    internal OrgIndex(OrgColumns columns)
    {
        _columns = columns;
        _byId = new KeyIndex(columns.Ids, ShortIdLength);
        _byEmail = new KeyIndex(columns.Emails);
    }

    /// <summary>The records indexed.</summary>
    public int Count => _columns.Ids.Count;

    /// <summary>The id of an entry, as the org gave it.</summary>
    public ReadOnlySpan<byte> Id(int entry) => _columns.Ids[entry];

    /// <summary>The folded first name, empty where there is none.</summary>
    public ReadOnlySpan<byte> FirstKey(int entry) => _columns.FirstNames[entry];

    /// <summary>The folded last name, empty where there is none.</summary>
    public ReadOnlySpan<byte> LastKey(int entry) => _columns.LastNames[entry];

    /// <summary>The e-mail key, empty where there is none.</summary>
    public ReadOnlySpan<byte> EmailKey(int entry) => _columns.Emails[entry];

    /// <summary>Microseconds since the Unix epoch; the greatest value where the record carries no created stamp.</summary>
    public long CreatedAt(int entry) => _columns.Created[entry];

    /// <summary>An entry with that e-mail key, or -1; a blank key has none. Go on with <see cref="NextByEmail"/>.</summary>
    public int ByEmail(ReadOnlySpan<byte> emailKey) => _byEmail.Find(emailKey);

    /// <summary>The next entry with the same e-mail key, or -1.</summary>
    public int NextByEmail(int entry) => _byEmail.Next(entry);

    /// <summary>
    /// The entry with that id, or -1. 15 and 18 characters name the same record; the first 15 count by case, a suffix that both have must agree
    /// without regard to case. Anything of another length is no id.
    /// </summary>
    public int ById(ReadOnlySpan<byte> id)
    {
        if (id.Length is not (ShortIdLength or LongIdLength))
        {
            return KeyIndex.None;
        }

        var entry = _byId.Find(id);
        while (entry != KeyIndex.None && !SuffixAgrees(_columns.Ids[entry], id))
        {
            entry = _byId.Next(entry);
        }

        return entry;
    }

    private static bool SuffixAgrees(ReadOnlySpan<byte> held, ReadOnlySpan<byte> given) =>
        held.Length != given.Length
            ? held.Length is ShortIdLength or LongIdLength
            : System.Text.Ascii.EqualsIgnoreCase(held[ShortIdLength..], given[ShortIdLength..]);
}

/// <summary>The columns behind an <see cref="OrgIndex"/>.</summary>
internal sealed class OrgColumns(int expected)
{
    public KeyColumn Ids { get; } = new(expected);

    public KeyColumn Emails { get; } = new(expected);

    public KeyColumn FirstNames { get; } = new(expected);

    public KeyColumn LastNames { get; } = new(expected);

    public List<long> Created { get; } = new(expected);
}
