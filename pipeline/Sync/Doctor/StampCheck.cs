using System.Globalization;
using System.Text.Json;
using ContactSync.Config;
using ContactSync.Salesforce;

namespace ContactSync.Doctor;

/// <summary>
/// Whether the field that changes are seen by is kept up: one workflow must set it when someone makes a record, one when someone edits it, and neither for our own user.
/// Without them a pull finds nothing. Looked at on the records edited last: where most of them are stale a workflow is missing, where some are it was past them, as imports and mass changes are.
/// </summary>
internal sealed class StampCheck(SalesforceClient client, ProfileOptions profile, OrgIdentity identity)
{
    private const int Records = 200;

    // Workflows run in the transaction of the edit; a stamp this much older is not of it.
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(1);

    private readonly string _cursor = profile.Select.Cursor;

    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken)
    {
        var theirs = await LastAsync(SoqlCondition.NotEqual("LastModifiedById", identity.UserId), cancellationToken);
        var ours = await LastAsync(SoqlCondition.Equal("LastModifiedById", identity.UserId), cancellationToken);
        var made = theirs.Where(r => r.Created == r.Modified).ToList();
        var edited = theirs.Where(r => r.Created != r.Modified).ToList();
        return [Kept("stamp on create", "created", made, "made and not edited since"), Kept("stamp on edit", "created or edited", edited, "edited"), Echo(ours)];
    }

    private Finding Kept(string check, string when, IReadOnlyList<Stamped> records, string sought)
    {
        var stale = records.Count(r => r.Cursor is not { } at || at < r.Modified - Slack);
        return records.Count == 0 ? new(FindingState.Note, check, $"nothing to go by: of the {profile.Select.Object} records that others changed last none was {sought}")
            : stale == 0 ? new(FindingState.Ok, check, $"{_cursor} is up to date on the {records.Count} looked at")
            : new(2 * stale > records.Count ? FindingState.Problem : FindingState.Note, check, $"{_cursor} is blank or old on {stale} of the {records.Count} looked at: a pull does not find them",
                $"In Setup, Flows make a record-triggered flow on {profile.Select.Object}, to run when a record is {when}, before it is saved.",
                $"Its entry condition: $User.Username does not equal {identity.Username}, so that our own writes do not come back as changes.",
                $"Its one step: set {_cursor} to {{!$Flow.CurrentDateTime}}. Activate it.",
                "Records that it missed are read by: contact-sync run --full");
    }

    private Finding Echo(IReadOnlyList<Stamped> ours)
    {
        var echoed = ours.Count(r => r.Cursor is { } at && at >= r.Modified - Slack && r.Created != r.Modified);
        return echoed == 0 ? new(FindingState.Ok, "no echo", ours.Count == 0 ? "we have written nothing yet" : $"our writes leave {_cursor} alone")
            : new(FindingState.Note, "no echo", $"{_cursor} moved with {echoed} of the {ours.Count} writes of ours looked at: each comes back as a change",
                $"Add to the flow that sets it the entry condition: $User.Username does not equal {identity.Username}.");
    }

    private async Task<List<Stamped>> LastAsync(SoqlCondition who, CancellationToken cancellationToken)
    {
        var records = new List<Stamped>();
        var soql = Soql.Select("Id", "CreatedDate", "LastModifiedDate", _cursor).From(profile.Select.Object).Where(who).OrderBy("LastModifiedDate", descending: true).Limit(Records);
        await foreach (var record in client.QueryAsync(soql, queryAll: false, cancellationToken))
        {
            records.Add(new Stamped(At(record, "CreatedDate")!.Value, At(record, "LastModifiedDate")!.Value, At(record, _cursor)));
        }

        return records;
    }

    private static DateTimeOffset? At(JsonElement record, string field) =>
        record.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String
            ? DateTimeOffset.Parse(value.GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) : null;

    private sealed record Stamped(DateTimeOffset Created, DateTimeOffset Modified, DateTimeOffset? Cursor);
}
