using ContactSync.EndToEnd.Tests.Harness;

namespace ContactSync.EndToEnd.Tests.Behaviours;

/// <summary>What comes from the org into the store.</summary>
public sealed class PullTests
{
    [Fact]
    [Behaviour("EN-36")]
    public async Task A_Contact_unknown_by_Id_and_e_mail_becomes_a_new_supporter()
    {
        await using var world = await World.StartAsync();
        var id = await world.Org.CreateAsync(new { FirstName = "Hal", LastName = "New", Email = "Hal@example.org", MailingCity = "Lyon" });

        await world.RunAsync();

        var supporter = (await world.SupporterAsync("hal@example.org"))!.Value;
        Assert.Equal(id, supporter.GetProperty("contact_id").GetString());
        Assert.Equal("Lyon", supporter.GetProperty("city").GetString());
    }
}
