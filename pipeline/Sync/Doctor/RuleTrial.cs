using System.Text.Json;
using ContactSync.Config;
using ContactSync.Salesforce;
using ContactSync.Transforms.Model;

namespace ContactSync.Doctor;

/// <summary>
/// Tries the org's duplicate rules with likenesses of a record it has. The rule that the profile lives by, names and e-mail address together, must refuse a create, or duplicates
/// are made and only reported; a rule that refuses one with another e-mail address holds rows up for good, since the look-up goes by the address.
/// </summary>
internal sealed class RuleTrial(SalesforceClient client, ProfileOptions profile, OrgIdentity identity)
{
    private const string Check = "duplicate rules";
    private const string StrangeName = "Zzprobe";

    private readonly string _object = profile.Select.Object;
    private readonly string _first = Of(profile, ColumnRole.FirstName);
    private readonly string _last = Of(profile, ColumnRole.LastName);
    private readonly string _email = Of(profile, ColumnRole.Email);

    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken)
    {
        if (await SampleAsync(cancellationToken) is not { } sample)
        {
            return [new(FindingState.Note, Check, $"not tried: the org has no {_object} with first name, last name and e-mail address")];
        }

        var findings = new List<Finding> { await MainAsync(sample, cancellationToken) };
        var others = await OthersAsync(sample, cancellationToken);
        findings.AddRange(others.Count > 0 ? others : [new(FindingState.Ok, "other rules", "none refuses a record with another e-mail address")]);
        return findings;
    }

    private async Task<Finding> MainAsync(IReadOnlyDictionary<string, string> sample, CancellationToken cancellationToken)
    {
        var result = await client.Probe.CreateAsync(_object, Only(sample, _first, _last, _email), cancellationToken);
        if (result.WouldSave)
        {
            return new(FindingState.Problem, Check, "a new record with the names and e-mail address of one that is there is saved: it is reported at most, and never looked up",
                $"In Setup, Matching Rules make a rule on {_object}: {_first} by Fuzzy: First Name, {_last} by Fuzzy: Last Name, {_email} by Exact. Activate it.",
                $"In Setup, Duplicate Rules make a rule on {_object} with that matching rule: Action On Create: Allow; Operations On Create: Alert and Report. Activate it.",
                "If there is such a rule: set Operations On Create to Alert and Report, and remove conditions that leave out our user.");
        }

        return IsDuplicate(result.Error!)
            ? new(FindingState.Ok, Check, $"{Named(result)} refuses a new record with the names and e-mail address of one that is there, in words that the profile knows: {result.Error!.Code}: {result.Error.Message}")
            : new(FindingState.Problem, Check, $"a likeness of a record is refused in words that the profile does not know: {result.Error!.Code}: {result.Error.Message}",
                "If they mean that the record is there already, add them to duplicates.errors in the profile; else mend what they say.");
    }

    private async Task<List<Finding>> OthersAsync(IReadOnlyDictionary<string, string> sample, CancellationToken cancellationToken)
    {
        var findings = new List<Finding>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        var rest = sample.Keys.Where(f => f != _first && f != _last && f != _email).ToList();
        (string What, IReadOnlyDictionary<string, string> Fields)[] likenesses =
        [
            ("names alone", Only(sample, _first, _last)),
            .. rest.Select(f => ($"{f} alone", Strange(Only(sample, f)))),
            ("the e-mail address alone", Strange(Only(sample, _email))),
            ("everything but name and e-mail address", Strange(Only(sample, [.. rest]))),
            ("names, and all but the e-mail address", Only(sample, [_first, _last, .. rest])),
        ];
        foreach (var (what, fields) in likenesses)
        {
            var result = await client.Probe.CreateAsync(_object, fields, cancellationToken);
            if (!result.WouldSave && IsDuplicate(result.Error!) && known.Add(Named(result)))
            {
                findings.Add(Stuck(what, result));
            }
        }

        return findings;
    }

    private Finding Stuck(string what, ProbeResult result) => new(
        FindingState.Problem, "other rules", $"{Named(result)} refuses a new record by {what}: such a row cannot be linked and stays failed ({result.Error!.Code}: {result.Error.Message})",
        $"In Setup, Duplicate Rules, {result.DuplicateRule ?? "the rule"}, Edit: clear Alert of Operations On Create and leave Report; such rows are then saved and reported.",
        $"If the rule must alert others: add under Conditions: Current User: Username, not equal to, {identity.Username}; the rule then leaves out our user.");

    private static string Named(ProbeResult result) => result.DuplicateRule is { } rule ? $"rule {rule}" : "a trigger or validation rule";

    private bool IsDuplicate(SalesforceError error) => profile.Duplicates.Errors.Any(e =>
        e.Code == error.Code && (e.Message is null || error.Message.Contains(e.Message, StringComparison.OrdinalIgnoreCase)));

    /// <summary>The fields of the newest record that has names and an e-mail address; of the rest, what it has.</summary>
    private async Task<IReadOnlyDictionary<string, string>?> SampleAsync(CancellationToken cancellationToken)
    {
        string[] fields = [.. profile.Map.Where(m => m.Type is ColumnType.Text or ColumnType.Email or ColumnType.Phone && profile.Govern.For(m.Field).Push != WriteRule.Never).Select(m => m.Org)];
        var named = SoqlCondition.NotEqual(_first, SoqlLiteral.Null).And(SoqlCondition.NotEqual(_last, SoqlLiteral.Null)).And(SoqlCondition.NotEqual(_email, SoqlLiteral.Null));
        var soql = Soql.Select(fields).From(_object).Where(named).OrderBy("CreatedDate", descending: true).Limit(1);
        await foreach (var record in client.QueryAsync(soql, queryAll: false, cancellationToken))
        {
            return fields.Select(f => (Field: f, Value: Text(record, f))).Where(f => f.Value is not null).ToDictionary(f => f.Field, f => f.Value!, StringComparer.Ordinal);
        }

        return null;
    }

    private Dictionary<string, string> Strange(Dictionary<string, string> fields)
    {
        fields.TryAdd(_first, StrangeName);
        fields.TryAdd(_last, StrangeName);
        return fields;
    }

    private static Dictionary<string, string> Only(IReadOnlyDictionary<string, string> sample, params IEnumerable<string> fields) =>
        fields.ToDictionary(f => f, f => sample[f], StringComparer.Ordinal);

    private static string Of(ProfileOptions profile, ColumnRole role) => profile.Map.First(m => m.Role == role).Org;

    private static string? Text(JsonElement record, string field) =>
        record.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
