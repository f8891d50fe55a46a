-- Contacts that matching must see: all live ones that were extracted, and of the others those an extracted supporter could be.
create view match_org as
select e.record_key, e.org_id, n.email_key, n.first_key, n.last_key, e.created_at
from extract_org e join normalized n on n.record_key = e.record_key
where not e.is_deleted
union all
select 'org:' || s.org_id, s.org_id, s.email_key, s.first_key, s.last_key, s.created_at
from state s
where s.org_id is not null and s.status <> 'detached'
  and not exists (select 1 from extract_org e where e.org_id = s.org_id)
  and (s.org_id in (select e.org_id from extract_local e where e.org_id is not null)
    or s.org_id in (select t.org_id from state t semi join extract_local e on e.local_key = t.local_key)
    or s.email_key in (select n.email_key from normalized n where n.side = 'local'));
