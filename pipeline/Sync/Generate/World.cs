using System.Globalization;

namespace ContactSync.Generate;

/// <summary>
/// Supporters and Contacts of one made-up world with the truth about who is who. The same seed and sizes give the same bytes on every machine. Records are
/// made as they are written, so any size takes the same memory.
/// </summary>
public sealed class World
{
    private readonly Roster _roster;
    private readonly People _people;
    private readonly LocalSide _local;
    private readonly OrgSide _org;
    private readonly Slipping _localSlips;
    private readonly Slipping _orgSlips;

    private World(long seed, long locals, long orgs, Slips slips)
    {
        _roster = new Roster(locals, orgs);
        _people = new People(seed);
        _local = new LocalSide(seed);
        _org = new OrgSide(seed);
        _localSlips = new Slipping(seed, purpose: 7, slips.Local, isLocal: true);
        _orgSlips = new Slipping(seed, purpose: 8, slips.Org, isLocal: false);
    }

    /// <summary>A world of so many supporters and so many Contacts, each from 0 to 100 million; with slips beyond what the kinds of people bring where some are asked for.</summary>
    public static World Generate(long seed, long locals, long orgs, Slips? slips = null)
    {
        const long Most = 100_000_000;
        ArgumentOutOfRangeException.ThrowIfNegative(locals);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(locals, Most);
        ArgumentOutOfRangeException.ThrowIfNegative(orgs);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(orgs, Most);
        return new World(seed, locals, orgs, slips ?? new Slips());
    }

    /// <summary>Writes supporters.csv: one row a supporter, without links, as before the first run. The stream stays open.</summary>
    public void WriteSupporters(Stream stream)
    {
        using var csv = new CsvFile(
            stream, "supporter_id", "first_name", "last_name", "email", "phone", "street", "city", "region", "postal_code", "country", "birthdate", "contact_id", "modified_at");
        foreach (var entry in _roster.Locals)
        {
            var person = _people[entry.Person];
            var record = _localSlips.Of(person, entry.Copy, _local.Write(person, entry.Copy));
            var home = record.Home;
            csv.Row(
                SupporterId(entry), record.First, record.Last, record.Email, record.Phone, home.Street, home.City, home.Region, home.PostalCode, home.Country,
                Spelling.Date(record.Birthdate), "", Spelling.Instant(record.Modified));
        }
    }

    /// <summary>
    /// Writes contacts.csv: one row a Contact, under the field names of the Salesforce API. The org gives the ids. The stream stays open.
    /// </summary>
    public void WriteContacts(Stream stream)
    {
        using var csv = new CsvFile(
            stream, "FirstName", "LastName", "Email", "Phone", "MailingStreet", "MailingCity", "MailingState", "MailingPostalCode", "MailingCountry", "Birthdate",
            "CreatedDate", "LastModifiedDate", "EN_Last_Modified_Date__c");
        foreach (var entry in _roster.Orgs)
        {
            var person = _people[entry.Person];
            var record = _orgSlips.Of(person, entry.Copy, _org.Write(person, entry.Copy));
            var home = record.Home;
            csv.Row(
                record.First, record.Last, record.Email, record.Phone, home.Street, home.City, home.Region, home.PostalCode, home.Country,
                Spelling.Date(record.Birthdate), Spelling.Instant(record.Created), Spelling.Instant(record.Modified), Spelling.Instant(record.Stamp));
        }
    }

    /// <summary>
    /// Writes truth.csv: each supporter with each Contact of the same person (the Contact's row in contacts.csv, the first after the header being 1), supporters without
    /// a Contact, then Contacts without a supporter; and what makes the person hard to recognise. The stream stays open.
    /// </summary>
    public void WriteTruth(Stream stream)
    {
        using var csv = new CsvFile(stream, "supporter_id", "contact_row", "kind");
        foreach (var entry in _roster.Locals)
        {
            var kind = entry.Copy > 0 ? Kind.DuplicateLocal : _people[entry.Person].Kind;
            if (!_roster.IsShared(entry.Person))
            {
                csv.Row(SupporterId(entry), "", Kinds.Word(kind));
                continue;
            }

            foreach (var contact in _roster.OrgsOf(entry.Person))
            {
                csv.Row(SupporterId(entry), ContactRow(contact), Kinds.Word(contact.Copy > 0 ? Kind.DuplicateOrg : kind));
            }
        }

        foreach (var entry in _roster.Orgs.Where(entry => !_roster.IsShared(entry.Person)))
        {
            csv.Row("", ContactRow(entry), Kinds.Word(entry.Copy > 0 ? Kind.DuplicateOrg : _people[entry.Person].Kind));
        }
    }

    /// <summary>Writes the three files into a folder, which is made where it is missing; each appears under its name only once it is whole.</summary>
    public void WriteTo(string folder)
    {
        Directory.CreateDirectory(folder);
        Whole(Path.Combine(folder, "supporters.csv"), WriteSupporters);
        Whole(Path.Combine(folder, "contacts.csv"), WriteContacts);
        Whole(Path.Combine(folder, "truth.csv"), WriteTruth);
    }

    private static void Whole(string path, Action<Stream> write)
    {
        var part = path + ".part";
        using (var stream = new FileStream(part, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
        {
            write(stream);
        }

        File.Move(part, path, overwrite: true);
    }

    private static string SupporterId(Entry entry) => Row(entry);

    private static string ContactRow(Entry entry) => Row(entry);

    private static string Row(Entry entry) => (entry.Row + 1).ToString(CultureInfo.InvariantCulture);
}
