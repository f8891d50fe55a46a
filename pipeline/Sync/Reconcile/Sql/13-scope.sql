-- What this run decides on, one row each: pairs, and extracted records without a pair.
create table scope as
with paired as (
  select local_key, org_id, 'id' as method, 1000 as score from claims where claim = 1
  union all
  select local_key, org_id, 'email', score from by_email where verdict = 'link'),
seen as (
  select * from paired p
  where exists (select 1 from extract_local e where e.local_key = p.local_key)
     or exists (select 1 from extract_org e where e.org_id = p.org_id)
  union all
  select e.local_key, null, null, null from extract_local e
  where e.record_key in (select record_key from normalized) and not exists (select 1 from paired p where p.local_key = e.local_key)
  union all
  select null, e.org_id, null, null from extract_org e
  where e.record_key in (select record_key from normalized) and not exists (select 1 from paired p where p.org_id = e.org_id))
select
  coalesce('local:' || k.local_key, 'org:' || k.org_id) as record_key,
  k.local_key, k.org_id, k.method, k.score,
  k.local_key is not null and k.org_id is not null as paired,
  l.record_key is not null as local_extracted,
  o.record_key is not null as org_extracted,
  l.org_id as local_link,
  coalesce(l.changed_at, sl.local_stamp) as local_stamp,
  coalesce(l.modified_at, sl.local_edited) as local_edited,
  o.modified_at as org_stamp,
  coalesce(o.cursor_at, o.modified_at, so.org_stamp) as org_edited,
  coalesce(o.created_at, so.created_at) as created_at,
  coalesce(o.is_deleted, false) as is_deleted,
  coalesce(nl.row_hash, sl.base_hash) as local_hash,
  coalesce(no.row_hash, so.base_hash) as org_hash,
  coalesce(sl.has_base and sl.org_id = k.org_id, false) as has_base,
  case when sl.local_key is null or sl.org_id is not distinct from k.org_id then coalesce(sl.hold, so.hold) end as hold,
  coalesce(sl.fingerprint, so.fingerprint) as held_fingerprint,
  coalesce(sl.hold_code, so.hold_code) as hold_code
from seen k
left join extract_local l on l.local_key = k.local_key
left join extract_org o on o.org_id = k.org_id
left join normalized nl on nl.record_key = l.record_key
left join normalized no on no.record_key = o.record_key
left join state sl on sl.local_key = k.local_key
left join state so on so.org_id = k.org_id;
