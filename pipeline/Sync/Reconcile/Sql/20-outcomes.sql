-- One outcome for every record that was extracted and not rejected: review > skipped > planned > unchanged. The books are counts of this
-- table; a record that no step decided on has none, and the books do not balance.
create table stopped as
with verdicts as (
  select record_key, 'review' as outcome, min(reason) as reason, min(detail) as detail, 2 as rank from held where verdict = 'review' group by record_key
  union all
  select record_key, 'skipped', min(reason), min(detail), 3 from held where verdict = 'skipped' group by record_key
  union all
  select record_key, 'skipped', 'quarantined', min(hold_code), 3 from quarantined group by record_key
  union all
  select m.record_key, 'skipped', 'this run only links', null, 3 from merged m
  where (select link_only from settings) and m.org_changes + m.local_changes > 0 and m.record_key not in (select p.record_key from planned p))
select record_key, arg_min(outcome, rank) as outcome, arg_min(reason, rank) as reason, arg_min(detail, rank) as detail from verdicts group by record_key;

create table outcomes as
select e.record_key, 'local' as side, e.local_key, c.org_id,
  case when c.record_key is not null then coalesce(s.outcome, case when c.record_key in (select record_key from planned) then 'planned' else 'unchanged' end) end as outcome,
  s.reason, s.detail
from local_side e
left join scope c on c.local_key = e.local_key
left join stopped s on s.record_key = c.record_key;

insert into outcomes
select e.record_key, 'org', c.local_key, e.org_id,
  case when c.record_key is not null then coalesce(o.outcome, s.outcome, case when c.record_key in (select record_key from planned) then 'planned' else 'unchanged' end) end,
  coalesce(o.reason, s.reason), coalesce(o.detail, s.detail)
from org_side e
left join scope c on c.org_id = e.org_id
left join stopped s on s.record_key = c.record_key
left join stopped o on o.record_key = e.record_key;
