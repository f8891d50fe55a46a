-- One row per record and side that is to be written. No run id and no time of this run, so that the same input gives the same bytes.
create table proposed as
-- A pair found by e-mail, or one whose supporter carries another link, also writes the link into the store.
with linking as (
  select c.record_key, 'local' as side, [] as changes from scope c
  where c.paired and c.method = 'email' and not exists (select 1 from changes x where x.record_key = c.record_key and x.side = 'local')),
rows as (select * from changes union all by name select * from linking)
select
  case when r.side = 'org' then 0 else 1 end as wave,
  r.side,
  case when r.side = 'org' then s.org_object else s.local_object end as object,
  case when len(r.changes) = 0 then 'link' when (r.side = 'org' and c.org_id is null) or (r.side = 'local' and c.local_key is null) then 'create' else 'update' end as action,
  c.record_key, c.local_key, c.org_id,
  case when r.side = 'org' and c.org_id is null then s.store_name || ':' || c.local_key end as sync_key,
  case when r.side = 'org' then c.org_stamp else c.local_stamp end as expected_stamp,
  r.changes,
  md5(concat_ws('|', s.mapping, r.side, c.org_id, c.local_key, to_json(r.changes))) as fingerprint
from rows r join scope c using (record_key) cross join settings s
where r.record_key not in (select h.record_key from held h);

-- A row that failed for good is sent again only when it would be another row: other values, mapping or link.
create table quarantined as
select p.record_key, c.hold_code
from proposed p join scope c using (record_key)
where c.hold = 'quarantined' and c.held_fingerprint = p.fingerprint;

create table plan as
select row_number() over (order by wave, side, object, action, record_key) as plan_row, p.*
from proposed p
where p.record_key not in (select record_key from quarantined)
order by plan_row;

drop table changes;
drop table proposed;
