// What must come of a CSV store's first run on an org that holds some of its records, in SQL of its own over the CSV.
import { join } from 'node:path';

/** Tables people (one row a record: values trimmed, NULL when blank, birthdate NULL when it is no date a Contact can hold) and their true clusters. */
export async function prepare(connection, folder, missing) {
  const value = (field, column = field) => (missing.includes(field) ? `null::varchar as ${field}` : `nullif(trim(${column}), '') as ${field}`);
  await connection.run(`
    create table people as
    select r.line, r.id, t.cluster, ${['first_name', 'last_name', 'email', 'city', 'postal_code'].map((field) => value(field, `r.${field}`)).join(', ')},
      case when year(try_cast(given as date)) between 1700 and 4000 and regexp_full_match(given, '[0-9]{4}-[0-9]{2}-[0-9]{2}') then given end as birthdate,
      given is not null and birthdate is null as impossible_date
    from (select row_number() over () as line, *, nullif(trim(date_of_birth), '') as given from read_csv('${join(folder, 'records.csv')}', all_varchar = true)) r
    join read_csv('${join(folder, 'truth_clusters.csv')}', all_varchar = true) t using (id)`);
}

/** The books, the plan and what the org will refuse, once the table contacts says who is there. */
export async function expectations(ask, number) {
  await ask(`
    create table addresses as select lower(email) as address, count(*) as holders from people where email is not null group by all`);
  await ask(`
    create table bad_addresses as select id from people where email is not null and not regexp_full_match(email, '[^@\\s.]+(\\.[^@\\s.]+)*@[^@\\s.]+(\\.[^@\\s.]+)+')`);
  await ask(`
    create table expected_local as
    select p.id, case
        when a.holders > 1 then 'e-mail is shared by several supporters'
        when p.last_name is null then 'no last name'
      end as reason,
      exists (select 1 from contacts c join people o on o.id = c.id where lower(o.email) = a.address) as is_there
    from people p left join addresses a on a.address = lower(p.email)`);
  const local = "from expected_local e join people p using (id) where e.reason is null and not e.is_there";
  const count = async (sql) => number(`select count(*)::integer ${sql}`);
  const creates = await count(local);
  const supporters = [
    ['planned', null, creates],
    ['review', 'e-mail is shared by several supporters', await count("from expected_local where reason like 'e-mail%'")],
    ['skipped', 'no last name', await count("from expected_local where reason = 'no last name'")],
    ['unchanged', null, await count('from expected_local where reason is null and is_there')],
  ];
  const contact = 'from contacts c join people p using (id) left join addresses a on a.address = lower(p.email)';
  const contacts = [
    ['address is shared', await count(`${contact} where a.holders > 1`)],
    ['no e-mail', await count(`${contact} where p.email is null`)],
    ['unchanged', await count(`${contact} where a.holders = 1`)],
  ];
  return {
    supporters: supporters.filter((row) => row[2] > 0).map(([outcome, reason, records]) => ({ side: 'local', outcome, reason, records })),
    contacts: contacts.filter((row) => row[1] > 0).map(([what, records]) => ({ what, records })),
    plan: [{ side: 'org', action: 'create', planned: creates }],
    creates,
    impossibleDates: await count('from people where impossible_date'),
    refusedByOrg: await count(`${local} and p.id in (select id from bad_addresses)`),
  };
}
