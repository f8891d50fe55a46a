-- Only rows whose two sides differ are looked into field by field; equal hashes mean equal values. The last columns name the rows that hold
-- the values of each side and of the base: a side that was not extracted has not changed since the state was written.
create table differing as
select record_key, local_key, org_id, paired, method, local_extracted, org_extracted, has_base, local_edited, org_edited, local_stamp, org_stamp, created_at,
  case when local_extracted then 'local:' || local_key end as local_row,
  case when org_extracted then 'org:' || org_id end as org_row,
  case when has_base or (paired and not local_extracted) then local_key end as known_local,
  case when paired and not org_extracted then org_id end as known_org
from scope
where not is_deleted and (not paired or local_hash is null or org_hash is null or local_hash <> org_hash);
