using ContactSync.Salesforce.Tests.Org;
using Microsoft.AspNetCore.Http;

namespace ContactSync.Salesforce.Tests;

public sealed class RecordCollectionsTests
{
    private static readonly SalesforceId Ann = SalesforceId.Parse("0038c00002hMS4kAAG");

    [Fact]
    public async Task Records_are_created_updated_upserted_and_retrieved_in_order()
    {
        var transcript = Transcript.Load("collections.json");
        await using var org = await ScriptedOrg.StartAsync(transcript.AnswerAsync);
        var records = org.Client().Collections;

        var created = await records.CreateAsync("Contact",
        [
            Record(("LastName", "Nomical"), ("DoNotCall", true), ("Score__c", 1.5m), ("Birthdate", new DateOnly(1970, 2, 28)), ("Seen__c", new DateTimeOffset(2026, 2, 1, 10, 0, 7, TimeSpan.FromHours(1))), ("Title", null)),
            Record(("FirstName", "Ann")),
        ]);
        var updated = await records.UpdateAsync("Contact", [Record(("Id", Ann), ("LastName", "Nomicals"))], allOrNone: true);
        var upserted = await records.UpsertAsync("Contact", "Sync_Key__c", [Record(("Sync_Key__c", "k9"), ("LastName", "New"))]);
        var retrieved = await records.RetrieveAsync("Contact", [Ann, SalesforceId.Parse("003D000000Q89kQIAR")], ["Id", "Account.Name"]);

        transcript.AssertReplayed();
        Assert.Equal([true, false], created.Select(result => result.IsSuccess));
        Assert.Equal(("REQUIRED_FIELD_MISSING", "LastName", null), (created[1].Errors[0].Code, created[1].Errors[0].Fields[0], created[1].Id));
        Assert.Equal((Ann.ToString(), null), (updated[0].Id, updated[0].IsCreated));
        Assert.True(upserted[0].IsCreated);
        Assert.Equal(Ann.ToString(), retrieved[0]!.Value.GetProperty("Id").GetString());
        Assert.Null(retrieved[1]);
    }

    [Fact]
    public async Task An_answer_for_another_number_of_records_leaves_the_outcome_open()
    {
        await using var org = await ScriptedOrg.StartAsync(context => context.Response.WriteAsJsonAsync(Array.Empty<object>()));

        await Assert.ThrowsAsync<UnknownOutcomeException>(() => org.Client().Collections.CreateAsync("Contact", [Record(("LastName", "x"))]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(201)]
    public async Task More_records_than_a_call_takes_are_not_sent(int count)
    {
        await using var org = await ScriptedOrg.StartAsync(_ => Task.CompletedTask);
        var client = org.Client();

        await Assert.ThrowsAsync<ArgumentException>(() => client.Collections.CreateAsync("Contact", [.. Enumerable.Repeat(Record(("LastName", "x")), count)]));

        Assert.Equal(0, client.CallsMade);
    }

    private static RecordFields Record(params (string Name, object? Value)[] fields) => new(fields.ToDictionary(field => field.Name, field => field.Value));
}
