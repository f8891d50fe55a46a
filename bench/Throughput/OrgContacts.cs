using System.Globalization;
using System.Text;

namespace ContactSync.Bench.Throughput;

/// <summary>The Contacts the sandbox is measured with: fifteen filled fields each, always the same for the same number.</summary>
internal static class OrgContacts
{
    private static readonly string[] Titles = ["Programme Manager", "Volunteer", "Head of Fundraising", "Trustee"];
    private static readonly string[] FirstNames =
    [
        "Ann", "Bob", "Carla", "David", "Emma", "Frank", "Grace", "Henry", "Isabel", "James", "Kate", "Liam", "Maria", "Nathan", "Olivia", "Peter", "Rachel", "Samuel", "Thomas", "Victoria",
        "William", "Zoe", "Aisha", "Bogdan", "Chen", "Deepa", "Erik", "Fatima", "Goran", "Hana", "Ivan", "Jamal", "Kiran", "Lars", "Mei", "Noor", "Omar", "Priya", "Rosa", "Sven",
    ];
    private static readonly string[] Starts = ["Bar", "Car", "Dal", "Ever", "Fair", "Gold", "Hart", "Inger", "Jor", "Kings", "Lang", "Mor", "Nor", "Orm", "Pen", "Rad", "Stan", "Thorn", "Under", "Wal"];
    private static readonly string[] Middles = ["", "ing", "er", "en", "old", "win", "ham", "mer", "ben", "sel", "ver", "dal"];
    private static readonly string[] Ends = ["ton", "ford", "field", "wood", "man", "sen", "stone", "well", "ley", "by", "mann", "berg", "ski", "ova", "idge", "croft", "quist", "gar", "lund", "dez"];
    private static readonly string[] Departments = ["Campaigns", "Membership", "Finance", "Community Outreach"];

    public const string Fields =
        "Sync_Key__c, FirstName, LastName, Email, Phone, MobilePhone, Title, Department, MailingStreet, MailingCity, MailingState, MailingPostalCode, MailingCountry, Birthdate, HasOptedOutOfEmail";

    public static string Key(int number) => string.Create(CultureInfo.InvariantCulture, $"bench:{number:000000000}");

    public static string Email(int number) => string.Create(CultureInfo.InvariantCulture, $"person.{number}@mail{number % 97}.example.org");

    /// <summary>The Contacts from <paramref name="first"/> on as an upload; another <paramref name="version"/> of the same ones differs in four fields.
    /// With <paramref name="names"/> several have one name, as people have, their addresses are of 97 domains, and few are duplicates.</summary>
    public static byte[] Csv(int first, int count, int version, bool names = false)
    {
        var csv = new StringBuilder(Fields.Replace(" ", "", StringComparison.Ordinal)).Append('\n');
        for (var i = first; i < first + count; i++)
        {
            csv.Append(
                CultureInfo.InvariantCulture,
                $"{Key(i)},{(names ? Name(i) : $"First{i % 977},Last{i % 7919}")},{(names ? $"person.{i}@mail{i % 97}.example" : Email(i))},{(names ? $"+44 {100 + (i % 900)} {100 + (i / 900 % 900)}" : "+44 20 7946")} {(i + version) % 10_000:0000},+44 7700 {900_000 + (i % 100_000)},{Titles[(i + version) % 4]},{Departments[i % 4]},");
            csv.Append(
                CultureInfo.InvariantCulture,
                $"\"{1 + ((i + version) % 99)} {(names ? Starts[i % 19] + Ends[i % 17] : "High")} Street, Flat {i % 40}\",Town {i % 500},County {i % 48},AB{i % 90} {i % 9}CD,United Kingdom,{1940 + (i % 60)}-0{1 + (i % 9)}-1{i % 9},{((i + version) % 3 == 0 ? "true" : "false")}\n");
        }

        return Encoding.UTF8.GetBytes(csv.ToString());
    }

    private static string Name(int number)
    {
        var last = number / FirstNames.Length;
        var middle = last / Starts.Length;
        return $"{FirstNames[number % FirstNames.Length]},{Starts[last % Starts.Length]}{Middles[middle % Middles.Length]}{Ends[middle / Middles.Length % Ends.Length]}";
    }
}
