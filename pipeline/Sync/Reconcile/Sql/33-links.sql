-- The new row of every touched record. The base is what both sides are known to hold; a record with a write that did not
-- succeed keeps its old one.
create table links_next as
with columns_of as (
  -- from one side's normalised values of this run
  select r.record_key, n.* exclude (record_key, side, row_hash) from touched r join normalized n on n.record_key = 'local:' || r.old_local_key
  where r.source = 'local' and r.local_extracted
  union all by name
  select r.record_key, n.* exclude (record_key, side, row_hash) from touched r join normalized n on n.record_key = 'org:' || r.old_org_id
  where (r.source = 'org' and r.org_extracted) or (r.source = 'local' and not r.local_extracted and r.org_extracted and r.local_hash = r.org_hash)
  union all by name
  select m.*, n.email_key, n.first_key, n.last_key from mixed m join touched r using (record_key)
  join normalized n on n.record_key = case when r.org_extracted then 'org:' || r.old_org_id else 'local:' || r.old_local_key end
  union all by name
  select r.record_key, s.email_key, s.first_key, s.last_key,
    s.* exclude (record_key, local_key, org_id, sync_key, status, hold, hold_code, fingerprint, has_base, base_hash, email_key, first_key, last_key, local_stamp, local_edited, org_stamp, created_at)
  from touched r join state s on s.local_key is not distinct from r.old_local_key and s.org_id is not distinct from r.old_org_id
  where r.source = 'keep')
select r.record_key, r.local_key, r.org_id, coalesce(r.sync_key, k.sync_key) as sync_key, r.status, r.hold, r.hold_code, r.fingerprint,
  r.status = 'linked' and (r.hold is null or r.has_base) and (r.has_base or not (select link_only from settings)) as has_base,
  case r.source when 'local' then r.local_hash when 'org' then r.org_hash end as base_hash,
  r.local_stamp, r.local_edited, r.org_stamp, r.created_at,
  v.* exclude (record_key)
from touched r join columns_of v using (record_key)
left join state k on k.local_key = r.local_key and k.org_id = r.org_id;
