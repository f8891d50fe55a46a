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

set variable extract_local_files = (select list(path order by path) from sealed where name = 'extract_local');
set variable extract_org_files = (select list(path order by path) from sealed where name = 'extract_org');
set variable normalized_files = (select list(path order by path) from sealed where name = 'normalized');
set variable pairs_files = (select list(path order by path) from sealed where name = 'pairs');
set variable matches_files = (select list(path order by path) from sealed where name = 'matches');
set variable plan_files = (select list(path order by path) from sealed where name = 'plan');
set variable results_files = (select list(path order by path) from sealed where name = 'results');
set variable rejects_files = (select list(path order by path) from sealed where name = 'rejects');
set variable skipped_files = (select list(path order by path) from sealed where name = 'skipped');
set variable review_files = (select list(path order by path) from sealed where name = 'review');
set variable links_files = (select list(path order by path) from sealed where name = 'links');
set variable node_metrics_files = (select list(path order by path) from sealed where name = 'node_metrics');
set variable errors_files = (select list(path order by path) from sealed where name = 'errors');
set variable outcomes_files = (select list(path order by path) from sealed where name = 'outcomes');
set variable steps_files = (select list(path order by path) from sealed where name = 'steps');
set variable run_files = (select list(path order by path) from sealed where name = 'run');

-- The tables, each with the run it belongs to in front.
create or replace temp view extract_local as select * from read_parquet(getvariable('extract_local_files'), union_by_name = true, hive_partitioning = true, hive_types_autocast = false);
create or replace temp view extract_org as select * from read_parquet(getvariable('extract_org_files'), union_by_name = true, hive_partitioning = true, hive_types_autocast = false);
create or replace temp view normalized as select * from read_parquet(getvariable('normalized_files'), union_by_name = true, hive_partitioning = true, hive_types_autocast = false);
create or replace temp view pairs as select * from read_parquet(getvariable('pairs_files'), union_by_name = true, hive_partitioning = true, hive_types_autocast = false);
create or replace temp view matches as select * from read_parquet(getvariable('matches_files'), union_by_name = true, hive_partitioning = true, hive_types_autocast = false);
create or replace temp view plan as select * from read_parquet(getvariable('plan_files'), union_by_name = true, hive_partitioning = true, hive_types_autocast = false);
create or replace temp view results as select * from read_parquet(getvariable('results_files'), union_by_name = true, hive_partitioning = true, hive_types_autocast = false);
create or replace temp view rejects as select * from read_parquet(getvariable('rejects_files'), union_by_name = true, hive_partitioning = true, hive_types_autocast = false);
create or replace temp view skipped as select * from read_parquet(getvariable('skipped_files'), union_by_name = true, hive_partitioning = true, hive_types_autocast = false);
create or replace temp view review as select * from read_parquet(getvariable('review_files'), union_by_name = true, hive_partitioning = true, hive_types_autocast = false);
create or replace temp view links as select * from read_parquet(getvariable('links_files'), union_by_name = true, hive_partitioning = true, hive_types_autocast = false);
create or replace temp view node_metrics as select * from read_parquet(getvariable('node_metrics_files'), union_by_name = true, hive_partitioning = true, hive_types_autocast = false);
create or replace temp view errors as select * from read_parquet(getvariable('errors_files'), union_by_name = true, hive_partitioning = true, hive_types_autocast = false);
create or replace temp view outcomes as select * from read_parquet(getvariable('outcomes_files'), union_by_name = true, hive_partitioning = true, hive_types_autocast = false);
create or replace temp view steps as select * from read_parquet(getvariable('steps_files'), union_by_name = true, hive_partitioning = true, hive_types_autocast = false);

-- The last run that committed.
create or replace temp macro last_run() as (select max(run) from manifests where state = 'committed');

-- Every run, newest last, with its counts.
create or replace temp view runs as
select m.run, m.state, m.kind, m.profile, m.store, m.org_id, m.started_at, m.ended_at, r.* exclude (run)
from manifests m left join read_parquet(getvariable('run_files'), union_by_name = true, hive_partitioning = true, hive_types_autocast = false) r using (run)
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
  select run, 3, 'matched', concat(method, ' score ', score, ': supporter ', local_key, ' and Contact ', org_id,
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
  select run, 7, 'known as', concat_ws(', ', status, 'supporter ' || local_key, 'Contact ' || org_id, 'held: ' || hold, hold_code) from links where record_key in (from records))
order by run, ordinal;
