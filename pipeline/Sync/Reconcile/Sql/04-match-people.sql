-- Everybody known, supporters first; rows count from 0. Matching by rules or weights pairs those who are alone: without a partner by a key before. The others say how
-- common a name is. Nobody at all when this run brought nobody who is alone.
create table people as
with known as (
  select 'local' as side, l.record_key, l.local_key, null::varchar as org_id, true as extracted, l.org_id is null as unlinked from local_side l
  union all
  select 'org', o.record_key, null, o.org_id, true, true from org_side o where not o.is_deleted
  union all
  select 'local', 'local:' || s.local_key, s.local_key, null, false, s.org_id is null
  from state s where s.local_key is not null and not exists (select 1 from local_side l where l.local_key = s.local_key)
  union all
  select 'org', 'org:' || s.org_id, null, s.org_id, false, s.local_key is null
  from state s
  where s.org_id is not null and s.status <> 'detached' and s.org_id not in (select org_id from gone)
    and not exists (select 1 from org_side o where o.org_id = s.org_id)),
-- No key is null below.
paired as (
  select 'local:' || local_key as record_key from claims union all select 'org:' || org_id from claims
  union all
  select 'local:' || local_key from by_email union all select 'org:' || org_id from by_email
  union all
  select 'local:' || local_key from by_rules union all select 'org:' || org_id from by_rules),
placed as (
  select row_number() over (order by side, record_key) - 1 as row, side, record_key, local_key, org_id, extracted,
    unlinked and record_key not in (select record_key from paired) as alone
  from known)
select * from placed where exists (select 1 from placed where alone and extracted);

-- Pairs of them that weigh enough, by row; filled by matching.
create table weighed (left_row bigint, right_row bigint, score integer, weight integer, verdict varchar, why varchar, method varchar);
