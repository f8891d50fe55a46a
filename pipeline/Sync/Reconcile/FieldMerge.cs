using System.Globalization;
using System.Text.Json;
using ContactSync.Config;
using ContactSync.DuckDb;

namespace ContactSync.Reconcile;

/// <summary>
/// The statement that merges the differing records, field by field, into <c>merged</c>: a row a record with what is to be written to either side. The
/// rules are the macros of step 15; what is made here is only their use, once for each mapped field, so that all fields of a record are
/// merged in one pass over columns (decision 8).
/// </summary>
internal static class FieldMerge
{
    // Characters of a field and of a record past which Bulk API 2.0 fails a job whole (Salesforce's limits of Bulk API 2.0 ingest).
    private const int LongestValue = 131_072;
    private const int LongestRecord = 400_000;

    /// <summary>The name of the step, between 15 and 17.</summary>
    public const string Name = "16-merge";

    /// <summary>
    /// Merges the differing records of a range of keys into a Parquet file: the values of both sides, where each goes and why. As a table it
    /// would be held uncompressed; and joins of whole records hold all their tables at once, so memory bounds a part, not the run. Names enter as quoted
    /// identifiers and literals, values never.
    /// </summary>
    public static string Sql(ProfileOptions profile, KeyRange keys, string file)
    {
        var fields = Fields(profile);
        return $"""
            copy (
            with part as materialized (select * from differing where {keys.Sql("record_key")}),
            sides as (
              select d.*, ul.fields as local_unusable, uo.fields as org_unusable,
                coalesce(d.local_edited >= d.org_edited, d.org_edited is null) as local_is_newer, d.local_key is not null as has_local{Each(fields, f => f.Sides)}
              from part d
              left join (from normalized where side = 'local' and record_key in (select local_row from part)) l on l.record_key = d.local_row
              left join (from normalized where side = 'org' and record_key in (select org_row from part)) o on o.record_key = d.org_row
              left join (from state where local_key in (select known_local from part)) s on s.local_key = d.known_local
              left join (from state where org_id in (select known_org from part)) t on t.org_id = d.known_org
              left join unusable_values ul on ul.record_key = d.local_row
              left join unusable_values uo on uo.record_key = d.org_row),
            usable as (select *{Each(fields, f => f.Usable)} from sides),
            judged as (select *{Each(fields, f => f.GoesTo)} from usable),
            decided as (select *{Each(fields, f => f.WrittenTo)} from judged)
            select record_key, local_key, org_id, paired, local_stamp, org_stamp, created_at, local_unusable, org_unusable,
              ({Sum(fields, "org")})::integer as org_changes,
              ({Sum(fields, "local")})::integer as local_changes,
              case when org_changes > 0 then {Fingerprint(profile, fields, "org")} end as org_fingerprint,
              case when local_changes > 0 then {Fingerprint(profile, fields, "local")} end as local_fingerprint,
              {EmailToLocal(fields)} as email_to_local,
              {Unfit(profile, fields)} as unfit{Each(fields, f => f.Result)}
            from decided)
            to {DuckSql.Literal(file)} (format parquet, compression snappy, row_group_size 20480)
            """;
    }

    /// <summary>The views <c>merged</c> over all parts, and <c>kept</c> with the values of a record that takes from both sides, or from the base for an unusable one.</summary>
    public static string MergedSql(ProfileOptions profile, IEnumerable<string> files) => $"""
        create view merged as select * from read_parquet([{string.Join(", ", files.Select(DuckSql.Literal))}]);

        create view kept as
        select record_key{Each(Fields(profile), f => f.Kept)}
        from merged where (org_changes > 0 and local_changes > 0) or local_unusable is not null or org_unusable is not null;
        """;

    /// <summary>
    /// Some rows of the plan with what they write, into a Parquet file in the order of the plan. Their records lie in <paramref name="keys"/>. Columns are still flat: lists, which are
    /// costly to sort, are made of them by <see cref="PlanSql"/>.
    /// </summary>
    public static string PlanRowsSql(ProfileOptions profile, PlanRowsFile rows, KeyRange keys)
    {
        var planned = $"(from planned where plan_row between {rows.First} and {rows.Last}) p";
        var query = rows.IsBare
            ? $"select p.* from {planned}"
            : $"select p.*, m.local_unusable, m.org_unusable{Each(Fields(profile), f => f.Merged)} from {planned} left join (from merged where {keys.Sql("record_key")}) m using (record_key)";
        return $"copy ({query} order by p.plan_row) to {DuckSql.Literal(rows.Path)} (format parquet, compression snappy, row_group_size 20480)";
    }

    /// <summary>The view <c>plan</c> over the files of <see cref="PlanRowsSql"/>, in their order. They are read as one, for the row groups of a union would follow the threads.</summary>
    public static string PlanSql(ProfileOptions profile, IEnumerable<PlanRowsFile> files)
    {
        var fields = Fields(profile);
        return $"""
            create view plan as
            select plan_row, wave, side, object, action, record_key, local_key, org_id, sync_key, expected_stamp,
              case when fields = 0 then [] when side = 'org' then {Changes(fields, "org")} else {Changes(fields, "local")} end as changes, fingerprint
            from read_parquet([{string.Join(", ", files.Select(f => DuckSql.Literal(f.Path)))}], union_by_name = true)
            """;
    }

    private static List<Field> Fields(ProfileOptions profile) => [.. profile.Map.Select((map, i) => new Field(map, profile.Govern.For(map.Field), i))];

    private static string Each(IEnumerable<Field> fields, Func<Field, string> sql) => string.Concat(fields.Select(f => ",\n    " + sql(f)));

    private static string Sum(List<Field> fields, string side) =>
        string.Join(" + ", fields.Select(f => $"coalesce({f.To} = '{side}', false)::integer").DefaultIfEmpty("0"));

    private static string Changes(List<Field> fields, string side) =>
        $"list_filter([{string.Join(",\n    ", fields.Select(f => $"case when {f.To} = '{side}' then {f.Change(side)} end"))}], lambda c: c is not null)";

    private static string Fingerprint(ProfileOptions profile, List<Field> fields, string side) =>
        $"md5(concat_ws('|', {DuckSql.Literal(PolicyTables.Fingerprint(profile))}, '{side}', org_id, local_key{string.Concat(fields.Select(f => $", case when {f.To} = '{side}' then {f.Print(side)} end"))}))";

    private static string EmailToLocal(List<Field> fields) =>
        fields.Find(f => f.IsEmail) is { } email ? $"case when {email.To} = 'local' then lower(trim({email.Org})) end" : "null::varchar";

    /// <summary>
    /// Why a record cannot be written: the requirements that it does not meet, in the profile's order, and values so long that the org would refuse the whole job
    /// for them.
    /// </summary>
    private static string Unfit(ProfileOptions profile, List<Field> fields)
    {
        var reasons = new List<string>();
        foreach (var rule in profile.Select.Require)
        {
            var field = fields.Find(f => f.Name == rule.Field);
            var (local, org, to) = field is null ? ("null", "null", "null") : (field.Local, field.Org, field.To);
            var unmet = rule.Side == Side.Local
                ? $"local_key is not null and local_extracted and {local} is null and {(rule.When == RequireWhen.Always ? "true" : "not paired")} and coalesce({to} = 'org', true)"
                : $"org_id is not null and {org} is null and {(rule.When == RequireWhen.Always ? $"org_extracted and coalesce({to} = 'local', true)" : "not paired")}";
            reasons.Add($"case when {unmet} then {DuckSql.Literal(rule.Reason)} end");
        }

        var lengths = fields.Select(f => $"coalesce(case when {f.To} = 'org' then length({f.Local}) end, 0)").Append("0").ToList();
        reasons.Add($"case when greatest({string.Join(", ", lengths)}) > {LongestValue} or {string.Join(" + ", lengths)} > {LongestRecord} then 'too long for any org' end");
        return $"list_filter([{string.Join(", ", reasons)}], lambda r: r is not null)";
    }

    /// <summary>One mapped field and the columns it has while it is merged: raw and usable values of either side, the base, where it goes and where it is written.</summary>
    private sealed class Field(FieldMap map, FieldRule rule, int place)
    {
        private readonly string _column = DuckSql.Identifier(map.Field);
        private readonly string _key = DuckSql.Literal(map.Field);
        private readonly string _target = DuckSql.Literal(map.Org);
        private readonly string _conflict = Word(rule.Conflict!.Value);

        public string Name => map.Field;

        public bool IsEmail => map.Role == Transforms.Model.ColumnRole.Email;

        public string Local => $"l{place}";

        public string Org => $"o{place}";

        public string To => $"to{place}";

        public string Sides =>
            $"coalesce(l.{_column}, case when not d.local_extracted then s.{_column} end) as rl{place}, coalesce(o.{_column}, t.{_column}) as ro{place}, case when d.has_base then s.{_column} end as b{place}";

        public string Usable => $"usable(rl{place}, local_unusable[{_key}], ro{place}, b{place}) as {Local}, usable(ro{place}, org_unusable[{_key}], rl{place}, b{place}) as {Org}";

        public string GoesTo => $"goes_to(paired, has_local, has_base, local_is_newer, {Local}, {Org}, b{place}, {_conflict}) as goes{place}";

        public string WrittenTo =>
            $"written_to(goes{place}, paired, {Local}, {Org}, {Word(rule.Push!.Value)}, {Word(rule.Pull!.Value)}, {Word(rule.Blank!.Value)}) as {To}";

        public string Result => $"{Local}, {Org}, {To}, case when {To} is not null then merge_rule(paired, has_base, {Local}, {Org}, b{place}, {_conflict}, case {To} when 'org' then org_unusable[{_key}] else local_unusable[{_key}] end) end as rule{place}";

        public string Merged => $"m.{Local}, m.{Org}, m.{To}, m.rule{place}";

        public string Kept => $"case when {To} = 'local' then {Org} else {Local} end as {_column}";

        public string Change(string side) =>
            $"{{'field': {_key}, 'target': {(side == "org" ? _target : _key)}, 'before': {Before(side)}, 'after': {After(side)}, 'rule': rule{place}}}";

        public string Print(string side) => $"concat('{place}=', {Before(side)}, chr(31), {After(side)})";

        private string Before(string side) => $"coalesce({side}_unusable[{_key}], {(side == "org" ? Org : Local)})";

        private string After(string side) => side == "org" ? Local : Org;

        private static string Word<T>(T value)
            where T : struct, Enum => $"'{JsonNamingPolicy.CamelCase.ConvertName(value.ToString())}'";
    }
}
