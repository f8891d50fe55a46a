using System.CommandLine;
using ContactSync.Config;

namespace ContactSync.Cli;

/// <summary>What <c>doctor</c> was asked for.</summary>
/// <param name="Rules">Whether to try the org's duplicate rules by creates that the org takes back.</param>
public sealed record DoctorRequest(SyncConfig Config, bool Rules, bool Json);

/// <summary><c>doctor</c>: what the org lacks for the profile to work, and the exact steps to mend it.</summary>
public static class DoctorVerb
{
    public static Command Create(RootOptions root, Func<DoctorRequest, VerbCall, CancellationToken, Task<ExitCode>> check)
    {
        var rules = new Option<bool>("--rules") { Description = "Also try the org's duplicate rules: each probe is a create inside a request that the org takes back as a whole." };
        var json = Verb.Json();
        return Verb.Create(
            root, "doctor", "Checks login, fields, stamps, allowance and rules of the org, and says what to do about each finding.", "contact-sync doctor --rules", [rules, json],
            (call, cancellationToken) => check(new(call.Config, call.Parsed.GetValue(rules), call.Parsed.GetValue(json)), call, cancellationToken));
    }
}
