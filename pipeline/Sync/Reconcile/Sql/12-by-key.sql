-- The next key: what a person said to be the same, then e-mail, where the identify policy of a direction that sees this pair names it. Best score wins; an
-- even score between several Contacts goes to review.
create or replace table by_email as
with open as (
  select p.local_key, p.org_id, p.method, p.score, p.method = 'judged' as judged, coalesce(o.created_at, s.created_at) as created_at
  from pairs p left join org_side o on o.org_id = p.org_id left join state s on s.org_id = p.org_id
  where p.method in ('email', 'judged')
    and p.local_key not in (select local_key from claims)
    and p.org_id not in (select org_id from claims)
    and (p.method = 'judged' or (exists (select 1 from identify i where i.direction = 'pull' and i.key = 'email') and p.org_id in (select org_id from org_side))
      or (exists (select 1 from identify i where i.direction = 'push' and i.key = 'email') and p.local_key in (select local_key from local_side)))),
ranked as (
  select *, 
    row_number() over (partition by local_key order by judged desc, score desc, created_at, org_id) as by_local,
    row_number() over (partition by org_id order by judged desc, score desc, length(local_key), local_key) as by_org,
    count(*) over (partition by local_key, judged, score) as even
  from open)
select local_key, org_id, method, score,
  case when (select on_many from settings) = 'review' and even > 1 then 'review' else 'link' end as verdict
from ranked where by_local = 1 and by_org = 1;

-- The next key: rules. Who stands with whom was decided when the pairs were judged. Of what fits equally none is taken, or the oldest where the policy says
-- so and nobody else has it.
create or replace table by_rules as
with open as (
  select p.local_key, p.org_id, p.method, p.score, p.weight, p.verdict, coalesce(o.created_at, s.created_at) as created_at
  from pairs p left join org_side o on o.org_id = p.org_id left join state s on s.org_id = p.org_id
  where p.method = 'rules'
    and p.local_key not in (select local_key from claims) and p.org_id not in (select org_id from claims)
    and p.local_key not in (select local_key from by_email) and p.org_id not in (select org_id from by_email)
    and ((exists (select 1 from identify i where i.direction = 'pull' and i.key = 'rules') and p.org_id in (select org_id from org_side))
      or (exists (select 1 from identify i where i.direction = 'push' and i.key = 'rules') and p.local_key in (select local_key from local_side)))),
ranked as (
  select local_key, org_id,
    row_number() over (partition by local_key order by weight desc, created_at, org_id) as by_local,
    row_number() over (partition by org_id order by weight desc, length(local_key), local_key) as by_org
  from open
  where local_key not in (select local_key from open where verdict = 'best') and org_id not in (select org_id from open where verdict = 'best')),
oldest as (select local_key, org_id from ranked where by_local = 1 and by_org = 1 and (select on_many from settings) = 'first')
select o.local_key, o.org_id, o.method, o.score, o.weight, case when o.verdict = 'best' or x.org_id is not null then 'link' else 'review' end as verdict
from open o left join oldest x on x.local_key = o.local_key and x.org_id = o.org_id;

-- The last key: the weight of all that is known of two records. Who stands with whom was decided when the pairs were weighed; here counts whether the
-- policy of a direction that sees this pair asks for it. What is not certain goes to review, unless the e-mail address decides.
create or replace table by_weights as
select p.local_key, p.org_id, p.method, p.score, case when p.verdict = 'best' then 'link' else 'review' end as verdict
from pairs p
where p.method = 'weights'
  and p.local_key not in (select local_key from claims) and p.org_id not in (select org_id from claims)
  and p.local_key not in (select local_key from by_email) and p.org_id not in (select org_id from by_email)
  and p.local_key not in (select local_key from by_rules) and p.org_id not in (select org_id from by_rules)
  and ((exists (select 1 from identify i where i.direction = 'pull' and i.key = 'weights') and p.org_id in (select org_id from org_side))
    or (exists (select 1 from identify i where i.direction = 'push' and i.key = 'weights') and p.local_key in (select local_key from local_side)));
