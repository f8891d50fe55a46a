-- How the planned rows of each record ended, and the keys that the writes brought.
create table settled as
select p.record_key,
  bool_and(r.outcome = 'succeeded') as done,
  bool_or(r.outcome = 'failed') as failed,
  max(r.local_key) as local_key, max(r.org_id) as org_id,
  max(p.sync_key) as sync_key,
  max(case when r.outcome = 'failed' then concat_ws(': ', r.code, r.message) end) as code,
  max(case when r.outcome = 'failed' then p.fingerprint end) as fingerprint,
  bool_or(r.outcome = 'linked') as linked,
  max(l.looked_up_at) as looked_up_at,
  bool_or(p.fields > 0 and p.side = 'org') as to_org,
  bool_or(p.fields > 0 and p.side = 'local') as to_local
from planned p join results r using (plan_row) left join lookup l on l.plan_row = p.plan_row and l.verdict = 'linked'
group by p.record_key;
