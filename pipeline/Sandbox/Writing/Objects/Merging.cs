using System.Text;
using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Store;

namespace ContactSync.Sandbox.Writing.Objects;

/// <summary>
/// Merges up to two records of an object into a third: what points to them points to the master, they go to the recycle bin and name
/// it as their master. The caller holds the store's gate and takes a refused merge back.
/// </summary>
internal sealed class Merging(OrgStore store, Transaction transaction, Caller caller, long now)
{
    private const int MostLosers = 2;

    private readonly RecordLookup _lookup = new(store);
    private readonly OrgRecords _records = new(store);
    private readonly List<string> _related = [];

    /// <summary>The ids of the records that were pointed elsewhere.</summary>
    public IReadOnlyList<string> Related => _related;

    public WriteOutcome Run(RecordWriter writer, ObjectType type, int master, RowDraft values, IReadOnlyList<int> losers)
    {
        if (Refused(type, master, losers) is { } error)
        {
            return WriteOutcome.From(error, master);
        }
        if (writer.Update(transaction, type, master, values, caller, now) is { Error: not null } refused)
        {
            return refused;
        }
        _records.Begin(transaction, caller, now);
        var id = _lookup.Id(type, master);
        foreach (var loser in losers)
        {
            Move(type, _lookup.Id(type, loser), id);
            _records.Point(type.Name, loser, "MasterRecordId", id);
            _records.Delete(type, loser, hard: false);
        }
        return new WriteOutcome(master, Created: false, null);
    }

    private RowError? Refused(ObjectType type, int master, IReadOnlyList<int> losers)
    {
        if (losers.Count is 0 or > MostLosers)
        {
            return new RowError("NUMBER_OUTSIDE_VALID_RANGE", "one or two records can be merged into another");
        }
        foreach (var number in losers.Prepend(master))
        {
            if (number == 0 || store.Table(type)[number].IsEmpty)
            {
                return new RowError("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id");
            }
            if (!_lookup.IsLive(type, number))
            {
                return new RowError("ENTITY_IS_DELETED", "entity is deleted");
            }
            if (type.Name == "Lead" && _records.Value("Lead", number, "IsConverted") == "true")
            {
                return new RowError("CANNOT_UPDATE_CONVERTED_LEAD", "cannot reference converted lead");
            }
        }
        return losers.Contains(master) || losers.Distinct().Count() < losers.Count
            ? new RowError("INVALID_FIELD", "a record cannot be merged with itself")
            : null;
    }

    private void Move(ObjectType type, string from, string to)
    {
        foreach (var child in store.Schema.Objects)
        {
            foreach (var field in child.Fields.Where(f => f.System == SystemField.None && f.ReferenceTo.Contains(type.Name) && f.Name != "MasterRecordId"))
            {
                foreach (var number in _records.Where(child.Name, field.Name, from))
                {
                    if (child.Name == "CampaignMember" && IsMember(field.Name, to, _records.Value(child.Name, number, "CampaignId")))
                    {
                        CampaignMemberLogic.Remove([number], _records, hard: false);
                        continue;
                    }
                    // A record that pointed to the loser and is the master itself must not come to point to itself.
                    _records.Point(child.Name, number, field.Name, child == type && _lookup.Id(type, number) == to ? "" : to);
                    _related.Add(_lookup.Id(child, number));
                }
            }
        }
    }

    private bool IsMember(string field, string person, string campaign) =>
        _records.Where("CampaignMember", field, person).Exists(m => _records.Value("CampaignMember", m, "CampaignId") == campaign);

    /// <summary>The record an id names, of any object; 0 when there is none.</summary>
    public int Number(ObjectType type, string id)
    {
        Span<byte> normal = stackalloc byte[Values.SfId.Length];
        return Values.SfId.TryNormalize(Encoding.UTF8.GetBytes(id), normal) ? _lookup.ById(type, normal) : 0;
    }
}
