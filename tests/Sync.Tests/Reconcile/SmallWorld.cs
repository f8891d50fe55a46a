using System.Globalization;
using ContactSync.Config;
using ContactSync.DuckDb;
using ContactSync.Reconcile;
using ContactSync.Runs;
using ContactSync.Transforms.Model;

namespace ContactSync.Sync.Tests.Reconcile;

/// <summary>A person on one side: key, stamp (day of January 2026), names, e-mail, city; for a supporter also the Contact Id it carries. An unusable city stands in place of a city.</summary>
internal sealed record Known(string Key, int Day, string? First, string? Last, string? Email, string? City, string? Link = null, bool Deleted = false, string? Unusable = null);

/// <summary>A run's tables in a scratch database of their own, filled by hand: what reconcile makes of them is the subject.</summary>
internal sealed class SmallWorld : IDisposable
{
    private static readonly string[] Fields = ["first_name", "last_name", "email", "city"];

    private readonly string _folder = Directory.CreateTempSubdirectory("contact-sync-reconcile-").FullName;
    private readonly Scratch _scratch;
    private readonly Reconciler _reconciler;

    private SmallWorld()
    {
        var runs = Path.Combine(_folder, "runs");
        var state = Path.Combine(_folder, "state");
        var folder = RunFolder.Create(new DiskFiles(), runs, state, RunId.Parse("20260131t000000z-0000"));
        _scratch = Scratch.Open(folder, runs, state, new BudgetOptions(100, 256_000_000, 1, Path.Combine(_folder, "spill")));
        _reconciler = new Reconciler(_scratch, TimeProvider.System);
    }

    /// <summary>What was planned, in plan order: side, action, record and the changes as <c>field:before>after</c>, a blank as <c>-</c>.</summary>
    public IReadOnlyList<string> Plan => Texts(
        """
        select concat_ws(' ', side, action, record_key, array_to_string([concat(c.field, ':', coalesce(c.before, '-'), '>', coalesce(c.after, '-')) for c in changes], ' '))
        from plan order by plan_row
        """).Select(row => row.TrimEnd()).ToList();

    /// <summary>Every record's outcome and reason.</summary>
    public IReadOnlyList<string> Outcomes => Texts("select concat_ws(' ', record_key, outcome, reason) from outcomes order by record_key");

    /// <summary>What is known after the load: pair, status, hold and the city of the base.</summary>
    public IReadOnlyList<string> Links => Texts("select concat_ws(' ', record_key, coalesce(local_key, '-'), coalesce(org_id, '-'), status, hold, 'city=' || coalesce(city, '-')) from links_all order by record_key");

    /// <summary>Reconciles these records without any state, as a first run.</summary>
    public static async Task<SmallWorld> FirstRunAsync(
        IReadOnlyList<Known> locals, IReadOnlyList<Known> orgs, ProfileOptions? profile = null, IReadOnlyList<(string Local, string Org)>? judged = null)
    {
        var world = new SmallWorld();
        await world._reconciler.FoldAsync([], Fields, default);
        world.Decide(locals, orgs, profile, judged ?? []);
        return world;
    }

    /// <summary>Reconciles changed records against a base: pairs that both sides last held like this.</summary>
    public static async Task<SmallWorld> LaterRunAsync(IReadOnlyList<Known> bases, IReadOnlyList<Known> locals, IReadOnlyList<Known> orgs, ProfileOptions? profile = null)
    {
        var world = new SmallWorld();
        await world._reconciler.FoldAsync([], Fields, default);
        foreach (var b in bases)
        {
            world.Run($"""
                insert into state by name select 'local:{b.Key}' as record_key, '{b.Key}' as local_key, '{b.Link}' as org_id, 'linked' as status, true as has_base,
                  {Hash(b)} as base_hash, {Text(b.Email)} as email_key, {Text(b.First)} as first_name, {Text(b.Last)} as last_name, {Text(b.Email)} as email, {Text(b.City)} as city
                """);
        }

        world.Decide(locals, orgs, profile, []);
        return world;
    }

    /// <summary>Ends every planned row the same way and writes down what is then known.</summary>
    public void Settle(string outcome)
    {
        Run($"""
            create table results as select plan_row, '{outcome}' as outcome, coalesce(local_key, 'new' || plan_row) as local_key, coalesce(org_id, '003new' || plan_row) as org_id,
              case when '{outcome}' = 'failed' then 'SOME_CODE' end as code, null::varchar as message from plan
            """);
        _reconciler.Settle(default);
    }

    public static ProfileOptions Profile(ConflictRule conflict = ConflictRule.Newest, BlankRule blank = BlankRule.Clear) => new(
        "test",
        new SelectOptions("Contact", "Cursor__c")
        {
            Require = [new(Side.Local, "last_name", RequireWhen.Always, "no last name"), new(Side.Org, "email", RequireWhen.Create, "no e-mail")],
        },
        new IdentifyOptions(OnMany.Review) { Pull = [new(KeyKind.Id, null), new(KeyKind.Exact, "email")], Push = [new(KeyKind.Id, null)] },
        new GovernOptions(conflict, blank, WriteRule.Always, WriteRule.Always, DeletedRule.Detach))
    {
        Map =
        [
            new("first_name", "FirstName", ColumnType.Text, ColumnRole.FirstName), new("last_name", "LastName", ColumnType.Text, ColumnRole.LastName),
            new("email", "Email", ColumnType.Email, ColumnRole.Email), new("city", "MailingCity", ColumnType.Text, ColumnRole.Value),
        ],
    };

    public void Dispose()
    {
        _scratch.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void Decide(IReadOnlyList<Known> locals, IReadOnlyList<Known> orgs, ProfileOptions? profile, IReadOnlyList<(string Local, string Org)> judged)
    {
        Run("""
            create table extract_local (record_key varchar, local_key varchar, org_id varchar, modified_at timestamptz, changed_at timestamptz, first_name varchar, last_name varchar, email varchar,
              city varchar);
            create table extract_org (record_key varchar, org_id varchar, sync_key varchar, created_at timestamptz, modified_at timestamptz, cursor_at timestamptz, is_deleted boolean,
              merged_into varchar, first_name varchar, last_name varchar, email varchar, city varchar);
            create table normalized (record_key varchar, side varchar, row_hash uuid, email_key varchar, first_key varchar, last_key varchar, first_name varchar, last_name varchar,
              email varchar, city varchar);
            create table unusable (record_key varchar, side varchar, code varchar, field varchar, value varchar);
            """);
        foreach (var l in locals)
        {
            Run($"insert into extract_local values ('local:{l.Key}', '{l.Key}', {Text(l.Link)}, {Stamp(l)}, timestamptz '2026-02-01', {Values(l)})");
            Normalize($"local:{l.Key}", "local", l);
        }

        foreach (var o in orgs)
        {
            Run($"insert into extract_org values ('org:{o.Key}', '{o.Key}', null, timestamptz '2026-01-01', {Stamp(o)}, {Stamp(o)}, {o.Deleted}, null, {Values(o)})");
            Normalize($"org:{o.Key}", "org", o);
        }

        PolicyTables.Write(_scratch.Connection, profile ?? Profile(), new RunPolicy("store", Compacts: true));
        _reconciler.OpenMatching(default);
        Run("""
            create table pairs as select l.local_key, o.org_id, 'email' as method, 600 + 200 * coalesce(l.first_key = o.first_key, false)::integer + 200 * coalesce(l.last_key = o.last_key, false)::integer as score, 'best' as verdict, null::integer as weight
            from match_local l join match_org o on l.email_key = o.email_key
            """);
        foreach (var (local, org) in judged)
        {
            Run($"insert into pairs values ('{local}', '{org}', 'judged', 1000, 'best', null)");
        }

        _reconciler.Claim(default);
        _reconciler.Identify(default);
        _reconciler.Decide(profile ?? Profile(), default);
        _reconciler.WritePlan(profile ?? Profile(), default);
    }

    private void Normalize(string key, string side, Known who)
    {
        if (who.Unusable is not null)
        {
            Assert.Null(who.City);
            Run($"insert into unusable values ('{key}', '{side}', 'no_city', 'city', {Text(who.Unusable)})");
        }

        Run($"insert into normalized values ('{key}', '{side}', {Hash(who)}, {Text(who.Email)}, lower({Text(who.First)}), lower({Text(who.Last)}), {Values(who)})");
    }

    private static string Values(Known who) => $"{Text(who.First)}, {Text(who.Last)}, {Text(who.Email)}, {Text(who.City)}";

    private static string Hash(Known who) => $"md5(concat_ws('|', coalesce({Text(who.First)}, ''), coalesce({Text(who.Last)}, ''), coalesce({Text(who.Email)}, ''), coalesce({Text(who.City)}, '')))::uuid";

    private static string Stamp(Known who) => string.Create(CultureInfo.InvariantCulture, $"timestamptz '2026-01-{who.Day:D2} 00:00:00+00'");

    private static string Text(string? value) => value is null ? "null" : DuckSql.Literal(value);

    private void Run(string sql) => _scratch.Connection.Execute(sql);

    private List<string> Texts(string sql)
    {
        using var result = _scratch.Connection.Query(sql);
        return [.. result.TextRows().Select(row => row[0] ?? "")];
    }
}
