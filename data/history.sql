-- The history of all runs as a database, in stock DuckDB: views and macros over the sealed Parquet files.
--
--   duckdb -init data/history.sql                        in the project's folder
--   set variable runs = '/elsewhere/runs'; .read history.sql    anywhere else
--
-- Only files that a run's manifest lists are opened; anything else beside them is ignored. All instants are UTC.
set variable runs = coalesce(getvariable('runs'), 'data/runs');

create or replace temp table manifests as
select regexp_replace(filename, '/manifest\.json$', '') as folder, run, profile, org_id, store, epoch, lower(state) as state, lower(kind) as kind,
  started_at, ended_at, config_sha256, parent, watermarks, tables
from read_json(getvariable('runs') || '/run=*/manifest.json', format = 'auto', filename = true, union_by_name = true, columns = {
  schema_version: 'INTEGER', run: 'VARCHAR', profile: 'VARCHAR', org_id: 'VARCHAR', store: 'VARCHAR', epoch: 'BIGINT', state: 'VARCHAR', kind: 'VARCHAR',
  started_at: 'TIMESTAMPTZ', ended_at: 'TIMESTAMPTZ', config_sha256: 'VARCHAR', parent: 'VARCHAR',
  watermarks: 'STRUCT(local_after TIMESTAMPTZ, local_upto TIMESTAMPTZ, org_from TIMESTAMPTZ, org_next TIMESTAMPTZ)',
  tables: 'STRUCT("name" VARCHAR, "file" VARCHAR, "rows" BIGINT, bytes BIGINT, sha256 VARCHAR)[]'});

create or replace temp table sealed as
select run, folder || '/' || t.file as path, t.name as name, t.rows as "rows", t.bytes as bytes
from (select run, folder, unnest(tables) as t from manifests);

-- What the columns mean. Tables that hold values of the record (extract_local, extract_org, normalized, links) have the mapped fields after these,
-- VARCHAR, by their names in the store.
create or replace temp table dictionary as
select row_number() over () as ordinal, * from (values
  ('extract_local', 'record_key', 'VARCHAR', 'local:<key>: the record''s name in all tables'),
  ('extract_local', 'local_key', 'VARCHAR', 'the supporter''s key in the store'),
  ('extract_local', 'org_id', 'VARCHAR', 'Contact Id the store holds, 18 characters; NULL when it holds none'),
  ('extract_local', 'modified_at', 'TIMESTAMP WITH TIME ZONE', 'when the supporter was last edited by its own account, UTC: what "newest wins" goes by'),
  ('extract_local', 'changed_at', 'TIMESTAMP WITH TIME ZONE', 'the store''s stamp of that edit, UTC: what the window goes by and a write is checked against'),
  ('extract_org', 'record_key', 'VARCHAR', 'org:<Contact Id>: the record''s name until it is linked to a supporter'),
  ('extract_org', 'org_id', 'VARCHAR', 'Contact Id, 18 characters'),
  ('extract_org', 'sync_key', 'VARCHAR', 'the external id a run made the Contact with'),
  ('extract_org', 'created_at', 'TIMESTAMP WITH TIME ZONE', 'CreatedDate, UTC, whole seconds'),
  ('extract_org', 'modified_at', 'TIMESTAMP WITH TIME ZONE', 'SystemModstamp, UTC, whole seconds: what a write is checked against'),
  ('extract_org', 'cursor_at', 'TIMESTAMP WITH TIME ZONE', 'the field that orders changes, UTC: what the window and "newest wins" go by'),
  ('extract_org', 'is_deleted', 'BOOLEAN', 'in the recycle bin'),
  ('extract_org', 'merged_into', 'VARCHAR', 'Contact Id that survived a merge'),
  ('normalized', 'record_key', 'VARCHAR', 'as in the extract'),
  ('normalized', 'side', 'VARCHAR', 'local or org'),
  ('normalized', 'row_hash', 'UUID', 'hash of all mapped values; equal rows hash alike on both sides'),
  ('normalized', 'email_key', 'VARCHAR', 'e-mail as compared, NULL when blank'),
  ('normalized', 'first_key', 'VARCHAR', 'first name as compared: lower case, no accents or punctuation'),
  ('normalized', 'last_key', 'VARCHAR', 'last name as compared'),
  ('pairs', 'local_key', 'VARCHAR', 'the supporter'),
  ('pairs', 'org_id', 'VARCHAR', 'the Contact it was compared with'),
  ('pairs', 'method', 'VARCHAR', 'id, email, judged, rules or weights: what brought them together'),
  ('pairs', 'score', 'INTEGER', '0 to 1000; of rules the mean of the rule''s scores, of weights how probable it is that they are one, of 1000'),
  ('pairs', 'first_score', 'INTEGER', 'likeness of the first names, 0 to 1000; NULL for rules and weights'),
  ('pairs', 'last_score', 'INTEGER', 'likeness of the last names, 0 to 1000; NULL for rules and weights'),
  ('pairs', 'verdict', 'VARCHAR', 'best, runner_up or other among the supporter''s pairs; of rules and weights best, or review: left to a person'),
  ('pairs', 'weight', 'INTEGER', 'of weights the evidence in hundredths of a bit, of rules the rank that pairs are taken by: the rule first, its scores next; else NULL'),
  ('pairs', 'why', 'VARCHAR', 'of rules the rule that holds, the key that brought them together and what each condition scored; of weights the key, each field''s level and bits, and the lines in force; else NULL'),
  ('matches', 'record_key', 'VARCHAR', 'local:<key>'),
  ('matches', 'local_key', 'VARCHAR', 'the supporter'),
  ('matches', 'org_id', 'VARCHAR', 'the Contact'),
  ('matches', 'method', 'VARCHAR', 'id, email, judged (a person said so), rules or weights'),
  ('matches', 'score', 'INTEGER', '0 to 1000'),
  ('matches', 'runner_up_org_id', 'VARCHAR', 'the next best Contact'),
  ('matches', 'runner_up_score', 'INTEGER', 'its score, 0 to 1000'),
  ('matches', 'verdict', 'VARCHAR', 'link: taken as the same person; review: left to a person; other verdicts name why not'),
  ('plan', 'plan_row', 'BIGINT', '1 to n, the order of the plan'),
  ('plan', 'wave', 'INTEGER', '0 is written first (the org), then 1 (the store)'),
  ('plan', 'side', 'VARCHAR', 'where it is written: org or local'),
  ('plan', 'object', 'VARCHAR', 'object or table written to'),
  ('plan', 'action', 'VARCHAR', 'create, update, or link: nothing but the Contact Id into the store'),
  ('plan', 'record_key', 'VARCHAR', 'the record'),
  ('plan', 'local_key', 'VARCHAR', 'the supporter; NULL for one still to be made'),
  ('plan', 'org_id', 'VARCHAR', 'Contact Id; NULL for one still to be made'),
  ('plan', 'sync_key', 'VARCHAR', 'external id a new Contact is made with'),
  ('plan', 'expected_stamp', 'TIMESTAMP WITH TIME ZONE', 'the target''s stamp when extracted, UTC; another one at load means it moved'),
  ('plan', 'changes', 'STRUCT(field VARCHAR, "target" VARCHAR, "before" VARCHAR, "after" VARCHAR, "rule" VARCHAR)[]', 'one a field: name in the store, name on the target, old and new value (NULL clears), the rule that decided'),
  ('plan', 'fingerprint', 'VARCHAR', 'MD5 of what the row would write: a row refused for good is not sent again while it is the same'),
  ('results', 'plan_row', 'BIGINT', 'the row of the plan'),
  ('results', 'slice', 'INTEGER', 'the slice it was sent in, from 0'),
  ('results', 'attempt', 'INTEGER', 'the attempt that decided'),
  ('results', 'side', 'VARCHAR', 'org or local'),
  ('results', 'action', 'VARCHAR', 'create, update or link'),
  ('results', 'record_key', 'VARCHAR', 'the record'),
  ('results', 'local_key', 'VARCHAR', 'the supporter, also one just made'),
  ('results', 'org_id', 'VARCHAR', 'Contact Id, also one just made'),
  ('results', 'outcome', 'VARCHAR', 'succeeded, failed, pending (left to the next run), moved (changed since the plan) or linked (refused as a duplicate, found in the org, sent by Id in the next run)'),
  ('results', 'created', 'BOOLEAN', 'made, not updated'),
  ('results', 'code', 'VARCHAR', 'the error''s code as the org or the store names it'),
  ('results', 'message', 'VARCHAR', 'the error''s text'),
  ('results', 'fields', 'VARCHAR[]', 'the fields the error names'),
  ('results', 'job_id', 'VARCHAR', 'the Bulk job''s Id'),
  ('lookups', 'plan_row', 'BIGINT', 'the row of the plan that the org refused as a duplicate'),
  ('lookups', 'record_key', 'VARCHAR', 'the record'),
  ('lookups', 'local_key', 'VARCHAR', 'the supporter'),
  ('lookups', 'email', 'VARCHAR', 'the e-mail address asked for, as compared'),
  ('lookups', 'verdict', 'VARCHAR', 'linked; or why not: none (no Contact has the address), unlike (its names differ), taken (it is another supporter''s), several (even matches), no e-mail'),
  ('lookups', 'org_id', 'VARCHAR', 'the best Contact with the address'),
  ('lookups', 'first_ratio', 'INTEGER', 'likeness of the first names, 0 to 100 (FuzzySharp Ratio)'),
  ('lookups', 'last_ratio', 'INTEGER', 'likeness of the last names, 0 to 100'),
  ('lookups', 'candidates', 'BIGINT', 'Contacts with the address'),
  ('lookups', 'held_by', 'VARCHAR', 'the supporter it belongs to'),
  ('lookups', 'looked_up_at', 'TIMESTAMP WITH TIME ZONE', 'the org''s clock before it was asked, UTC'),
  ('predictions', 'plan_row', 'BIGINT', 'the row of the plan that would create a Contact'),
  ('predictions', 'record_key', 'VARCHAR', 'the record'),
  ('predictions', 'local_key', 'VARCHAR', 'the supporter'),
  ('predictions', 'predicted', 'VARCHAR', 'alert: the org will refuse it as a duplicate, going by names and e-mail address of the Contacts known; none: it will not'),
  ('predictions', 'org_id', 'VARCHAR', 'the known Contact with its address whose names are most alike'),
  ('predictions', 'first_ratio', 'INTEGER', 'likeness of the first names, 0 to 100 (FuzzySharp Ratio)'),
  ('predictions', 'last_ratio', 'INTEGER', 'likeness of the last names, 0 to 100'),
  ('predictions', 'known', 'BIGINT', 'known Contacts with its address'),
  ('duplicate_verdicts', 'plan_row', 'BIGINT', 'the row of the plan that would create a Contact'),
  ('duplicate_verdicts', 'record_key', 'VARCHAR', 'the record'),
  ('duplicate_verdicts', 'local_key', 'VARCHAR', 'the supporter'),
  ('duplicate_verdicts', 'predicted', 'VARCHAR', 'alert or none, as in predictions'),
  ('duplicate_verdicts', 'org_id', 'VARCHAR', 'as in predictions'),
  ('duplicate_verdicts', 'first_ratio', 'INTEGER', 'as in predictions'),
  ('duplicate_verdicts', 'last_ratio', 'INTEGER', 'as in predictions'),
  ('duplicate_verdicts', 'known', 'BIGINT', 'as in predictions'),
  ('duplicate_verdicts', 'actual', 'VARCHAR', 'what the org said: alert, none (it was created), other error or not sent'),
  ('duplicate_verdicts', 'is_right', 'BOOLEAN', 'whether the forecast came true; NULL for another error and what was not sent'),
  ('overwrites', 'record_key', 'VARCHAR', 'a record whose pair meets for the first time'),
  ('overwrites', 'local_key', 'VARCHAR', 'the supporter'),
  ('overwrites', 'org_id', 'VARCHAR', 'Contact Id'),
  ('overwrites', 'field', 'VARCHAR', 'the field, by its name in the store'),
  ('overwrites', 'is_consent', 'BOOLEAN', 'a flag about consent; these come first'),
  ('overwrites', 'before', 'VARCHAR', 'the value that would be lost'),
  ('overwrites', 'after', 'VARCHAR', 'the value in its place'),
  ('overwrites', 'because', 'VARCHAR', 'the pair is new, or its create would alert and be linked'),
  ('drift', 'record_key', 'VARCHAR', 'a record that runs of changes have missed, found by a run that read everything'),
  ('drift', 'side', 'VARCHAR', 'local or org'),
  ('drift', 'local_key', 'VARCHAR', 'the supporter'),
  ('drift', 'org_id', 'VARCHAR', 'Contact Id'),
  ('drift', 'month', 'VARCHAR', 'yyyy-MM the Contact was made in, UTC; unknown, or all for supporters'),
  ('drift', 'cause', 'VARCHAR', 'why it was missed, most likely'),
  ('verified', 'side', 'VARCHAR', 'local or org; rows only of a run that read everything'),
  ('verified', 'month', 'VARCHAR', 'yyyy-MM the Contacts were made in, UTC; unknown, or all for supporters'),
  ('verified', 'records', 'BIGINT', 'records there now'),
  ('verified', 'known', 'BIGINT', 'records known before the run'),
  ('verified', 'hash', 'VARCHAR', 'hash over all their values now, whatever their order'),
  ('verified', 'known_hash', 'VARCHAR', 'the same of what was known'),
  ('verified', 'drifted', 'BIGINT', 'records of it in drift'),
  ('rejects', 'record_key', 'VARCHAR', 'the record'),
  ('rejects', 'side', 'VARCHAR', 'local or org'),
  ('rejects', 'code', 'VARCHAR', 'what is wrong with it'),
  ('rejects', 'field', 'VARCHAR', 'where'),
  ('rejects', 'detail', 'VARCHAR', 'the value, shortened'),
  ('unusable', 'record_key', 'VARCHAR', 'the record, which goes on without the value'),
  ('unusable', 'side', 'VARCHAR', 'local or org'),
  ('unusable', 'code', 'VARCHAR', 'no_date: not a day of the calendar as yyyy-MM-dd; date_out_of_range: not of the years 1700 to 4000'),
  ('unusable', 'field', 'VARCHAR', 'where'),
  ('unusable', 'value', 'VARCHAR', 'the value as extracted'),
  ('skipped', 'record_key', 'VARCHAR', 'the record'),
  ('skipped', 'side', 'VARCHAR', 'the side it was extracted from'),
  ('skipped', 'local_key', 'VARCHAR', 'the supporter'),
  ('skipped', 'org_id', 'VARCHAR', 'Contact Id'),
  ('skipped', 'reason', 'VARCHAR', 'why nothing is written, as things stand'),
  ('skipped', 'detail', 'VARCHAR', 'more about it'),
  ('review', 'record_key', 'VARCHAR', 'the record'),
  ('review', 'side', 'VARCHAR', 'the side it was extracted from'),
  ('review', 'local_key', 'VARCHAR', 'the supporter'),
  ('review', 'org_id', 'VARCHAR', 'Contact Id'),
  ('review', 'reason', 'VARCHAR', 'what a person has to decide'),
  ('review', 'detail', 'VARCHAR', 'the other record or the e-mail address it is about'),
  ('outcomes', 'record_key', 'VARCHAR', 'the record: one row for each that was extracted and not rejected'),
  ('outcomes', 'side', 'VARCHAR', 'the side it was extracted from'),
  ('outcomes', 'local_key', 'VARCHAR', 'the supporter'),
  ('outcomes', 'org_id', 'VARCHAR', 'Contact Id'),
  ('outcomes', 'outcome', 'VARCHAR', 'planned, unchanged, skipped or review'),
  ('outcomes', 'reason', 'VARCHAR', 'for skipped and review'),
  ('outcomes', 'detail', 'VARCHAR', 'more about it'),
  ('links', 'record_key', 'VARCHAR', 'the record: what is known of it after the run'),
  ('links', 'local_key', 'VARCHAR', 'the supporter'),
  ('links', 'org_id', 'VARCHAR', 'Contact Id'),
  ('links', 'sync_key', 'VARCHAR', 'external id the Contact was made with'),
  ('links', 'status', 'VARCHAR', 'linked, local_only, org_only or detached (its Contact is deleted)'),
  ('links', 'hold', 'VARCHAR', 'NULL, or why it is not settled: review, pending, linked (refused as a duplicate and found) or quarantined (refused for good)'),
  ('links', 'hold_code', 'VARCHAR', 'the error it was refused with'),
  ('links', 'fingerprint', 'VARCHAR', 'of the plan row that was refused'),
  ('links', 'has_base', 'BOOLEAN', 'the values below are what both sides are known to hold'),
  ('links', 'base_hash', 'UUID', 'hash of those values'),
  ('links', 'local_stamp', 'TIMESTAMP WITH TIME ZONE', 'the store''s stamp of the supporter at the extract, UTC'),
  ('links', 'local_edited', 'TIMESTAMP WITH TIME ZONE', 'when the supporter was last edited, UTC; of one held as linked when it was looked up, its push being due then'),
  ('links', 'org_stamp', 'TIMESTAMP WITH TIME ZONE', 'the Contact''s stamp at the extract, UTC'),
  ('links', 'created_at', 'TIMESTAMP WITH TIME ZONE', 'when the Contact was made, UTC'),
  ('links', 'email_key', 'VARCHAR', 'as in normalized'),
  ('links', 'first_key', 'VARCHAR', 'as in normalized'),
  ('links', 'last_key', 'VARCHAR', 'as in normalized'),
  ('errors', 'code', 'VARCHAR', 'the error''s code'),
  ('errors', 'message', 'VARCHAR', 'one of its texts'),
  ('errors', 'side', 'VARCHAR', 'org or local'),
  ('errors', 'outcome', 'VARCHAR', 'failed, pending or moved'),
  ('errors', 'rows', 'BIGINT', 'rows it met'),
  ('run', 'extracted_local', 'BIGINT', 'supporters read'),
  ('run', 'extracted_org', 'BIGINT', 'Contacts read'),
  ('run', 'rejected', 'BIGINT', 'records that could not be read as they are, both sides'),
  ('run', 'skipped', 'BIGINT', 'records skipped, both sides'),
  ('run', 'review', 'BIGINT', 'records left to a person, both sides'),
  ('run', 'unchanged', 'BIGINT', 'records with nothing to write, both sides'),
  ('run', 'unusable', 'BIGINT', 'values that their records went on without, both sides'),
  ('run', 'matched_by_id', 'BIGINT', 'pairs known by Contact Id'),
  ('run', 'matched_by_email', 'BIGINT', 'pairs found by e-mail'),
  ('run', 'matched_by_rules', 'BIGINT', 'pairs found by rules'),
  ('run', 'matched_by_weights', 'BIGINT', 'pairs found by weights'),
  ('run', 'creates', 'BIGINT', 'rows planned, both sides'),
  ('run', 'updates', 'BIGINT', 'rows planned, both sides'),
  ('run', 'links', 'BIGINT', 'rows planned, in the store'),
  ('run', 'carried_over', 'BIGINT', 'rows planned that an earlier run left'),
  ('run', 'succeeded', 'BIGINT', 'rows written'),
  ('run', 'failed', 'BIGINT', 'rows refused for good'),
  ('run', 'pending', 'BIGINT', 'rows left to the next run'),
  ('run', 'moved', 'BIGINT', 'rows whose target changed after the plan'),
  ('run', 'linked', 'BIGINT', 'rows refused as duplicates whose Contact was found; the next run sends them by Id'),
  ('run', 'load_jobs', 'BIGINT', 'Bulk ingest jobs made'),
  ('run', 'extract_jobs', 'BIGINT', 'Bulk query jobs made'),
  ('run', 'rows_sent_again', 'BIGINT', 'rows sent more than once'),
  ('run', 'api_calls', 'BIGINT', 'calls to the org'),
  ('run', 'bytes_sent', 'BIGINT', 'bytes of request bodies'),
  ('run', 'bytes_received', 'BIGINT', 'bytes of reply bodies'),
  ('run', 'stage_seconds', 'DOUBLE', 'seconds of extract, normalise and snapshot'),
  ('run', 'match_seconds', 'DOUBLE', 'seconds of matching'),
  ('run', 'reconcile_seconds', 'DOUBLE', 'seconds of deciding'),
  ('run', 'load_seconds', 'DOUBLE', 'seconds of loading'),
  ('run', 'threads', 'BIGINT', 'DuckDB''s threads, as it says itself'),
  ('run', 'memory_limit', 'VARCHAR', 'DuckDB''s memory, as it says itself'),
  ('node_metrics', 'topology', 'VARCHAR', 'stage, match, load; people, keys, groups, refine and compare where people are matched by rules or weights'),
  ('node_metrics', 'node', 'VARCHAR', 'the node of the graph'),
  ('node_metrics', 'parallelism', 'BIGINT', 'items it works on at the same time, at its end'),
  ('node_metrics', 'capacity', 'BIGINT', 'items it holds'),
  ('node_metrics', 'items', 'BIGINT', 'batches it took or made'),
  ('node_metrics', 'rows', 'BIGINT', 'rows in them'),
  ('node_metrics', 'busy_seconds', 'DOUBLE', 'seconds at work, over all parallel items'),
  ('node_metrics', 'busy_share', 'DOUBLE', '0 to 1: busy_seconds by elapsed_seconds and parallelism; the highest is the bottleneck'),
  ('node_metrics', 'waited_seconds', 'DOUBLE', 'seconds its items lay waiting, summed'),
  ('node_metrics', 'queue_peak', 'BIGINT', 'most items waiting'),
  ('node_metrics', 'working_peak', 'BIGINT', 'most items at work at the same time'),
  ('node_metrics', 'elapsed_seconds', 'DOUBLE', 'seconds the topology ran'),
  ('node_metrics', 'rows_per_second', 'DOUBLE', 'rows by elapsed_seconds'),
  ('node_samples', 'topology', 'VARCHAR', 'stage, match, load; people, keys, groups, refine and compare where people are matched by rules or weights'),
  ('node_samples', 'node', 'VARCHAR', 'the node of the graph'),
  ('node_samples', 'at_seconds', 'DOUBLE', 'seconds since the topology began; at most 240 moments, the last is its end'),
  ('node_samples', 'rows', 'BIGINT', 'rows up to then'),
  ('node_samples', 'busy_seconds', 'DOUBLE', 'seconds at work up to then, over all parallel items'),
  ('node_samples', 'queue', 'BIGINT', 'items waiting at that moment'),
  ('steps', 'ordinal', 'BIGINT', '0 to n, the order'),
  ('steps', 'step', 'VARCHAR', 'the SQL step of deciding'),
  ('steps', 'rows', 'BIGINT', 'rows it reports'),
  ('steps', 'seconds', 'DOUBLE', 'seconds it took')) as d("table", "column", type, meaning);

-- By table, the query for its rows of all runs: no row with the columns above, and what is sealed. So a table that no run has sealed yet is
-- empty, not missing.
set variable sealed_rows = (
  with declared as (
    select "table" as name, 'select null::varchar as run, ' || string_agg('null::' || type || ' as "' || "column" || '"', ', ' order by ordinal) || ' where false' as nothing
    from dictionary group by all),
  files as (select name, string_agg('''' || replace(path, '''', '''''') || '''', ', ' order by path) as paths from sealed group by all)
  select map_from_entries(list((name, nothing || coalesce(' union all by name select * from read_parquet([' || paths
    || '], union_by_name = true, hive_partitioning = true, hive_types = {run: varchar})', ''))))
  from declared left join files using (name));

-- The tables, each with the run it belongs to in front.
create or replace temp view extract_local as from query(getvariable('sealed_rows')['extract_local']);
create or replace temp view extract_org as from query(getvariable('sealed_rows')['extract_org']);
create or replace temp view normalized as from query(getvariable('sealed_rows')['normalized']);
create or replace temp view pairs as from query(getvariable('sealed_rows')['pairs']);
create or replace temp view matches as from query(getvariable('sealed_rows')['matches']);
create or replace temp view plan as from query(getvariable('sealed_rows')['plan']);
create or replace temp view results as from query(getvariable('sealed_rows')['results']);
create or replace temp view lookups as from query(getvariable('sealed_rows')['lookups']);
create or replace temp view predictions as from query(getvariable('sealed_rows')['predictions']);
create or replace temp view duplicate_verdicts as from query(getvariable('sealed_rows')['duplicate_verdicts']);
create or replace temp view overwrites as from query(getvariable('sealed_rows')['overwrites']);
create or replace temp view drift as from query(getvariable('sealed_rows')['drift']);
create or replace temp view verified as from query(getvariable('sealed_rows')['verified']);
create or replace temp view rejects as from query(getvariable('sealed_rows')['rejects']);
create or replace temp view unusable as from query(getvariable('sealed_rows')['unusable']);
create or replace temp view skipped as from query(getvariable('sealed_rows')['skipped']);
create or replace temp view review as from query(getvariable('sealed_rows')['review']);
create or replace temp view outcomes as from query(getvariable('sealed_rows')['outcomes']);
create or replace temp view links as from query(getvariable('sealed_rows')['links']);
create or replace temp view errors as from query(getvariable('sealed_rows')['errors']);
create or replace temp view run as from query(getvariable('sealed_rows')['run']);
create or replace temp view node_metrics as from query(getvariable('sealed_rows')['node_metrics']);
create or replace temp view node_samples as from query(getvariable('sealed_rows')['node_samples']);
create or replace temp view steps as from query(getvariable('sealed_rows')['steps']);

-- The last run that committed.
create or replace temp macro last_run() as (select max(run) from manifests where state = 'committed');

-- Every run, newest last, with its counts.
create or replace temp view runs as
select m.run, m.state, m.kind, m.profile, m.store, m.org_id, m.started_at, m.ended_at, r.* exclude (run)
from manifests m left join run r using (run)
order by m.run;

-- Every field that a run planned to write, and how the write ended.
create or replace temp view changes as
select p.run, p.record_key, coalesce(r.local_key, p.local_key) as local_key, coalesce(r.org_id, p.org_id) as org_id, p.side, p.action,
  c.field, c.target, c.before, c.after, c.rule, r.outcome
from (select run, plan_row, record_key, local_key, org_id, side, action, unnest(changes) as c from plan) p
left join results r on r.run = p.run and r.plan_row = p.plan_row;

-- What was known of every record at an instant: the newest row of each, from the last full run on.
create or replace temp macro contact_as_of(t) as table
with upto as (
  select l.* from links l join manifests m using (run)
  where m.state = 'committed' and m.ended_at <= t::timestamptz
    and l.run >= (select max(run) from manifests where state = 'committed' and kind = 'full' and ended_at <= t::timestamptz)),
newest as (
  select *,
    case when local_key is null then 1 else row_number() over (partition by local_key order by run desc) end as by_local,
    case when org_id is null then 1 else row_number() over (partition by org_id order by run desc) end as by_org
  from upto)
select * exclude (by_local, by_org) from newest where by_local = 1 and by_org = 1;

-- What was known of every record once a run had committed: the newest row of each, from the last full run on.
create or replace temp macro known_after(r) as table
with chain as (
  select m.run, m.kind from manifests m join (from manifests where run = r) own using (profile, org_id, store)
  where m.state = 'committed' and m.run <= r),
upto as (select * from links where run in (select run from chain where run >= (select max(run) from chain where kind = 'full'))),
newest as (
  select *,
    case when local_key is null then 1 else row_number() over (partition by local_key order by run desc) end as by_local,
    case when org_id is null then 1 else row_number() over (partition by org_id order by run desc) end as by_org
  from upto)
select * exclude (by_local, by_org) from newest where by_local = 1 and by_org = 1;

-- Every record that was known after the one run or the other: one row each, with what was known then. Records are the same by their supporter, else by their Contact.
create or replace temp macro diff_records(a, b) as table
with before as (
  select local_key, org_id, coalesce('local:' || local_key, 'org:' || org_id) as name, k as row
  from (select * exclude (run, record_key, sync_key, fingerprint, base_hash, local_stamp, local_edited, org_stamp, created_at, email_key, first_key, last_key) from known_after(a)) k),
after as (
  select local_key, org_id, coalesce('local:' || local_key, 'org:' || org_id) as name, k as row
  from (select * exclude (run, record_key, sync_key, fingerprint, base_hash, local_stamp, local_edited, org_stamp, created_at, email_key, first_key, last_key) from known_after(b)) k),
before_alone as (from before x where not exists (from after y where y.local_key = x.local_key)),
after_alone as (from after y where not exists (from before x where x.local_key = y.local_key)),
met as (
  select y.name, y.local_key, y.org_id, x.row as old, y.row as new from before x join after y on x.local_key = y.local_key
  union all
  select y.name, y.local_key, y.org_id, x.row, y.row from before_alone x join after_alone y on x.org_id = y.org_id)
select case when old is not distinct from new then 'same' else 'changed' end as what, name as record, local_key, org_id, old, new from met
union all
select 'gone', name, local_key, org_id, row, null from before_alone x where not exists (from after_alone y where y.org_id = x.org_id)
union all
select 'new', name, local_key, org_id, null, row from after_alone y where not exists (from before_alone x where x.org_id = y.org_id);

-- What changed from one run to another, by record and field. A new or gone record has one row, without a field; values are those that both sides are known to hold, and of
-- records that had or have none there is a row of has_base instead.
create or replace temp macro diff(a, b) as table
with texts as (
  select what, record, local_key, org_id, to_json(old) as old, to_json(new) as new, what = 'changed' and old.has_base and new.has_base as has_values
  from diff_records(a, b) where what <> 'same'),
fields as (
  select *, unnest(case when what = 'changed' then json_keys(new) else [null] end) as field from texts)
select what, record, local_key, org_id, field, json_extract_string(old, '$."' || field || '"') as before, json_extract_string(new, '$."' || field || '"') as after
from fields
where what <> 'changed'
   or json_extract_string(old, '$."' || field || '"') is distinct from json_extract_string(new, '$."' || field || '"')
  and (has_values or field in (select "column" from dictionary where "table" = 'links'))
order by record, field;

-- The writes after one run or day and up to another: one row per record and side.
create or replace temp macro run_diff(a, b) as table
select p.run, p.record_key, coalesce(r.local_key, p.local_key) as local_key, coalesce(r.org_id, p.org_id) as org_id, p.side, p.action,
  [c.target for c in p.changes] as changed_fields, p.changes, r.outcome
from plan p left join results r on r.run = p.run and r.plan_row = p.plan_row
where p.run > replace(a, '-', '') || '~' and p.run <= replace(b, '-', '') || '~'
   or p.run > a || '~' and p.run <= b || '~';

-- All that is known of one record, in order: by supporter key, Contact Id (15 or 18 characters), record key or e-mail.
create or replace temp macro why(id) as table
with keys as (
  select distinct record_key, local_key, org_id from links
  where record_key = id or local_key = id or org_id = id or left(org_id, 15) = id or email_key = lower(id)
  union
  select distinct record_key, local_key, org_id from outcomes where record_key = id or local_key = id or org_id = id or left(org_id, 15) = id),
records as (
  select record_key from keys
  union select 'local:' || local_key from keys where local_key is not null
  union select 'org:' || org_id from keys where org_id is not null)
select run, ordinal, what, detail from (
  select run, 1 as ordinal, 'extracted' as what, 'from the store, last changed ' || modified_at::varchar as detail from extract_local where record_key in (from records)
  union all
  select run, 1, 'extracted', 'from the org, last changed ' || modified_at::varchar || case when is_deleted then ', deleted' else '' end from extract_org where record_key in (from records)
  union all
  select run, 2, 'rejected', concat_ws(': ', code, field, detail) from rejects where record_key in (from records)
  union all
  select run, 2, 'unusable', concat(field, ': ', value, ' (', code, '), left out') from unusable where record_key in (from records)
  union all
  select run, 3, 'matched', concat('by ', case method when 'email' then 'e-mail' else method end, ', score ', score, ' of 1000: supporter ', local_key, ' and Contact ', org_id,
    case when runner_up_org_id is not null then concat('; runner-up ', runner_up_org_id, ' score ', runner_up_score) else '' end)
  from matches where 'local:' || local_key in (from records) or 'org:' || org_id in (from records)
  union all
  select run, 4, 'skipped', concat_ws(': ', reason, detail) from skipped where record_key in (from records)
  union all
  select run, 4, 'review', concat_ws(': ', reason, detail) from review where record_key in (from records)
  union all
  select run, 5, 'planned', concat(action, ' on the ', side, ' side ', coalesce(array_to_string([concat(c.field, ': ', coalesce(c.before, '(blank)'), ' -> ', coalesce(c.after, '(blank)'), ' (', c.rule, ')') for c in changes], ', '), ''))
  from plan where record_key in (from records)
  union all
  select run, 6, outcome, concat_ws(' ', case when side = 'org' then 'in the org' else 'in the store' end, case when job_id is not null then 'by job ' || job_id end, code, message)
  from results where record_key in (from records)
  union all
  select run, 7, 'looked up', case verdict
    when 'linked' then concat('refused as a duplicate; found as Contact ', org_id, ' by ', email, ', names ', first_ratio, ' and ', last_ratio, ' of 100; the next run sends it by Id')
    when 'unlike' then concat('refused as a duplicate; Contact ', org_id, ' has ', email, ', but its names are unlike: ', first_ratio, ' and ', last_ratio, ' of 100')
    when 'taken' then concat('refused as a duplicate; Contact ', org_id, ' has ', email, ', but belongs to another supporter', ': ' || held_by)
    when 'several' then concat('refused as a duplicate; several of ', candidates, ' Contacts with ', email, ' match equally well')
    else concat_ws(' ', 'refused as a duplicate; no Contact has', email) end
  from lookups where record_key in (from records)
  union all
  select run, 8, 'known as', concat_ws(', ', status, 'supporter ' || local_key, 'Contact ' || org_id, 'held: ' || hold, hold_code) from links where record_key in (from records))
order by run, ordinal, what, detail;
