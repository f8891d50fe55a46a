-- The Contacts that were extracted, in the same way.
create table org_side as
select e.record_key, e.org_id, e.created_at, e.modified_at, e.cursor_at, e.is_deleted, e.merged_into, n.row_hash, n.email_key, n.first_key, n.last_key
from extract_org e join normalized n on n.record_key = e.record_key;

-- Contacts that matching must see: all live ones that were extracted, and of the others those an extracted supporter could be.
create view match_org as
select record_key, org_id, email_key, first_key, last_key, created_at from org_side where not is_deleted
union all
select 'org:' || s.org_id, s.org_id, s.email_key, s.first_key, s.last_key, s.created_at
from state s
where s.org_id is not null and s.status <> 'detached'
  and not exists (select 1 from org_side e where e.org_id = s.org_id)
  and (s.org_id in (select e.org_id from local_side e where e.org_id is not null)
    or s.org_id in (select t.org_id from state t semi join local_side e on e.local_key = t.local_key)
    or s.email_key in (select email_key from local_side));
