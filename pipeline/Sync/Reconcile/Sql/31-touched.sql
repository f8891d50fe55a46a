-- What is now known of each record that was decided on: its keys, whether it is held back, and where its new base comes from.
create table touched as
with keyed as (
  select c.record_key, c.is_deleted, c.local_extracted, c.org_extracted, c.has_base, c.local_hash, c.org_hash,
    c.local_key as old_local_key, c.org_id as old_org_id,
    coalesce(c.local_key, t.local_key) as local_key,
    coalesce(c.org_id, t.org_id, case when c.local_link in (select org_id from gone) then c.local_link end) as org_id,
    c.local_link in (select org_id from gone) or c.is_deleted as detached,
    c.local_stamp, c.local_edited, coalesce(c.org_stamp, c.org_edited) as org_stamp, c.created_at,
    t.done, t.failed, t.code, t.sync_key, t.to_org, t.to_local,
    coalesce(t.fingerprint, case when q.record_key is not null then c.held_fingerprint end) as fingerprint,
    case
      when t.done then null
      when t.failed then 'quarantined'
      when t.record_key is not null then 'pending'
      when exists (select 1 from held h where h.record_key = c.record_key and h.verdict = 'review') then 'review'
      when q.record_key is not null then 'quarantined'
    end as hold,
    coalesce(t.code, q.hold_code) as hold_code
  from scope c
  left join settled t using (record_key)
  left join quarantined q using (record_key))
select *,
  case when detached then 'detached' when local_key is not null and org_id is not null then 'linked' when local_key is not null then 'local_only' else 'org_only' end as status,
  -- Where the base comes from: one side whole, field by field, or the old state.
  case
    when hold is not null and has_base then 'keep'
    when to_org and to_local then 'mixed'
    when has_base and record_key in (select m.record_key from merged m where m.local_unusable is not null or m.org_unusable is not null) then 'mixed'
    when to_local then 'org'
    when old_local_key is not null then 'local'
    else 'org'
  end as source
  from keyed;
