using ContactSync.EndToEnd.Tests.Harness;

namespace ContactSync.EndToEnd.Tests.Faults;

/// <summary>Rows that the org will refuse until they are other rows.</summary>
public sealed class RowErrorTests : IDisposable
{
    private readonly string _schema = Path.GetTempFileName();

    [Fact]
    [Fault(23)]
    [Behaviour("EN-16")]
    public async Task A_row_that_a_rule_of_the_org_refuses_harms_no_other_and_is_tried_again_when_it_changes()
    {
        await File.WriteAllTextAsync(_schema, """
            { "fields": [
                { "object": "Contact", "name": "Sync_Key__c", "type": "Text", "length": 80, "externalId": true, "unique": true },
                { "object": "Contact", "name": "EN_Last_Modified_Date__c", "type": "DateTime" } ],
              "validationRules": [{ "object": "Contact", "name": "No_Atlantis", "condition": "MailingCity = 'Atlantis'", "message": "There is no such town", "field": "MailingCity" }] }
            """);
        await using var world = await World.StartAsync(o => o with { SchemaFile = _schema });
        await world.ImportAsync("first_name,last_name,email,city\nAnn,Lee,ann@example.org,Atlantis\nBob,Ray,bob@example.org,Rome\nCy,Fox,not an address,Oslo\n");

        var first = await world.CallAsync("run");

        Assert.True(first.ExitCode == 2, first.ToString());
        Assert.Equal(["bob@example.org"], await EmailsAsync(world));
        var errors = await world.CallAsync("query", "from errors");
        Assert.Contains("FIELD_CUSTOM_VALIDATION_EXCEPTION", errors.Out, StringComparison.Ordinal);
        Assert.Contains("There is no such town", errors.Out, StringComparison.Ordinal);

        var jobs = await world.Org.IngestJobsAsync();
        await world.CallAsync("run");
        Assert.Equal(jobs, await world.Org.IngestJobsAsync());

        await world.SetAsync("ann@example.org", "city=Athens");
        await world.CallAsync("run");
        Assert.Equal(["ann@example.org", "bob@example.org"], await EmailsAsync(world));
    }

    public void Dispose() => File.Delete(_schema);

    private static async Task<IEnumerable<string?>> EmailsAsync(World world) =>
        (await world.Org.QueryAsync("SELECT Email FROM Contact ORDER BY Email")).Select(c => c.GetProperty("Email").GetString());
}
