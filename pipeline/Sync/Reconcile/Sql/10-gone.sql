-- Contacts that were merged away, each with the one that survived; a chain of merges leads to its end.
create table merged_away as
with recursive steps as (
  select org_id, merged_into as survivor, 1 as depth from org_side where is_deleted and merged_into is not null
  union all
  select s.org_id, o.merged_into, s.depth + 1
  from steps s join org_side o on o.org_id = s.survivor
  where o.is_deleted and o.merged_into is not null and s.depth < 50)
select org_id, arg_max(survivor, depth) as survivor from steps group by org_id;

-- Contacts known to be deleted: a link to one is detached, unless a merge leads on. What a run that reads everything does not find is gone too: deleted
-- for good, or not shared with our user any more.
create table gone as
select org_id from org_side where is_deleted
union
select s.org_id from state s
where s.status = 'detached' and not exists (select 1 from org_side e where e.org_id = s.org_id and not e.is_deleted)
union
select s.org_id from state s
where s.org_id is not null and (select reads_all from settings) and not exists (select 1 from org_side e where e.org_id = s.org_id);
