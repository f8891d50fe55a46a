-- The new records that the org refused because they are there already, by the refusals that the profile names; and whom every Contact belongs to.
create or replace table refused as
select r.plan_row, r.record_key, r.local_key, n.email_key, n.first_key, n.last_key
from load_results r join normalized n on n.record_key = 'local:' || r.local_key
where r.side = 'org' and r.action = 'create' and r.outcome = 'failed'
  and exists (select 1 from duplicate_errors e where e.code = r.code and (e.message is null or contains(lower(coalesce(r.message, '')), lower(e.message))));

create or replace table belongs as
select org_id, min(local_key) as local_key
from (
  select org_id, local_key from scope where paired
  union all
  select org_id, local_key from claims where claim = 1
  union all
  select org_id, local_key from state where status = 'linked'
  union all
  select org_id, local_key from load_results where side = 'org' and outcome = 'succeeded' and action = 'create')
where org_id is not null and local_key is not null
group by org_id;

-- Filled by the look-up: the org's records with their e-mail address, and how alike the names are.
create or replace table found (org_id varchar, created_at timestamptz, email_key varchar, first_key varchar, last_key varchar);
create or replace table likeness (plan_row bigint, org_id varchar, first_ratio integer, last_ratio integer);
