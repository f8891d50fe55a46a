// Records of real people and of typing errors as a CSV store, half of them in the org before: unmodified jsforce puts them there, and every term of a run's books is
// counted from the CSV by stock DuckDB, which knows nothing of this product. CONTACT_SYNC_LABELLED names the folder of the labelled sets.
import { DuckDBInstance } from '@duckdb/node-api';
import jsforce from 'jsforce';
import { copyFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { check, finish, same } from '../common/checks.mjs';
import { callIn, inFolder, liveContacts, root, withSandbox } from '../common/product.mjs';
import { expectations, prepare } from './expected.mjs';

const labelled = process.env.CONTACT_SYNC_LABELLED ?? join(root, '../shared/labelled');
const sets = [
  { name: 'historical_25k_a', nameless: 2_330, missing: ['email', 'phone', 'street', 'region', 'country'] },
  { name: 'fake_1000', nameless: 181, missing: ['phone', 'street', 'region', 'postal_code', 'country'] },
];

// Which of several likenesses a shared address is put down to depends on scores; that it is no link does not.
const whatBecomes = `case when reason in ('e-mail is shared by several supporters', 'several Contacts match equally well', 'no supporter, and the store is only read') then 'address is shared' else coalesce(reason, outcome) end`;

for (const { name, nameless, missing } of sets) {
  await inFolder(async (folder) => {
    const store = join(folder, 'people.csv');
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    const ask = async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJS();
    const number = async (sql) => Number(Object.values((await ask(sql))[0])[0]);
    await prepare(connection, join(labelled, name), missing);

    await withSandbox(0, async (org) => {
      const env = { ORG_SECRET: org.clientSecret };
      const newest = async () => join(folder, 'runs', (await readdir(join(folder, 'runs'))).filter((run) => run.startsWith('run=')).sort().at(-1));
      const sealed = async (table, select) => ask(select.replace('{table}', `read_parquet('${join(await newest(), `${table}.parquet`)}', hive_partitioning = false)`));
      await configure(folder, org, missing);

      await check(`${name}: jsforce loads every other record; what the org refuses has its reason`, async () => {
        const half = await ask('select first_name as FirstName, last_name as LastName, email as Email, city as MailingCity, postal_code as MailingPostalCode, birthdate as Birthdate, id as Description from people where line % 2 = 0 order by line');
        await load(org, half, connection);
        same(await number('select count(*) from people where line % 2 = 0 and last_name is null and id not in (select id from refused)'), 0, 'nameless Contacts');
        same(await ask("select distinct code from refused where code not in ('REQUIRED_FIELD_MISSING', 'INVALID_EMAIL_ADDRESS', 'DUPLICATES_DETECTED')"), [], 'other reasons');
        same(await number('select (select count(*) from contacts) + (select count(*) from refused)'), half.length, 'answers');
        same(await liveContacts(org), await number('select count(*) from contacts'), 'Contacts');
      });

      await copyFile(join(labelled, name, 'records.csv'), store);
      const expected = await expectations(ask, number);
      await check(`${name}: the first run's books are those counted from the CSV`, async () => {
        const run = await callIn(folder, env, 'run');
        console.log(run.stdout.replace(/^/gm, '      '));
        same([run.code, run.stderr], [expected.refusedByOrg > 0 ? 2 : 0, ''], 'exit code');
        same(await sealed('outcomes', "select side, outcome, reason, count(*)::integer as records from {table} where side = 'local' group by all order by all"), expected.supporters, 'supporters');
        same(await sealed('outcomes', `select ${whatBecomes} as what, count(*)::integer as records from {table} where side = 'org' group by all order by all`), expected.contacts, 'Contacts read');
        same(await number('select count(*) from people where last_name is null'), nameless, 'no last name in the file');
        same(Number((await sealed('unusable', "select count(*) as n from {table} where side = 'local' and field = 'birthdate'"))[0].n), expected.impossibleDates, 'dates left out');
        same(await sealed('plan', 'select side, action, count(*)::integer as planned from {table} group by all order by all'), expected.plan, 'plan');
        same(Number((await sealed('results', "select count(*) as n from {table} where code = 'INVALID_EMAIL_ADDRESS'"))[0].n), expected.refusedByOrg, 'addresses the org refuses');
        same(await liveContacts(org), await number('select count(*) from contacts') + expected.creates - expected.refusedByOrg, 'Contacts');
      });

      await check(`${name}: link, create and review against who they really are`, async () => {
        await connection.run(`create table outcomes as select local_key as id, org_id, outcome from read_parquet('${join(await newest(), 'outcomes.parquet')}', hive_partitioning = false) where side = 'local'`);
        await connection.run("create table links as from outcomes where org_id is not null and outcome in ('planned', 'unchanged')");
        const wrong = await number('select count(*) from links l join contacts c using (org_id) join people a on a.id = l.id join people b on b.id = c.id where a.cluster <> b.cluster');
        const linked = await number('select count(*) from links');
        const known = 'exists (select 1 from contacts c join people b on b.id = c.id where b.cluster = a.cluster)';
        const made = `from people a join outcomes o using (id) where o.outcome = 'planned' and a.id not in (select id from links)`;
        console.log(`      links ${linked}, of them wrong ${wrong}; creates ${await number(`select count(*) ${made}`)}, of people the org holds already ${await number(`select count(*) ${made} and ${known}`)}; `
          + `to review ${await number("select count(*) from outcomes where outcome = 'review'")}, of people the org holds already ${await number(`select count(*) from people a join outcomes o using (id) where o.outcome = 'review' and ${known}`)}`);
        same(wrong, 0, 'wrong links');
      });

      await check(`${name}: the second run sends nothing, as the first left nothing to send`, async () => {
        const before = await liveContacts(org);
        await callIn(folder, env, 'run');
        same(await sealed('results', 'select local_key from {table}'), [], 'rows sent');
        same(await liveContacts(org), before, 'Contacts');
      });

      await check(`${name}: five edited records are planned, and then sent, and no others`, async () => {
        const five = (await ask("select id from outcomes where outcome = 'planned' and id not in (select id from bad_addresses) order by hash(id), id limit 5")).map((row) => row.id).sort();
        await connection.run(`copy (select * replace (case when id in (${five.map((id) => `'${id}'`)}) then 'elsewhere' else city end as city) from read_csv('${store}', all_varchar = true)) to '${folder}/edited.csv' (header)`);
        await copyFile(`${folder}/edited.csv`, store);
        const planned = await callIn(folder, env, 'plan', '--out', 'five.plan');
        same(planned.code, 0, 'exit code of plan');
        const rows = await sealed('plan', "select local_key, side || ' ' || action || ' ' || changes[1].target || ' ' || len(changes) as what from {table} order by local_key");
        same(rows, five.map((id) => ({ local_key: id, what: 'org update MailingCity 1' })), 'plan');
        same((await callIn(folder, env, 'apply', 'five.plan')).code, 0, 'exit code of apply');
        same((await sealed('results', "select local_key from {table} where outcome = 'succeeded' order by local_key")).map((row) => row.local_key), five, 'sent');
      });
    });
  });
}
finish();

/** A pipeline.json for the folder: the CSV by its own column names, the org over HTTP. */
async function configure(folder, org, missing) {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'pipeline.json'), JSON.stringify({
    profile: join(root, 'data/profiles/engaging-networks.json'),
    org: { kind: 'salesforce', instanceUrl: org.url, auth: { flow: 'clientCredentials', clientId: org.clientId, clientSecret: 'env:ORG_SECRET' } },
    store: {
      kind: 'csv',
      path: 'people.csv',
      name: 'people',
      map: [{ field: 'supporter_id', column: 'id' }, { field: 'birthdate', column: 'date_of_birth' }, ...missing.map((field) => ({ field, column: '' }))],
    },
    runs: { path: 'runs' },
    state: { path: 'state' },
    extract: { lag: '0s', overlap: '0s' },
    load: { pollFirst: '20ms', pollMax: '200ms' },
    budget: { memory: '1GB' },
  }));
}

/** Inserts Contacts by a Bulk job; tables contacts (id, org_id) and refused (id, code) say what came of each. */
async function load(org, records, connection) {
  const salesforce = new jsforce.Connection({ instanceUrl: org.url, version: '66.0', accessToken: org.token });
  salesforce.bulk2.pollInterval = 50;
  salesforce.bulk2.pollTimeout = 120_000;
  const load = await salesforce.bulk2.loadAndWaitForResults({ object: 'Contact', operation: 'insert', input: records });
  const fill = async (table, columns, rows) => {
    await connection.run(`create table ${table} (${columns.map((column) => `${column} varchar`).join(', ')})`);
    const appender = await connection.createAppender(table);
    for (const row of rows) {
      row.forEach((value) => appender.appendVarchar(value));
      appender.endRow();
    }
    appender.closeSync();
  };
  await fill('contacts', ['id', 'org_id'], load.successfulResults.map((row) => [row.Description, row.sf__Id]));
  await fill('refused', ['id', 'code'], [...load.failedResults, ...load.unprocessedRecords].map((row) => [row.Description, row.sf__Error?.split(':')[0] ?? 'unprocessed']));
}
