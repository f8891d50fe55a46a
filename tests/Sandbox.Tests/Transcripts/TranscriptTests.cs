using System.Text.Json.Nodes;
using ContactSync.Sandbox.Tests.Http;

namespace ContactSync.Sandbox.Tests.Transcripts;

/// <summary>The transcripts of tests/Transcripts, written from the API's contract, hold for the sandbox as they do for the client.</summary>
public sealed class TranscriptTests
{
    /// <summary>When the transcripts were written to happen.</summary>
    private static readonly DateTimeOffset Then = new(2026, 1, 2, 21, 33, 43, TimeSpan.Zero);

    /// <summary>What the transcripts take for given of an org's schema.</summary>
    public const string Schema = """
        {"fields":[
          {"object":"Contact","name":"Sync_Key__c","label":"Sync Key","type":"Text","length":64,"externalId":true,"unique":true,"caseSensitive":true},
          {"object":"Contact","name":"Score__c","type":"Number","precision":5,"scale":1},
          {"object":"Contact","name":"Seen__c","type":"DateTime"},
          {"object":"Contact","name":"Kind__c","type":"Picklist","restricted":true,"values":["A","B"]},
          {"object":"Contact","name":"Loose_Key__c","type":"Text","length":20,"externalId":true}],
         "listViews":[{"object":"Contact","name":"All","label":"All Contacts","columns":["Name","Email"],"orderBy":"Name"}],
         "users":[{"role":"reader","readOnly":true}],
         "reports":[{"name":"People","label":"People","object":"Contact","columns":["LastName","Email"],"orderBy":"LastName"}]}
        """;

    public static TheoryData<string> Names =>
        [.. Directory.GetFiles(Conversation.Folder, "*.json").Select(f => Path.GetFileName(f)).Where(f => Conversation.Read(f) is var t && t.ContainsKey("exchanges") && !t.ContainsKey("onlyClient")).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_transcript_holds(string name)
    {
        var transcript = Conversation.Read(name);
        await using var org = await StartAsync();
        var conversation = new Conversation(org);
        await conversation.GiveAsync(transcript["given"]?.AsArray() ?? []);
        var held = 0;
        foreach (var exchange in transcript["exchanges"]!.AsArray().Select(e => e!.AsObject()))
        {
            if (!exchange.ContainsKey("onlyClient"))
            {
                await conversation.ExchangeAsync(exchange);
                held++;
            }
        }
        Assert.True(held > 0, name + " says nothing of the org.");
    }

    internal static Task<TestOrg> StartAsync() => SchemaOrg.StartAsync(Schema, o => o with { MinimumInProgressPolls = 1, ClientId = "client-of-tests", ClientSecret = "s3cr3t+&=of tests", DailyApiRequests = 15_000, ShuffleResults = false, TimeProvider = new FixedClock(Then) });
}
