-- Who was found to be who, with the second best beside it.
create table matches as
with ranked as (
  select local_key, org_id, method, score, row_number() over (partition by local_key order by score desc, method, org_id) as place from pairs),
decided as (
  select local_key, org_id, case when claim = 1 then 'link' else 'review' end as verdict, 'id' as method, 1000 as score from claims
  union all
  select local_key, org_id, verdict, method, score from by_email
  union all
  select local_key, org_id, verdict, method, score from (
    select *, row_number() over (partition by local_key order by verdict, weight desc, org_id) as place from by_rules) where place = 1
  union all
  select local_key, org_id, verdict, method, score from (
    select *, row_number() over (partition by local_key order by verdict, score desc, org_id) as place from by_weights) where place = 1)
select 'local:' || d.local_key as record_key, d.local_key, d.org_id, d.method, d.score::integer as score,
  r.org_id as runner_up_org_id, r.score as runner_up_score, d.verdict
from decided d
left join (
  select x.local_key, x.org_id, x.score, row_number() over (partition by x.local_key order by x.place) as nth
  from ranked x join decided d on d.local_key = x.local_key and d.org_id <> x.org_id) r
  on r.local_key = d.local_key and r.nth = 1;
