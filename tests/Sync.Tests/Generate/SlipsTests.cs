using ContactSync.Generate;

namespace ContactSync.Sync.Tests.Generate;

/// <summary>Slips beyond what the kinds of people bring.</summary>
public sealed class SlipsTests
{
    private static readonly SideSlips Many = new()
    {
        NoEmail = 300,
        OtherEmail = 200,
        HouseholdEmail = 500,
        MistypedEmail = 100,
        NoPhone = 300,
        OtherPhone = 200,
        NoBirthdate = 500,
        NoAddress = 200,
        Moved = 200,
        Nickname = 300,
        Initial = 100,
        MistypedName = 100,
        MistypedStreet = 100,
        Swapped = 50,
    };

    [Fact]
    public void A_share_is_met_and_changes_nothing_else()
    {
        var before = Sample.Of(4, 4000, 4000);
        var after = Sample.Of(4, 4000, 4000, new Slips { Org = new SideSlips { NoEmail = 350 } });

        Assert.Equal(before.Supporters.Select(Line), after.Supporters.Select(Line));
        Assert.Equal(before.Truth.Select(Line), after.Truth.Select(Line));
        var (had, has) = (before.Contacts.Count(c => c["Email"].Length > 0), after.Contacts.Count(c => c["Email"].Length > 0));
        Assert.InRange(1000 - (1000 * has / had), 325, 375);
        Assert.All(before.Contacts.Zip(after.Contacts), pair => Assert.Equal(pair.First.Where(v => v.Key != "Email"), pair.Second.Where(v => v.Key != "Email")));
    }

    [Fact]
    public void With_every_slip_addresses_of_the_local_side_stay_unique_and_every_Contact_keeps_a_last_name()
    {
        var world = Sample.Of(1, 6000, 6000, new Slips { Local = Many, Org = Many });
        var emails = world.Supporters.Select(s => s["email"].Trim()).Where(e => e.Length > 0).ToArray();

        Assert.Equal(emails.Length, emails.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(world.Contacts, c => Assert.NotEqual("", c["LastName"].Trim()));
        Assert.Contains(world.Contacts.GroupBy(c => c["Email"]), g => g.Key.Contains(".family.", StringComparison.Ordinal) && g.Count() == 2);
    }

    [Fact]
    public void The_same_slips_give_the_same_bytes()
    {
        var slips = new Slips { Local = Many, Org = Many };

        Assert.Equal(Sample.Bytes(World.Generate(9, 700, 500, slips).WriteContacts), Sample.Bytes(World.Generate(9, 700, 500, slips).WriteContacts));
    }

    [Theory]
    [InlineData("""{ "org": { "noEmail": 1001 } }""", "0 to 1000")]
    [InlineData("""{ "org": { "noMail": 5 } }""", "noMail")]
    [InlineData("""{ "org": null }""", "0 to 1000")]
    [InlineData("null", "0 to 1000")]
    [InlineData("[", "no slips")]
    public void What_are_no_slips_is_refused_with_the_reason(string json, string says) =>
        Assert.Contains(says, Assert.Throws<FormatException>(() => Slips.Parse(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void Slips_are_read_by_their_names() =>
        Assert.Equal(new Slips { Org = new SideSlips { NoEmail = 350, Swapped = 5 } }, Slips.Parse("""{ "org": { "noEmail": 350, /* rare */ "swapped": 5, } }"""));

    private static string Line(Dictionary<string, string> row) => string.Join('|', row.Values);
}
