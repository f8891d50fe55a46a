using ContactSync.Cli;
using ContactSync.Orgs;

namespace ContactSync.Doctor;

/// <summary>All checks of the org in order. They read; the trial of the rules sends creates that the org takes back.</summary>
internal sealed class Examination(Composition parts)
{
    public async Task<IReadOnlyList<Finding>> RunAsync(bool rules, CancellationToken cancellationToken)
    {
        var profile = parts.Config.Profile;
        var client = parts.Org.Client;
        var findings = new List<Finding> { new(FindingState.Ok, "login", $"{parts.Org.Identity.Username} in org {parts.Org.Identity.OrgId}") };
        try
        {
            var facts = await Preflight.CheckAsync(client, profile, parts.Config.Pipeline.Load, cancellationToken);
            findings.Add(new(FindingState.Ok, "fields", $"{profile.Map.Count} mapped fields of {profile.Select.Object} are there and may be written, and the cursor {profile.Select.Cursor} is a date with time"));
            findings.Add(Key(facts));
        }
        catch (UserException e)
        {
            findings.Add(new(FindingState.Problem, "fields", e.What, e.WhatNow));
            return findings;
        }

        findings.Add(await AllowanceAsync(cancellationToken));
        findings.AddRange(await new StampCheck(client, profile, parts.Org.Identity).RunAsync(cancellationToken));
        if (rules)
        {
            findings.AddRange(await new RuleTrial(client, profile, parts.Org.Identity).RunAsync(cancellationToken));
        }
        else
        {
            findings.Add(new(FindingState.Note, "duplicate rules", "not tried", "Try them with: contact-sync doctor --rules. Its creates are taken back by the org itself."));
        }

        return findings;
    }

    private Finding Key(OrgFacts facts) => facts.ExternalIdField is { } field
        ? new(FindingState.Ok, "key", $"new records are upserted by {field}: a load may die anywhere and creates nothing twice")
        : new(FindingState.Note, "key", "new records are bare inserts: a load that died must be resumed within 7 days",
            $"In Setup, Object Manager, {parts.Config.Profile.Select.Object}, Fields & Relationships make {parts.Config.Pipeline.Load.ExternalIdField}: Text (80), Unique, External ID.",
            "Give the integration user edit access to it.");

    private async Task<Finding> AllowanceAsync(CancellationToken cancellationToken)
    {
        var limits = await parts.Org.Client.GetLimitsAsync(cancellationToken);
        if (limits.DailyApiRequests is not { } calls)
        {
            return new(FindingState.Note, "allowance", "the org does not tell its limit of API calls");
        }

        var used = 100 * (calls.Max - calls.Remaining) / Math.Max(calls.Max, 1);
        var share = parts.Config.Pipeline.Budget.ApiCallsPercent;
        var found = $"{Reporting.Plain.Count(calls.Remaining)} of {Reporting.Plain.Count(calls.Max)} API calls of the last 24 hours are left";
        return used < share
            ? new(FindingState.Ok, "allowance", found)
            : new(FindingState.Problem, "allowance", $"{found}; runs stop at {share} % (budget.apiCallsPercent)", "Wait until older calls are 24 hours back, or raise budget.apiCallsPercent.");
    }
}
