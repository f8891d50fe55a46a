-- A record that loses its partner to a new link is still known by itself.
create table superseded as
select 'org:' || s.org_id as record_key, null::varchar as local_key, s.org_id, 'org_only' as status, false as has_base,
  s.* exclude (record_key, local_key, org_id, status, has_base, hold, hold_code, fingerprint)
from state s join links_next n on n.local_key = s.local_key
where s.org_id is not null and s.org_id is distinct from n.org_id and s.org_id not in (select org_id from links_next where org_id is not null)
union all by name
select 'local:' || s.local_key as record_key, s.local_key, null::varchar as org_id, 'local_only' as status, false as has_base,
  s.* exclude (record_key, local_key, org_id, status, has_base, hold, hold_code, fingerprint)
from state s join links_next n on n.org_id = s.org_id
where s.local_key is not null and s.local_key is distinct from n.local_key and s.local_key not in (select local_key from links_next where local_key is not null);
