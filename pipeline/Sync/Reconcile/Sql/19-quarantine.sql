-- A row that failed for good is sent again only when it would be another row: other values, mapping or link.
create table quarantined as
select p.record_key, c.hold_code
from proposed p join scope c using (record_key)
where c.hold = 'quarantined' and c.held_fingerprint = p.fingerprint;

create table plan as
select row_number() over (order by wave, side, object, action, record_key) as plan_row, p.*
from proposed p
where p.record_key not in (select record_key from quarantined)
order by plan_row;
