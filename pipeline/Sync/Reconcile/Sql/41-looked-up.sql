-- One Contact for a refused record, or why none: the names must be alike enough, the Contact nobody else's, and one must be the best.
insert into lookup
with candidates as (
  select l.*, f.created_at, b.local_key as held_by, l.first_ratio >= s.first_least and l.last_ratio >= s.last_least as is_alike
  from likeness l join found f using (org_id) join refused r using (plan_row) cross join suitable s
  left join belongs b on b.org_id = l.org_id and b.local_key <> r.local_key),
ranked as (
  select *,
    row_number() over (partition by plan_row order by is_alike desc, held_by is null desc, first_ratio + last_ratio desc, created_at, org_id) as place,
    count(*) over (partition by plan_row) as candidates,
    count(*) over (partition by plan_row, is_alike, held_by is null, first_ratio + last_ratio) as even
  from candidates),
best as (
  select *, row_number() over (partition by org_id, is_alike and held_by is null order by first_ratio + last_ratio desc, plan_row) as turn
  from ranked where place = 1)
select r.plan_row, r.record_key, r.local_key, r.email_key,
  case
    when r.email_key is null then 'no e-mail'
    when b.plan_row is null then 'none'
    when not b.is_alike then 'unlike'
    when b.held_by is not null then 'taken'
    when b.even > 1 and s.on_many = 'review' then 'several'
    when b.turn > 1 then 'taken'
    else 'linked'
  end,
  b.org_id, b.first_ratio, b.last_ratio, coalesce(b.candidates, 0), b.held_by, clock.at
from refused r cross join settings s cross join looked_up_at clock left join best b using (plan_row);
