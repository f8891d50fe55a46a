-- Only rows whose two sides differ are looked into field by field; equal hashes mean equal values.
create table differing as
select record_key, local_key, org_id, paired, local_extracted, org_extracted, has_base, local_edited, org_edited
from scope
where not is_deleted and (not paired or local_hash is null or org_hash is null or local_hash <> org_hash);
