-- The three-way merge of one field. Without a base the newer record wins and a blank never overwrites; with one, the side that moved wins,
-- both moved is a conflict for the policy, and a blank clears only what the base had. What overwrites an unusable value says so.

-- The side that the other one's value belongs on; null where both agree.
create or replace macro goes_to(paired, has_local, has_base, local_is_newer, l, o, b, conflict) as
case
  when not paired then case when has_local and l is not null then 'org' when not has_local and o is not null then 'local' end
  when l is not distinct from o then null
  when has_base and l is not distinct from b then 'local'
  when has_base and o is not distinct from b then 'org'
  when not has_base and l is null then 'local'
  when not has_base and o is null then 'org'
  when conflict = 'local' then 'org'
  when conflict = 'salesforce' then 'local'
  when local_is_newer then 'org'
  else 'local'
end;

-- The side that is written; null where policy forbids it.
create or replace macro written_to(side, paired, l, o, push, pull, blank) as
case
  when side = 'org' and (push = 'always' or (push = 'createOnly' and not paired)) and not (l is null and blank = 'keep') then 'org'
  when side = 'local' and pull = 'always' and not (o is null and blank = 'keep') then 'local'
end;

-- Why.
create or replace macro merge_rule(paired, has_base, l, o, b, conflict, unusable) as
case
  when unusable is not null then 'replaces unusable'
  when not paired then 'create'
  when has_base and (l is not distinct from b or o is not distinct from b) then 'changed'
  when not has_base and (l is null or o is null) then 'fill blank'
  when conflict = 'newest' then 'newest wins'
  else conflict || ' wins'
end;

-- A value that cannot be used counts as untouched on its own side: it stands for what the base holds where the other side has a value; where
-- that is blank it stands for blank, and neither side clears the other.
create or replace macro usable(value, unusable, other, b) as
case when unusable is not null and value is null and other is not null then b else value end;

-- The values that cannot be used, by record.
create table unusable_values as
select u.record_key, map_from_entries(list((u.field, u.value))) as fields
from unusable u semi join (select local_row as row from differing union all select org_row from differing) d on d.row = u.record_key
group by u.record_key;
