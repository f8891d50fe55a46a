using System.Globalization;
using System.Text;
using ContactSync.EndToEnd.Tests.Harness;

namespace ContactSync.EndToEnd.Tests.BadInput;

/// <summary>Text from the org that a careless reader of CSV would cut or shift.</summary>
public sealed class BulkTextTests
{
    /// <summary>More than are read page by page over REST, so that they come as the CSV of a Bulk query job.</summary>
    private const int Contacts = 10_040;

    private static readonly string[] Streets =
    [
        "1 Mill Rd\nFlat 2, rear", "\"", "5' 10\" gate", ",", "a \"quoted\", \"twice\"", "\"\"\n\"\"", "Rue de l'\u00C9glise\n\n\u2116 4", "l\u2019avenue, \u00AB2\u00BB", "x,\"y\n\",z", "plain",
    ];

    [Fact]
    public async Task Line_ends_quotes_and_commas_in_Contacts_arrive_as_they_are()
    {
        await using var world = await World.StartAsync();
        var csv = new StringBuilder("LastName,Email,MailingStreet\r\n");
        for (var i = 0; i < Contacts; i++)
        {
            csv.Append(CultureInfo.InvariantCulture, $"Lee,p{i}@example.org,\"{Street(i).Replace("\"", "\"\"", StringComparison.Ordinal)}\"\r\n");
        }

        using (var seed = new MemoryStream(Encoding.UTF8.GetBytes(csv.ToString())))
        {
            await world.SeedAsync(seed);
        }

        world.Clock.Advance(TimeSpan.FromMinutes(1));
        await world.RunAsync();

        Assert.Contains(await world.Org.RequestsAsync(), r => r.GetProperty("path").GetString()!.Contains("/jobs/query/", StringComparison.Ordinal));
        var supporters = world.Supporters();
        Assert.Equal(Contacts, supporters.Count);
        Assert.All(supporters, s =>
        {
            var email = s.GetProperty("email").GetString()!;
            Assert.Equal(Street(int.Parse(email.AsSpan(1, email.IndexOf('@', StringComparison.Ordinal) - 1), CultureInfo.InvariantCulture)), s.GetProperty("street").GetString());
        });
    }

    private static string Street(int i) => Streets[i % Streets.Length];
}
