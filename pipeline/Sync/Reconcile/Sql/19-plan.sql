-- One row per record and side that is to be written. No run id and no time of this run, so that the same input gives the same bytes.
create table proposed as
with rows as (
  select record_key, 'org' as side, local_key, org_id, org_stamp as expected_stamp, org_changes as fields, org_fingerprint as fingerprint from merged where org_changes > 0
  union all
  select record_key, 'local', local_key, org_id, local_stamp, local_changes, local_fingerprint from merged where local_changes > 0
  union all
  -- A pair found by e-mail, or one whose supporter carries another link, also writes the link into the store; a run that only links writes nothing else.
  select c.record_key, 'local', c.local_key, c.org_id, c.local_stamp, 0, md5(concat_ws('|', s.mapping, 'local', c.org_id, c.local_key))
  from scope c cross join settings s
  where c.paired and c.local_link is distinct from c.org_id and not s.read_only and (s.link_only or c.record_key not in (select m.record_key from merged m where m.local_changes > 0)))
select
  case when r.side = 'org' then 0 else 1 end as wave,
  r.side,
  case when r.side = 'org' then s.org_object else s.local_object end as object,
  case when r.fields = 0 then 'link' when (r.side = 'org' and r.org_id is null) or (r.side = 'local' and r.local_key is null) then 'create' else 'update' end as action,
  r.record_key, r.local_key, r.org_id,
  case when r.side = 'org' and r.org_id is null then s.store_name || ':' || r.local_key end as sync_key,
  r.expected_stamp, r.fields::integer as fields, r.fingerprint
from rows r cross join settings s
where r.record_key not in (select h.record_key from held h) and (r.fields = 0 or not s.link_only);

-- A row that failed for good is sent again only when it would be another row: other values, mapping or link.
create table quarantined as
select p.record_key, c.hold_code
from proposed p join scope c using (record_key)
where c.hold = 'quarantined' and c.held_fingerprint = p.fingerprint;

-- The plan without its values, which are as large as the records and are joined when it is written.
create table planned as
select row_number() over (order by wave, side, object, action, record_key) as plan_row, p.*
from proposed p
where p.record_key not in (select record_key from quarantined);

drop table proposed;
