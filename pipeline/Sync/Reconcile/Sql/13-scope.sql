-- What this run decides on, one row each: pairs, and extracted records without a pair. In small steps: each join holds its table in memory while its
-- statement runs.
create table paired as
select local_key, org_id, 'id' as method, 1000 as score from claims where claim = 1
union all
select local_key, org_id, method, score from by_email where verdict = 'link'
union all
select local_key, org_id, method, score from by_rules where verdict = 'link'
union all
select local_key, org_id, method, score from by_weights where verdict = 'link';

create table seen as
select * from paired
where local_key in (select local_key from local_side) or org_id in (select org_id from org_side);

insert into seen
select l.local_key, null, null, null from local_side l anti join paired p on p.local_key = l.local_key;

insert into seen
select null, o.org_id, null, null from org_side o anti join paired p on p.org_id = o.org_id;

create table seen_local as
select k.*, l.record_key is not null as extracted, l.org_id as link, l.changed_at, l.modified_at, l.row_hash
from seen k left join local_side l on l.local_key = k.local_key;

create table scope as
select
  coalesce('local:' || k.local_key, 'org:' || k.org_id) as record_key,
  k.local_key, k.org_id, k.method, k.score,
  k.local_key is not null and k.org_id is not null as paired,
  k.extracted as local_extracted,
  o.record_key is not null as org_extracted,
  coalesce(k.link, case when not k.extracted then sl.org_id end) as local_link,
  coalesce(k.changed_at, sl.local_stamp) as local_stamp,
  case when sl.hold = 'linked' and sl.org_id = k.org_id then greatest(k.modified_at, sl.local_edited) else coalesce(k.modified_at, sl.local_edited) end as local_edited,
  o.modified_at as org_stamp,
  coalesce(o.cursor_at, o.modified_at, so.org_stamp) as org_edited,
  coalesce(o.created_at, so.created_at) as created_at,
  coalesce(o.is_deleted, false) as is_deleted,
  o.merged_into,
  coalesce(k.row_hash, sl.base_hash) as local_hash,
  coalesce(o.row_hash, so.base_hash) as org_hash,
  coalesce(sl.has_base and sl.org_id = k.org_id, false) as has_base,
  case when sl.local_key is null or sl.org_id is not distinct from k.org_id then coalesce(sl.hold, so.hold) end as hold,
  coalesce(sl.fingerprint, so.fingerprint) as held_fingerprint,
  coalesce(sl.hold_code, so.hold_code) as hold_code
from seen_local k
left join org_side o on o.org_id = k.org_id
left join state sl on sl.local_key = k.local_key
left join state so on so.org_id = k.org_id;

drop table paired;
drop table seen;
drop table seen_local;
