-- The differing rows as (record, field, side, value). A side that was not extracted has not changed since the state was written.
create table field_values as
with local_rows as (
  select d.record_key as pair, n.* exclude (record_key, side, row_hash, email_key, first_key, last_key)
  from differing d join normalized n on n.record_key = 'local:' || d.local_key
  where d.local_extracted),
org_rows as (
  select d.record_key as pair, n.* exclude (record_key, side, row_hash, email_key, first_key, last_key)
  from differing d join normalized n on n.record_key = 'org:' || d.org_id
  where d.org_extracted),
base_rows as (
  select d.record_key as pair, s.* exclude (record_key, local_key, org_id, sync_key, status, hold, hold_code, fingerprint, has_base, base_hash,
    email_key, first_key, last_key, local_stamp, org_stamp, created_at)
  from differing d join state s on s.local_key = d.local_key and s.org_id = d.org_id
  where d.has_base),
local_rest as (
  select d.record_key as pair, s.* exclude (record_key, local_key, org_id, sync_key, status, hold, hold_code, fingerprint, has_base, base_hash,
    email_key, first_key, last_key, local_stamp, org_stamp, created_at)
  from differing d join state s on s.local_key = d.local_key
  where d.paired and not d.local_extracted),
org_rest as (
  select d.record_key as pair, s.* exclude (record_key, local_key, org_id, sync_key, status, hold, hold_code, fingerprint, has_base, base_hash,
    email_key, first_key, last_key, local_stamp, org_stamp, created_at)
  from differing d join state s on s.org_id = d.org_id
  where d.paired and not d.org_extracted)
select pair as record_key, 'local' as side, field, value from (unpivot local_rows on columns(* exclude (pair)) into name field value value)
union all
select pair, 'local', field, value from (unpivot local_rest on columns(* exclude (pair)) into name field value value)
union all
select pair, 'org', field, value from (unpivot org_rows on columns(* exclude (pair)) into name field value value)
union all
select pair, 'org', field, value from (unpivot org_rest on columns(* exclude (pair)) into name field value value)
union all
select pair, 'base', field, value from (unpivot base_rows on columns(* exclude (pair)) into name field value value);
