-- Records whose final values came from both sides, or from the base for an unusable one, folded back to one row each.
create table mixed_values as
select d.record_key, d.field, case when d.side = 'local' then d.org else d.local end as value
from decisions d join touched r using (record_key) where r.source = 'mixed';

create table mixed as pivot mixed_values on field using first(value) group by record_key;
