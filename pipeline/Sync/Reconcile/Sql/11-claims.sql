-- A link that a supporter carries names its Contact; a Contact belongs to one supporter, the settled one first.
create table claims as
select local_key, org_id, settled, row_number() over (partition by org_id order by settled desc, length(local_key), local_key) as claim
from (
  select m.local_key, m.link as org_id, s.local_key is not null as settled
  from match_local m left join state s on s.local_key = m.local_key and s.org_id = m.link and s.status = 'linked'
  where m.link is not null and m.link not in (select org_id from gone));
