-- A link that a supporter carries names its Contact, a link to a merged one the survivor; a Contact belongs to one supporter: the one that names it itself
-- first, then the settled one.
create table claims as
with named as (
  select m.local_key, coalesce(a.survivor, m.link) as org_id, a.org_id is not null as followed, s.local_key is not null as settled
  from match_local m
  left join merged_away a on a.org_id = m.link
  left join state s on s.local_key = m.local_key and s.org_id = m.link and s.status = 'linked'
  where m.link is not null)
select local_key, org_id, settled, followed, row_number() over (partition by org_id order by followed, settled desc, length(local_key), local_key) as claim
from named where org_id not in (select org_id from gone);
