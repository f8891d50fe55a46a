using System.Text.Encodings.Web;
using System.Text.Json;
using ContactSync.Reporting;
using ContactSync.Stores;
using ContactSync.Transforms.People;

namespace ContactSync.Cli;

/// <summary>What <c>store check</c> does: some addresses of each kind, then how many there are.</summary>
internal static class StoreCheckActions
{
    private static readonly JsonSerializerOptions Form = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task<ExitCode> CheckAsync(StoreCheckRequest request, VerbCall call, CancellationToken cancellationToken)
    {
        var config = request.Config;
        await using var store = Composition.OpenContacts(config, TimeProvider.System);
        var counts = new SortedDictionary<EmailFlaw, int>();
        var shown = new List<DoubtfulAddress>();
        var check = new AddressCheck(store, config.Profile, config.Pipeline.Dataflow.Extract.BatchRows);
        await foreach (var address in check.FindAsync(cancellationToken))
        {
            counts[address.Flaw] = counts.GetValueOrDefault(address.Flaw) + 1;
            if (request.Json)
            {
                await call.Out.WriteLineAsync(JsonSerializer.Serialize(new { address.LocalKey, address.Field, address.Value, finding = Word(address.Flaw), address.Meant }, Form));
            }
            else if (counts[address.Flaw] <= request.First)
            {
                shown.Add(address);
            }
        }

        if (!request.Json)
        {
            Print(check.Supporters, shown, counts, call.Out);
        }

        return ExitCode.Done;
    }

    private static void Print(long supporters, List<DoubtfulAddress> shown, SortedDictionary<EmailFlaw, int> counts, TextWriter output)
    {
        foreach (var kind in shown.GroupBy(a => a.Flaw).OrderBy(g => g.Key))
        {
            output.WriteLine($"{Word(kind.Key)}: {Plain.Count(counts[kind.Key])}{(kind.Count() < counts[kind.Key] ? $", the first {Plain.Count(kind.Count())}" : "")}");
            foreach (var address in kind)
            {
                output.WriteLine($"  {Plain.Clean(address.LocalKey),-14}  {Plain.Clean(address.Value)}{(address.Meant is { } meant ? $"   {Plain.Clean(meant)}?" : "")}");
            }
        }

        output.WriteLine(
            supporters == 0 ? "Nobody is in the store."
            : counts.Count == 0 ? $"Nothing speaks against any e-mail address of {Plain.Count(supporters)} supporters."
            : $"({string.Join(", ", counts.Select(c => $"{Plain.Count(c.Value)} {Word(c.Key)}"))} among {Plain.Count(supporters)} supporters)");
        if (shown.Find(a => a.Meant is not null) is { } typo)
        {
            Screen.On(output).Line("next", $"contact-sync store set {typo.LocalKey} {typo.Field}={typo.Meant}   once that is known to be right");
        }
    }

    private static string Word(EmailFlaw flaw) => flaw switch
    {
        EmailFlaw.Invalid => "no address",
        EmailFlaw.Typo => "likely mistyped",
        EmailFlaw.Disposable => "thrown away after minutes",
        _ => "of a function",
    };
}
