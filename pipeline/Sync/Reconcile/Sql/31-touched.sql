-- A deleted Contact keeps the supporter that was linked to it, unless this run has decided on that one too, whose own row then names both.
create table bereaved as
select c.record_key, s.local_key
from scope c join state s on s.org_id = c.org_id
where c.is_deleted and c.local_key is null and s.local_key is not null;

-- A pair by e-mail, rules or weights that is left to a person is no link, or the next run would take the guess for known: each side that was read is remembered by itself.
create view decided as
with guessed as (
  select * from scope c
  where c.paired and c.method not in ('id', 'judged') and exists (select 1 from held h where h.record_key = c.record_key and h.verdict = 'review'))
select c.*, false as apart from scope c where c.record_key not in (select record_key from guessed)
union all
select * replace (false as paired, null as org_id, null as org_stamp, false as org_extracted, null as org_hash, false as has_base), true from guessed where local_extracted
union all
select * replace ('org:' || org_id as record_key, false as paired, null as local_key, null as local_stamp, null as local_edited, null as local_link, false as local_extracted, null as local_hash, false as has_base), true
from guessed where org_extracted;

-- What is now known of each record that was decided on: its keys, whether it is held back, and where its new base comes from.
create table touched as
with keyed as (
  select c.record_key, c.is_deleted, c.local_extracted, c.org_extracted, c.has_base, c.local_hash, c.org_hash,
    c.local_key as old_local_key, c.org_id as old_org_id,
    coalesce(c.local_key, t.local_key, b.local_key) as local_key,
    coalesce(c.org_id, t.org_id, case when c.local_link in (select org_id from gone) then c.local_link end) as org_id,
    (not c.paired and c.local_link in (select org_id from gone)) or c.is_deleted as detached,
    -- What was refused as a duplicate and found was due to be sent when it was looked up: only an edit of the Contact since then is newer.
    c.local_stamp, case when t.linked then greatest(c.local_edited, t.looked_up_at) else c.local_edited end as local_edited, coalesce(c.org_stamp, c.org_edited) as org_stamp, c.created_at,
    t.done, t.failed, t.code, t.sync_key, t.to_org, t.to_local,
    coalesce(t.fingerprint, case when q.record_key is not null then c.held_fingerprint end) as fingerprint,
    case
      when t.done then null
      when t.failed then 'quarantined'
      when t.linked then 'linked'
      when t.record_key is not null then 'pending'
      when c.apart or exists (select 1 from held h where h.record_key = c.record_key and h.verdict = 'review') then 'review'
      when q.record_key is not null then 'quarantined'
    end as hold,
    coalesce(t.code, q.hold_code) as hold_code
  from decided c
  left join settled t using (record_key)
  left join quarantined q using (record_key)
  left join bereaved b on b.record_key = c.record_key and b.local_key not in (select x.local_key from scope x where x.local_key is not null)
  where not (c.is_deleted and c.local_key is null
    and c.org_id in (select x.local_link from scope x where x.local_key is not null and not x.paired and x.local_link is not null)))
select *,
  case when detached then 'detached' when local_key is not null and org_id is not null then 'linked' when local_key is not null then 'local_only' else 'org_only' end as status,
  -- Where the base comes from: one side whole, field by field, or the old state.
  case
    when (hold is not null or (select link_only from settings)) and has_base then 'keep'
    when to_org and to_local then 'mixed'
    when has_base and record_key in (select m.record_key from merged m where m.local_unusable is not null or m.org_unusable is not null) then 'mixed'
    when to_local then 'org'
    when old_local_key is not null then 'local'
    else 'org'
  end as source
  from keyed;
