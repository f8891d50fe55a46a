-- The supporters that were extracted, by their keys: what joins need of them, without their values. A store that is only read carries no links of ours: there
-- the state says who is whose, unless the file names another Contact.
create table local_side as
select e.record_key, e.local_key, coalesce(e.org_id, (select s.org_id from state s where s.local_key = e.local_key and (select read_only from settings))) as org_id, e.changed_at, e.modified_at, n.row_hash, n.email_key, n.first_key, n.last_key
from extract_local e join normalized n on n.record_key = e.record_key;

-- Supporters that matching must see: all that were extracted, and of the others those an extracted Contact could be.
create view match_local as
select record_key, local_key, org_id as link, email_key, first_key, last_key from local_side
union all
select 'local:' || s.local_key, s.local_key, s.org_id, s.email_key, s.first_key, s.last_key
from state s
where s.local_key is not null
  and not exists (select 1 from local_side e where e.local_key = s.local_key)
  and (s.org_id in (select o.org_id from extract_org o)
    or s.email_key in (select n.email_key from normalized n where n.side = 'org'));
