-- Records that must not be written now, with the reason: skipped is for good as things stand, review is for a person.
create table held as
with
-- E-mail addresses as the store will have them if nothing of this run is applied.
owners as (
  select email_key, local_key from local_side where email_key is not null
  union all
  select s.email_key, s.local_key from state s
  where s.local_key is not null and s.email_key is not null and not exists (select 1 from local_side e where e.local_key = s.local_key)),
arriving as (
  select record_key, local_key, email_to_local as email_key, row_number() over (partition by email_to_local order by created_at, org_id) as turn
  from merged where email_to_local is not null),
-- What rules or weights have found, by which key and how well.
guesses as (
  select local_key, org_id, weight as fit, verdict, 'rules' as key from by_rules
  union all
  select local_key, org_id, score, verdict, 'weights' from by_weights)
select record_key, 'skipped' as verdict, case when merged_into is null then 'deleted in Salesforce' else 'merged into another Contact' end as reason, merged_into as detail
from scope where is_deleted
union all
-- The survivor belongs to someone else: two supporters are to be merged, which only a person does.
select 'org:' || a.org_id, 'review', 'merged into the Contact of another supporter', 'local:' || c.local_key
from merged_away a
join claims c on c.org_id = a.survivor and c.claim = 1
where exists (select 1 from claims f where f.org_id = a.survivor and f.followed and f.claim > 1)
union all
select c.record_key, 'skipped', 'its Contact is deleted in Salesforce', c.local_link
from scope c where not c.paired and c.local_link in (select org_id from gone)
union all
select 'local:' || local_key, 'review', 'Contact is linked to another supporter', org_id from claims where claim > 1
union all
select 'local:' || local_key, 'review', 'several Contacts match equally well', org_id from by_email where verdict = 'review'
union all
-- Nobody is made anew who may be there already: by the direction that would make the record.
select distinct 'local:' || local_key, 'review', 'a Contact may be the same person', first_value(org_id) over (partition by local_key order by fit desc, org_id)
from guesses w
where w.verdict = 'review' and exists (select 1 from identify i where i.direction = 'push' and i.key = w.key)
  and not exists (select 1 from guesses l where l.verdict = 'link' and l.local_key = w.local_key)
union all
select distinct 'org:' || org_id, 'review', 'a supporter may be the same person', first_value('local:' || local_key) over (partition by org_id order by fit desc, length(local_key), local_key)
from guesses w
where w.verdict = 'review' and exists (select 1 from identify i where i.direction = 'pull' and i.key = w.key)
  and not exists (select 1 from guesses l where l.verdict = 'link' and l.org_id = w.org_id)
union all
-- So many Contacts hold this e-mail that it says nothing; matching made no pairs of it.
select m.record_key, 'review', 'e-mail is too common to match by', m.email_key
from match_local m
where m.link is null and m.email_key in (select email_key from match_org where email_key is not null group by email_key having count(*) > (select max_per_key from settings))
union all
-- A store that does not keep its addresses unique: whose this one is, a person says.
select o.record_key, 'review', 'e-mail is shared by several supporters', o.email_key
from (select s.record_key, s.local_key, s.email_key from local_side s
      where s.email_key in (select email_key from owners group by email_key having count(*) > 1)) o
where o.local_key not in (select local_key from claims)
union all
select distinct 'org:' || p.org_id, 'review', 'several Contacts match equally well', 'local:' || b.local_key
from by_email b join pairs p on p.local_key = b.local_key and p.method = b.method and p.score = b.score
where b.verdict = 'review'
union all
select a.record_key, 'review', 'e-mail belongs to another supporter', 'local:' || min(o.local_key)
from arriving a join owners o on o.email_key = a.email_key and o.local_key is distinct from a.local_key
group by a.record_key
union all
select a.record_key, 'review', 'several Contacts bring this e-mail', a.email_key from arriving a
where a.turn > 1 and a.record_key not in (
  select b.record_key from arriving b join owners o on o.email_key = b.email_key and o.local_key is distinct from b.local_key)
union all
select c.record_key, 'skipped', 'no supporter, and the store is only read', null from scope c where c.local_key is null and not c.is_deleted and (select read_only from settings)
union all
select record_key, 'skipped', unnest(unfit), null from merged where len(unfit) > 0;
