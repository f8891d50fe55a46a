using System.Text.Json.Nodes;
using ContactSync.Salesforce.Tests.Org;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ContactSync.Salesforce.Tests;

/// <summary>
/// Every exchange and every documented error of tests/Transcripts that is about a call the client has, given to the client by itself. Conversations that no org can
/// have are replayed in their order elsewhere.
/// </summary>
public sealed class TranscriptReplayTests
{
    public static TheoryData<string, int, string> Exchanges =>
        [.. Transcript.Files.Where(f => !Transcript.Read(f).ContainsKey("onlyClient")).SelectMany(f => Items(f).Select((item, i) => (f, i, item)).Where(x => !x.item.ContainsKey("onlyOrg") && x.item["request"] is JsonObject request && SpokenCall.Of(request) is not null)
            .Select(x => (x.f, x.i, $"{x.item["request"]!["method"]} {x.item["request"]!["path"]}")))];

    [Theory]
    [MemberData(nameof(Exchanges))]
    public async Task A_reply_is_taken_for_what_it_is(string file, int index, string shown)
    {
        var item = Items(file)[index];
        var (request, reply) = (item["request"]!.AsObject(), item["reply"]!.AsObject());
        var (call, segments) = SpokenCall.Of(request)!.Value;
        string? asked = null;
        await using var org = await ScriptedOrg.StartAsync(context => AnswerAsync(context, file, reply, ref asked));

        var outcome = await OutcomeAsync(() => call.Run(org.Client(), segments, request));

        Assert.True(asked is not null && call.Matches(asked), $"{shown}: the client asked for {asked}");
        Assert.Equal(OneLine(Expected(call, reply)), OneLine(outcome));
    }

    [Fact]
    public void Every_call_of_the_client_has_an_exchange_that_succeeds()
    {
        var held = Exchanges.Select(e => Items(e.Data.Item1)[e.Data.Item2]).Where(i => (int)i["reply"]!["status"]! < 300).Select(i => SpokenCall.Of(i["request"]!.AsObject())!.Value.Call).ToHashSet();
        Assert.Empty(SpokenCall.All.Except(held).Select(c => $"{c.Method} {c.Path}"));
    }

    /// <summary>The first request is answered with the reply, a further one, for the next page, with its own of the same file.</summary>
    private static Task AnswerAsync(HttpContext context, string file, JsonObject reply, ref string? asked)
    {
        if (asked is null)
        {
            asked = context.Request.Path.Value;
            return Transcript.ReplyAsync(context, reply);
        }

        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var next = Items(file).First(i => (string?)i["request"]?["path"] == (target.StartsWith("/services/data/v66.0", StringComparison.Ordinal) ? target : "/services/data/v66.0" + target));
        return Transcript.ReplyAsync(context, next["reply"]!.AsObject());
    }

    private static async Task<string> OutcomeAsync(Func<Task<string>> run)
    {
        try
        {
            return await run();
        }
        catch (SalesforceException refused)
        {
            return $"{(int)refused.StatusCode} {refused.Code}: {refused.Errors[0].Message}";
        }
    }

    /// <summary>A refusal comes with the org's own status, code and words; deleting what is gone already is done.</summary>
    private static string Expected(SpokenCall call, JsonObject reply)
    {
        var status = (int)reply["status"]!;
        return status < 400 ? call.Expected(reply)
            : status == 404 && call.Method == "DELETE" ? "done"
            : $"{status} {reply["json"]![0]!["errorCode"]}: {reply["json"]![0]!["message"]}";
    }

    /// <summary>The client puts the lines of a message in one.</summary>
    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static JsonObject[] Items(string file) => [.. (Transcript.Read(file)["exchanges"] ?? Transcript.Read(file)["errors"])!.AsArray().Select(i => i!.AsObject())];
}
