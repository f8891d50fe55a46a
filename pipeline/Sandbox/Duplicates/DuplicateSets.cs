using System.Globalization;
using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Values;
using ContactSync.Sandbox.Writing.Objects;

namespace ContactSync.Sandbox.Duplicates;

/// <summary>Notes duplicates that were saved: a set for each rule and group of records, an item a record. A set that holds one of them already grows.</summary>
internal static class DuplicateSets
{
    private const string Set = "DuplicateRecordSet";
    private const string Item = "DuplicateRecordItem";

    public static void Add(OrgRecords org, string pod, ObjectType type, int number, IReadOnlyList<DuplicateFinding> findings)
    {
        foreach (var finding in findings)
        {
            var rule = SfId.Format("0Bm", pod, finding.Rule.Number);
            var ids = finding.Matches.SelectMany(m => m.Numbers.Select(n => org.Id(m.Rule.Type.Name, n))).Prepend(org.Id(type.Name, number)).Distinct().ToList();
            var set = ids.SelectMany(id => org.Where(Item, "RecordId", id)).Select(i => org.Value(Item, i, "DuplicateRecordSetId"))
                .FirstOrDefault(s => org.Find(Set, s) is > 0 and var known && org.Value(Set, known, "DuplicateRuleId") == rule) ?? Create(org, rule, type);
            foreach (var id in ids.Where(id => !org.Where(Item, "RecordId", id).Exists(i => org.Value(Item, i, "DuplicateRecordSetId") == set)))
            {
                org.Add(Item, ("Name", Name(org, Item)), ("DuplicateRecordSetId", set), ("RecordId", id));
                org.Count(Set, org.Find(Set, set), "RecordCount", 1);
            }
        }
    }

    private static string Create(OrgRecords org, string rule, ObjectType type)
    {
        org.Add(Set, ("Name", Name(org, Set)), ("DuplicateRuleId", rule), ("SobjectType", type.Name), ("RecordCount", "0"));
        return org.Id(Set, org.Last(Set));
    }

    private static string Name(OrgRecords org, string type) => (org.Last(type) + 1).ToString("000000000", CultureInfo.InvariantCulture);
}
