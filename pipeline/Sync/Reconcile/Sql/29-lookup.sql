-- What the look-up of refused duplicates will find; without one it stays empty.
create or replace table lookup (
  plan_row bigint, record_key varchar, local_key varchar, email varchar, verdict varchar, org_id varchar, first_ratio integer, last_ratio integer,
  candidates bigint, held_by varchar, looked_up_at timestamptz);
