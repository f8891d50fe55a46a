-- What runs of changes have missed, found by reading everything: each record that differs from what is known of it without a newer stamp, with the likely cause.
-- Of a Contact whose supporter is in a store that is only read the supporter's values are known, not its own: it may differ from them for good, and is not compared.
create table drift as
with bounds as (select local_bound, org_bound, read_only from settings where reads_all and org_bound is not null)
select 'org:' || o.org_id as record_key, 'org' as side, s.local_key, o.org_id, strftime(o.created_at at time zone 'UTC', '%Y-%m') as month,
  case
    when s.org_id is null then 'not seen before: shared since, or made with an old stamp'
    when coalesce(o.modified_at > s.org_stamp, true) then 'the stamp did not move'
    else 'a formula, or a value that moves no stamp'
  end as cause
from org_side o cross join bounds b left join state s on s.org_id = o.org_id
where not o.is_deleted and coalesce(o.cursor_at < b.org_bound, true)
  and (s.org_id is null or (s.hold is null and not (b.read_only and s.local_key is not null) and s.base_hash is not null and s.base_hash <> o.row_hash))
union all
select 'org:' || s.org_id, 'org', s.local_key, s.org_id, coalesce(strftime(s.created_at at time zone 'UTC', '%Y-%m'), 'unknown'), 'deleted for good, or not shared with our user any more'
from state s cross join bounds b
where s.org_id is not null and s.status <> 'detached' and not exists (select 1 from org_side o where o.org_id = s.org_id)
union all
select l.record_key, 'local', l.local_key, s.org_id, 'all',
  case when s.local_key is null then 'not seen before: imported with an old stamp' else 'edited past the store''s stamp' end
from local_side l cross join bounds b left join state s on s.local_key = l.local_key
where coalesce(l.changed_at <= b.local_bound, true) and (s.local_key is null or (s.hold is null and s.base_hash is not null and s.base_hash <> l.row_hash))
union all
select 'local:' || s.local_key, 'local', s.local_key, s.org_id, 'all', 'not in the store any more'
from state s cross join bounds b
where s.local_key is not null and not exists (select 1 from local_side l where l.local_key = s.local_key);

-- Both sides by the month their records were made in (supporters all together): how many there are and were known, and a hash over all of them. Hashes that differ
-- where no record is in drift are edits since the last run. A record that is held, whose base came from both sides, or that is not compared has no hash and is only counted.
create table verified as
with now_there as (
  select 'org' as side, coalesce(strftime(coalesce(o.created_at, s.created_at) at time zone 'UTC', '%Y-%m'), 'unknown') as month, case when s.org_id is null or (s.hold is null and s.base_hash is not null and not (t.read_only and s.local_key is not null)) then o.row_hash end as row_hash
  from org_side o cross join settings t left join state s on s.org_id = o.org_id where not o.is_deleted
  union all
  select 'local', 'all', case when s.local_key is null or (s.hold is null and s.base_hash is not null) then l.row_hash end
  from local_side l left join state s on s.local_key = l.local_key),
was_known as (
  select 'org' as side, coalesce(strftime(coalesce(o.created_at, s.created_at) at time zone 'UTC', '%Y-%m'), 'unknown') as month, case when s.hold is null and not (t.read_only and s.local_key is not null) then s.base_hash end as row_hash
  from state s cross join settings t left join org_side o on o.org_id = s.org_id where s.org_id is not null and s.status <> 'detached'
  union all
  select 'local', 'all', case when hold is null then base_hash end from state where local_key is not null)
select side, month, coalesce(n.records, 0) as records, coalesce(k.records, 0) as known, n.hash as hash, k.hash as known_hash, coalesce(d.records, 0) as drifted
from (select side, month, count(*) as records, format('{:016x}', bit_xor(md5_number_lower(row_hash::varchar))) as hash from now_there group by all) n
full join (select side, month, count(*) as records, format('{:016x}', bit_xor(md5_number_lower(row_hash::varchar))) as hash from was_known group by all) k using (side, month)
left join (select side, month, count(*) as records from drift group by all) d using (side, month)
where (select reads_all from settings);
