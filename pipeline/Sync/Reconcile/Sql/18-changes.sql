-- The fields to write of each record and side, as one list. Run once for each bucket of records: a list grows in memory, which cannot spill.
create table if not exists changes (record_key varchar, side varchar,
  changes struct(field varchar, target varchar, "before" varchar, "after" varchar, "rule" varchar)[]);

insert into changes
select record_key, side,
  list({'field': field, 'target': case when side = 'org' then target else field end,
    'before': coalesce(unusable, case when side = 'org' then org else local end),
    'after': case when side = 'org' then local else org end,
    'rule': rule} order by ordinal) as changes
from decisions where side is not null and hash(record_key) % getvariable('buckets') = getvariable('bucket') group by record_key, side;
