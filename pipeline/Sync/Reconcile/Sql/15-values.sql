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
    email_key, first_key, last_key, local_stamp, local_edited, org_stamp, created_at)
  from differing d join state s on s.local_key = d.local_key and s.org_id = d.org_id
  where d.has_base),
local_rest as (
  select d.record_key as pair, s.* exclude (record_key, local_key, org_id, sync_key, status, hold, hold_code, fingerprint, has_base, base_hash,
    email_key, first_key, last_key, local_stamp, local_edited, org_stamp, created_at)
  from differing d join state s on s.local_key = d.local_key
  where d.paired and not d.local_extracted),
org_rest as (
  select d.record_key as pair, s.* exclude (record_key, local_key, org_id, sync_key, status, hold, hold_code, fingerprint, has_base, base_hash,
    email_key, first_key, last_key, local_stamp, local_edited, org_stamp, created_at)
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

-- Values of those rows that cannot be used, by pair: on their own side they count as untouched.
create table unusable_values as
select d.record_key, u.side, u.field, u.value from differing d join unusable u on u.record_key = 'local:' || d.local_key
union all
select d.record_key, u.side, u.field, u.value from differing d join unusable u on u.record_key = 'org:' || d.org_id;

-- So they stand for what the base holds; where the other side is blank they stand for blank, and neither side clears the other.
insert into field_values
select u.record_key, u.side, u.field, b.value
from unusable_values u join field_values b using (record_key, field)
where b.side = 'base'
  and exists (select 1 from field_values o where o.record_key = u.record_key and o.field = u.field and o.side not in ('base', u.side));
