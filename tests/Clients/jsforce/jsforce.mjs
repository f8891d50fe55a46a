// Unmodified jsforce against `contact-sync sandbox serve`: what it writes is read back and counted.
import jsforce from 'jsforce';
import { check, finish, same } from '../common/checks.mjs';
import { liveContacts, withSandbox } from '../common/product.mjs';

const Seeded = 5_000;
const Bulk = 3_000;

await withSandbox(Seeded, async (org) => {
  const connection = new jsforce.Connection({
    instanceUrl: org.url,
    version: '66.0',
    oauth2: { loginUrl: org.url, clientId: org.clientId, clientSecret: org.clientSecret },
  });
  connection.bulk2.pollInterval = 50;
  connection.bulk2.pollTimeout = 60_000;
  const contacts = connection.sobject('Contact');

  await check('logs in by client credentials and knows who it is', async () => {
    const user = await connection.authorize({ grant_type: 'client_credentials' });
    const identity = await connection.identity();
    same(identity.user_id, user.id, 'user');
    same(identity.organization_id, user.organizationId, 'org');
  });

  await check('describes Contact with its custom external id', async () => {
    const key = (await contacts.describe()).fields.find((field) => field.name === 'Sync_Key__c');
    same([key.type, key.externalId, key.unique, key.nillable], ['string', true, true, true]);
  });

  await check('queries more than one page', async () => {
    const all = await connection.query('SELECT Id, Email FROM Contact', { autoFetch: true, maxFetch: 100_000 });
    same([all.totalSize, all.done, all.records.length], [Seeded, true, Seeded]);
    same(new Set(all.records.map((record) => record.Id)).size, Seeded, 'different Ids');
  });

  const made = await check('inserts one and reads it back', async () => {
    const { id, success } = await contacts.create({ FirstName: 'Žofie', LastName: 'O\'Hara "Q"', Email: 'zofie@example.org' });
    const record = await contacts.retrieve(id);
    same([success, record.FirstName, record.LastName, record.Email], [true, 'Žofie', 'O\'Hara "Q"', 'zofie@example.org']);
    return id;
  });

  await check('updates one and clears a field', async () => {
    await contacts.update({ Id: made, FirstName: null, Phone: '+420 1' });
    const record = await contacts.retrieve(made);
    same([record.FirstName, record.Phone, record.LastName], [null, '+420 1', 'O\'Hara "Q"']);
  });

  await check('upserts by Sync_Key__c: the first makes, the second updates the same', async () => {
    const first = await contacts.upsert({ Sync_Key__c: 'js:1', LastName: 'First' }, 'Sync_Key__c');
    const second = await contacts.upsert({ Sync_Key__c: 'js:1', LastName: 'Second' }, 'Sync_Key__c');
    same([first.created, second.created, first.id === second.id], [true, false, true]);
    same(await contacts.count({ Sync_Key__c: 'js:1' }), 1, 'records');
  });

  await check('inserts and deletes many in collections of 200', async () => {
    const results = await contacts.create(Array.from({ length: 450 }, (_, i) => ({ LastName: `Many ${i}` })), { allowRecursive: true });
    same(results.filter((result) => result.success).length, 450, 'made');
    same(await contacts.count({ LastName: { $like: 'Many %' } }), 450, 'counted');
    const gone = await contacts.destroy(results.slice(0, 50).map((result) => result.id));
    same(gone.filter((result) => result.success).length, 50, 'deleted');
    same(await contacts.count({ LastName: { $like: 'Many %' } }), 400, 'left');
  });

  await check('is told what is wrong with a row', async () => {
    const [refused] = await contacts.create([{ FirstName: 'Nameless' }]);
    same([refused.success, refused.errors[0].statusCode, refused.errors[0].fields], [false, 'REQUIRED_FIELD_MISSING', ['LastName']]);
  });

  await check('is shown the Contact that a new one doubles, and saves it all the same when told to', async () => {
    const twin = { LastName: 'Twin', Email: 'zofie@example.org' };
    const refused = await contacts.create(twin).catch((error) => error);
    same([refused.errorCode, refused.message], ['DUPLICATES_DETECTED', 'Use this record?']);
    const { success } = await contacts.create(twin, { headers: { 'Sforce-Duplicate-Rule-Header': 'allowSave=true' } });
    same([success, await contacts.count({ Email: 'zofie@example.org' })], [true, 2]);
  });

  await check('deletes one, which queryAll still finds', async () => {
    await contacts.destroy(made);
    const { records } = await connection.query(`SELECT Id, IsDeleted FROM Contact WHERE Id = '${made}'`, { scanAll: true });
    same(records.map((record) => record.IsDeleted), [true]);
    same(await contacts.count({ Id: made }), 0, 'live');
  });

  const input = Array.from({ length: Bulk }, (_, i) => ({ Sync_Key__c: `bulk:${i}`, LastName: i % 1_000 === 999 ? null : `Bulk ${i}`, FirstName: 'a "q",\nb' }));

  await check('bulk2 upserts, with three rows refused', async () => {
    const load = await connection.bulk2.loadAndWaitForResults({ object: 'Contact', operation: 'upsert', externalIdFieldName: 'Sync_Key__c', input });
    same([load.successfulResults.length, load.failedResults.length, load.unprocessedRecords.length], [Bulk - 3, 3, 0]);
    same(load.successfulResults.every((row) => row.sf__Created === 'true'), true, 'all made');
    same(load.failedResults.every((row) => row.sf__Error.startsWith('REQUIRED_FIELD_MISSING:')), true, 'each with its reason');
  });

  await check('bulk2 upserts the same again: updates, not records', async () => {
    const load = await connection.bulk2.loadAndWaitForResults({ object: 'Contact', operation: 'upsert', externalIdFieldName: 'Sync_Key__c', input: input.slice(0, 500) });
    same(load.successfulResults.filter((row) => row.sf__Created === 'false').length, 500);
  });

  await check('bulk2 queries what it wrote', async () => {
    const stream = await connection.bulk2.query("SELECT Id, Sync_Key__c, FirstName FROM Contact WHERE Sync_Key__c LIKE 'bulk:%'", { pollInterval: 50, pollTimeout: 60_000 });
    const rows = await stream.toArray();
    same([rows.length, new Set(rows.map((row) => row.Sync_Key__c)).size], [Bulk - 3, Bulk - 3]);
    same(rows.every((row) => row.FirstName === 'a "q",\nb'), true, 'values as written');
  });

  await check('leaves as many Contacts as it made', async () => same(await liveContacts(org), Seeded + 2 + 400 + Bulk - 3));
});
finish();
