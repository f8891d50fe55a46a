-- The state: what the committed runs say of every record, the newest word winning.
-- A later row supersedes an earlier one that names the same supporter or the same Contact.
create table state as
with newest as (
  select * exclude (by_local, by_org)
  from (
    select *,
      case when local_key is null then 1 else row_number() over (partition by local_key order by run_ord desc) end as by_local,
      case when org_id is null then 1 else row_number() over (partition by org_id order by run_ord desc) end as by_org
    from links_delta)
  where by_local = 1 and by_org = 1)
select * exclude (run_ord) from newest
union all by name
select * exclude (run_ord) from links_full f
where not exists (select 1 from links_delta d where d.local_key = f.local_key)
  and not exists (select 1 from links_delta d where d.org_id = f.org_id);
