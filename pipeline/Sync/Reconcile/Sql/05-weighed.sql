-- What matching by rules or weights found, among the pairs. Two records that were both known before this run were decided on then.
insert into pairs
select l.local_key, o.org_id, w.method, w.score, null, null, w.verdict, w.weight, w.why
from weighed w join people l on l.row = w.left_row join people o on o.row = w.right_row
where (l.extracted or o.extracted)
  and not exists (select 1 from judged j where j.local_key = l.local_key and j.org_id = o.org_id and not j.same);

drop table weighed;
drop table people;
