-- Contacts known to be deleted: a link to one is detached, never followed.
create table gone as
select org_id from org_side where is_deleted
union
select s.org_id from state s
where s.status = 'detached' and not exists (select 1 from org_side e where e.org_id = s.org_id and not e.is_deleted);
