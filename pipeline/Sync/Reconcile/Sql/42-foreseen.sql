-- The Contacts known to this run that have the e-mail address of a record about to be created; their names are compared outside.
create or replace table foreseen as
select p.plan_row, m.org_id, l.first_key as our_first, m.first_key as their_first, l.last_key as our_last, m.last_key as their_last
from planned p
join local_side l on l.local_key = p.local_key
join match_org m on m.email_key = l.email_key
where p.side = 'org' and p.action = 'create';

create or replace table foreseen_likeness (plan_row bigint, org_id varchar, first_ratio integer, last_ratio integer);
