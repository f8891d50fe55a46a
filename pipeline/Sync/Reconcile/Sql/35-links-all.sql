-- All that is known, for a full or a compacting run: this run's rows and what they did not touch.
create view links_all as
select * from links_next
union all by name
select * from superseded
union all by name
select * from state s
where (select compact from settings)
  and (s.local_key is not null or s.status = 'detached' or s.org_id not in (select org_id from gone))
  and not exists (select 1 from links_next n where n.local_key = s.local_key)
  and not exists (select 1 from links_next n where n.org_id = s.org_id);
