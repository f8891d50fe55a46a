-- What the org's rule of names and e-mail address will say to each create, and of which Contact.
create or replace table predicted as
with best as (
  select *, row_number() over (partition by plan_row order by first_ratio + last_ratio desc, org_id) as place, count(*) over (partition by plan_row) as known
  from foreseen_likeness)
select p.plan_row, p.record_key, p.local_key,
  case when b.first_ratio >= s.first_least and b.last_ratio >= s.last_least then 'alert' else 'none' end as predicted,
  b.org_id, b.first_ratio, b.last_ratio, coalesce(b.known, 0) as known
from planned p cross join suitable s left join best b on b.plan_row = p.plan_row and b.place = 1
where p.side = 'org' and p.action = 'create';

-- What a pair that meets for the first time writes over: by this run's plan, and by the link that would follow an alert.
create or replace table overwrites as
with contacts as (
  select 'org:' || org_id as record_key, org_id from predicted where predicted = 'alert'),
theirs as (
  unpivot (select * exclude (side, row_hash, email_key, first_key, last_key) from normalized where record_key in (select record_key from contacts))
  on columns(* exclude (record_key)) into name field value held),
kept as (
  unpivot (
    select * exclude (record_key, local_key, sync_key, status, hold, hold_code, fingerprint, has_base, base_hash, local_stamp, local_edited, org_stamp, created_at, email_key, first_key, last_key)
    from state where org_id in (select org_id from contacts) and org_id not in (select org_id from org_side))
  on columns(* exclude (org_id)) into name field value held),
known as (
  select replace(record_key, 'org:', '') as org_id, field, held from theirs
  union all
  select org_id, field, held from kept)
select p.record_key, p.local_key, p.org_id, c.field, c.field in (select field from consent_fields) as is_consent, c.before, c.after, 'the pair is new' as because
from (select plan_row, record_key, local_key, org_id, action, unnest(changes) as c from plan) p join scope s using (record_key)
where s.paired and not s.has_base and c.before is not null and c.after is not null
union all
select p.record_key, p.local_key, p.org_id, a.c.field, a.c.field in (select field from consent_fields), k.held, a.c.after, 'its create would alert'
from predicted p
join (select plan_row, unnest(changes) as c from plan) a using (plan_row)
join known k on k.org_id = p.org_id and k.field = a.c.field
where p.predicted = 'alert' and k.held is distinct from a.c.after;
