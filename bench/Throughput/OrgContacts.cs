using System.Globalization;
using System.Text;

namespace ContactSync.Bench.Throughput;

/// <summary>The Contacts the sandbox is measured with: fifteen filled fields each, always the same for the same number.</summary>
internal static class OrgContacts
{
    private static readonly string[] Titles = ["Programme Manager", "Volunteer", "Head of Fundraising", "Trustee"];
    private static readonly string[] Departments = ["Campaigns", "Membership", "Finance", "Community Outreach"];

    public const string Fields =
        "Sync_Key__c, FirstName, LastName, Email, Phone, MobilePhone, Title, Department, MailingStreet, MailingCity, MailingState, MailingPostalCode, MailingCountry, Birthdate, HasOptedOutOfEmail";

    public static string Key(int number) => string.Create(CultureInfo.InvariantCulture, $"bench:{number:000000000}");

    public static string Email(int number) => string.Create(CultureInfo.InvariantCulture, $"person.{number}@mail{number % 97}.example.org");

    /// <summary>The Contacts from <paramref name="first"/> on as an upload; another <paramref name="version"/> of the same ones differs in four fields.</summary>
    public static byte[] Csv(int first, int count, int version)
    {
        var csv = new StringBuilder(Fields.Replace(" ", "", StringComparison.Ordinal)).Append('\n');
        for (var i = first; i < first + count; i++)
        {
            csv.Append(
                CultureInfo.InvariantCulture,
                $"{Key(i)},First{i % 977},Last{i % 7919},{Email(i)},+44 20 7946 {(i + version) % 10_000:0000},+44 7700 {900_000 + (i % 100_000)},{Titles[(i + version) % 4]},{Departments[i % 4]},");
            csv.Append(
                CultureInfo.InvariantCulture,
                $"\"{1 + ((i + version) % 99)} High Street, Flat {i % 40}\",Town {i % 500},County {i % 48},AB{i % 90} {i % 9}CD,United Kingdom,{1940 + (i % 60)}-0{1 + (i % 9)}-1{i % 9},{((i + version) % 3 == 0 ? "true" : "false")}\n");
        }

        return Encoding.UTF8.GetBytes(csv.ToString());
    }
}
