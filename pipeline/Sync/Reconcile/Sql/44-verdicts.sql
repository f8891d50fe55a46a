-- The forecast beside what the org said.
create or replace table duplicate_verdicts as
with said as (
  select p.*, r.outcome, r.code,
    exists (select 1 from duplicate_errors e where e.code = r.code and (e.message is null or contains(lower(coalesce(r.message, '')), lower(e.message)))) as is_duplicate
  from predicted p join results r using (plan_row))
select plan_row, record_key, local_key, predicted, org_id, first_ratio, last_ratio, known,
  case when outcome in ('failed', 'linked') and is_duplicate then 'alert' when outcome = 'succeeded' then 'none' when outcome = 'failed' then 'other error' else 'not sent' end as actual,
  case when outcome in ('failed', 'linked') and is_duplicate then predicted = 'alert' when outcome = 'succeeded' then predicted = 'none' end as is_right
from said;
