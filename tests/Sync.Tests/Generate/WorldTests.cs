using System.Text;
using ContactSync.Generate;

namespace ContactSync.Sync.Tests.Generate;

public class WorldTests
{
    private static readonly string[] Kinds =
    [
        "plain", "household", "role_address", "nickname", "diacritics", "other_script", "typo", "swapped", "no_email", "no_phone", "no_last_name", "edited_local",
        "edited_org", "duplicate_local", "duplicate_org",
    ];

    [Fact]
    public void The_same_seed_gives_the_same_bytes_and_another_seed_others()
    {
        Assert.Equal(Supporters(7, 500, 400), Supporters(7, 500, 400));
        Assert.NotEqual(Supporters(7, 500, 400), Supporters(8, 500, 400));
    }

    [Fact]
    public void Both_sides_have_the_rows_asked_for_at_any_size()
    {
        foreach (var (locals, orgs) in new[] { (0, 0), (1, 1), (0, 5), (5, 0), (1, 1000), (1000, 1), (333, 777) })
        {
            var world = Sample.Of(3, locals, orgs);

            Assert.Equal(locals, world.Supporters.Count);
            Assert.Equal(orgs, world.Contacts.Count);
            Assert.Equal(Enumerable.Range(1, locals).Select(i => $"{i}"), world.Supporters.Select(s => s["supporter_id"]));
        }
    }

    [Fact]
    public void Every_record_stands_in_the_truth()
    {
        var world = Sample.Of(3, 1300, 1000);

        Assert.Equal(1300, world.Truth.Select(t => t["supporter_id"]).Where(id => id.Length > 0).Distinct().Count());
        Assert.Equal(Enumerable.Range(1, 1000), world.Truth.Select(t => t["contact_row"]).Where(row => row.Length > 0).Select(int.Parse).Distinct().Order());
    }

    [Fact]
    public void Local_addresses_are_unique_whatever_their_case_and_every_Contact_has_a_last_name()
    {
        var world = Sample.Of(1, 12_000, 10_000);
        var emails = world.Supporters.Select(s => s["email"].Trim()).Where(e => e.Length > 0).ToArray();

        Assert.Equal(emails.Length, emails.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(world.Contacts, c => Assert.NotEqual("", c["LastName"].Trim()));
        Assert.All(world.Supporters, s => Assert.Equal("", s["contact_id"]));
    }

    [Fact]
    public void Each_kind_makes_up_half_a_percent_and_three_quarters_of_the_smaller_side_are_shared()
    {
        var world = Sample.Of(2, 12_000, 10_000);

        foreach (var kind in Kinds)
        {
            Assert.InRange(world.Truth.Count(t => t["kind"] == kind), 0.005 * world.Truth.Count, world.Truth.Count);
        }

        Assert.Equal(Kinds.Order(), world.Truth.Select(t => t["kind"]).Distinct().Order());
        Assert.InRange(world.Pairs.Select(p => p.Contact).Distinct().Count(), 7500, 8200);
    }

    [Fact]
    public void The_truth_tells_what_the_records_show()
    {
        var world = Sample.Of(5, 3000, 3000);

        foreach (var (supporter, contact, kind) in world.Pairs)
        {
            switch (kind)
            {
                case "plain":
                    Assert.Equal(contact["Email"], supporter["email"].Trim(), ignoreCase: true);
                    Assert.Equal(contact["LastName"], supporter["last_name"].Trim(), ignoreCase: true);
                    Assert.Equal(contact["Phone"], supporter["phone"]);
                    break;
                case "swapped":
                    Assert.Equal(contact["LastName"], supporter["first_name"].Trim(), ignoreCase: true);
                    break;
                case "no_last_name":
                    Assert.Equal("", supporter["last_name"].Trim());
                    break;
                case "role_address":
                    Assert.StartsWith("info@", contact["Email"], StringComparison.Ordinal);
                    break;
                case "edited_local":
                    Assert.NotEqual(contact["MailingStreet"], supporter["street"]);
                    Assert.True(string.CompareOrdinal(supporter["modified_at"], contact["EN_Last_Modified_Date__c"]) > 0);
                    break;
                case "edited_org":
                    Assert.NotEqual(contact["MailingStreet"], supporter["street"]);
                    Assert.True(string.CompareOrdinal(supporter["modified_at"], contact["EN_Last_Modified_Date__c"]) < 0);
                    break;
            }
        }
    }

    [Fact]
    public void Households_share_last_name_phone_and_street()
    {
        var world = Sample.Of(5, 3000, 3000);
        var homes = world.Pairs.Where(p => p.Kind == "household").GroupBy(p => (p.Contact["LastName"], p.Contact["Phone"], p.Contact["MailingStreet"]));

        Assert.Contains(homes, home => home.Select(p => p.Contact["FirstName"]).Distinct().Count() > 1);
    }

    [Fact]
    public void The_committed_sample_is_what_seed_1_gives()
    {
        var folder = SampleFolder();
        Assert.SkipWhen(folder is null, "The tests run outside the repository.");
        var world = World.Generate(1, 12_000, 10_000);

        Assert.Equal(File.ReadAllBytes(Path.Combine(folder!, "supporters.csv")), Sample.Bytes(world.WriteSupporters));
        Assert.Equal(File.ReadAllBytes(Path.Combine(folder!, "contacts.csv")), Sample.Bytes(world.WriteContacts));
        Assert.Equal(File.ReadAllBytes(Path.Combine(folder!, "truth.csv")), Sample.Bytes(world.WriteTruth));
    }

    [Fact]
    public void Files_appear_whole_under_their_names()
    {
        var folder = Directory.CreateTempSubdirectory("world-").FullName;
        try
        {
            World.Generate(1, 10, 10).WriteTo(Path.Combine(folder, "new"));

            Assert.Equal(["contacts.csv", "supporters.csv", "truth.csv"], Directory.GetFiles(Path.Combine(folder, "new")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_size_out_of_bounds_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => World.Generate(1, -1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => World.Generate(1, 0, 100_000_001));
    }

    private static string Supporters(long seed, long locals, long orgs) => Encoding.UTF8.GetString(Sample.Bytes(World.Generate(seed, locals, orgs).WriteSupporters));

    private static string? SampleFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var samples = Path.Combine(folder.FullName, "data", "samples");
            if (File.Exists(Path.Combine(samples, "truth.csv")))
            {
                return samples;
            }
        }

        return null;
    }
}
