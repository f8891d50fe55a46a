using System.Globalization;
using System.Text;
using ContactSync.EndToEnd.Tests.Harness;
using ContactSync.Sandbox;

namespace ContactSync.EndToEnd.Tests.Crash;

/// <summary>
/// A small world, made once and copied for each test: creates, updates and links both ways, wide enough that creates take three slices of the
/// smallest size there is. No row of it fails.
/// </summary>
public sealed class SeedWorld : IAsyncLifetime
{
    /// <summary>Supporters the org lacks, and Contacts the store lacks.</summary>
    public const int NewContacts = 210;

    private const int NewSupporters = 15;
    private const int Edited = 24;
    private const int Filled = 20;
    private const int Equal = 10;

    // Three bytes a character: a job's least bound of 100 KB is met by few rows.
    private static readonly string Wide = new('東', 240);

    /// <summary>The folder to copy: the store and the org's data.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("contact-sync-crash-seed-").FullName;

    public async ValueTask InitializeAsync()
    {
        await using (var org = await SandboxServer.StartAsync(new SandboxOptions { DataDirectory = Path.Combine(Folder, "sandbox"), Seed = 7 }, CancellationToken.None))
        {
            using var contacts = new MemoryStream(Encoding.UTF8.GetBytes(Contacts()));
            await org.SeedAsync("Contact", contacts, CancellationToken.None);
        }

        await File.WriteAllTextAsync(Path.Combine(Folder, "supporters.csv"), Supporters());
        Settings.Write(Folder, new Uri("http://127.0.0.1:9/"));
        var imported = await Harness.Cli.RunAsync(["store", "import", "supporters.csv"], Folder, Settings.Secrets);
        Assert.True(imported.ExitCode == 0, imported.ToString());
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static string Supporters()
    {
        var csv = new StringBuilder("supporter_id,first_name,last_name,email,phone,street,city\n");
        var id = 0;
        void Row(string kind, int n, string street, string phone, string city) =>
            csv.Append(CultureInfo.InvariantCulture, $"{++id},{kind}{n},Person,{kind}{n}@example.org,{phone},{street},{city}\n");
        Each(NewContacts, n => Row("push", n, Wide, "+33 1 23 45", "\"Saint-Denis, \"\"93\"\"\""));
        Each(Edited, n => Row("edit", n, "1 Quay", "+1 555", "Oslo"));
        Each(Filled, n => Row("fill", n, "2 Quay", "", "Bergen"));
        Each(Equal, n => Row("same", n, "3 Quay", "+1 556", "Turku"));
        return csv.ToString();
    }

    private static string Contacts()
    {
        var csv = new StringBuilder("FirstName,LastName,Email,Phone,MailingStreet,MailingCity,EN_Last_Modified_Date__c\n");
        void Row(string kind, int n, string street, string phone, string city) =>
            csv.Append(CultureInfo.InvariantCulture, $"{kind}{n},Person,{kind}{n}@example.org,{phone},{street},{city},2021-05-04T03:02:01.000Z\n");
        Each(Edited, n => Row("edit", n, "1 Quay", "+1 555", "Kristiania"));
        Each(Filled, n => Row("fill", n, "2 Quay", "+1 557", "Bergen"));
        Each(Equal, n => Row("same", n, "3 Quay", "+1 556", "Turku"));
        Each(NewSupporters, n => Row("pull", n, "4 Quay", "", "Vaasa"));
        return csv.ToString();
    }

    private static void Each(int count, Action<int> row)
    {
        for (var n = 1; n <= count; n++)
        {
            row(n);
        }
    }
}
