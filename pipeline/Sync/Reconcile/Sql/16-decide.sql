-- Three-way merge, a row a field. Without a base the newer record wins and a blank never overwrites; with one, the side
-- that moved wins, both moved is a conflict for the policy, and a blank clears only what the base had. What overwrites an unusable
-- value says so.
create table decisions as
with sides as (
  select record_key, field,
    max(value) filter (where side = 'local') as local,
    max(value) filter (where side = 'org') as org,
    max(value) filter (where side = 'base') as base
  from field_values group by record_key, field),
judged as (
  select s.record_key, s.field, s.local, s.org, s.base, d.paired,
    g.target, g.role, g.ordinal, g.push, g.pull, g.blank,
    case
      when not d.paired and d.local_key is not null then 'org'
      when not d.paired then 'local'
      when s.local is not distinct from s.org then null
      when d.has_base and s.local is not distinct from s.base then 'local'
      when d.has_base and s.org is not distinct from s.base then 'org'
      when not d.has_base and s.local is null then 'local'
      when not d.has_base and s.org is null then 'org'
      when g.conflict = 'local' then 'org'
      when g.conflict = 'salesforce' then 'local'
      when d.local_edited >= d.org_edited or d.org_edited is null then 'org'
      else 'local'
    end as goes_to,
    case
      when not d.paired then 'create'
      when d.has_base and (s.local is not distinct from s.base or s.org is not distinct from s.base) then 'changed'
      when not d.has_base and (s.local is null or s.org is null) then 'fill blank'
      when g.conflict = 'newest' then 'newest wins'
      else g.conflict || ' wins'
    end as rule
  from sides s join differing d using (record_key) join govern g using (field))
select j.record_key, j.field, target, role, ordinal, local, org, u.value as unusable,
  case
    when goes_to = 'org' and (push = 'always' or (push = 'createOnly' and not paired)) and not (local is null and blank = 'keep') then 'org'
    when goes_to = 'local' and pull = 'always' and not (org is null and blank = 'keep') then 'local'
  end as side,
  case when u.value is null then rule else 'replaces unusable' end as rule
from judged j left join unusable_values u on u.record_key = j.record_key and u.field = j.field and u.side = j.goes_to;

drop table field_values;
