// The product as a user has it: its executable, in processes of their own.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** The checkout. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');

const executable = process.env.CONTACT_SYNC_DLL ?? join(root, 'pipeline/Sync/bin/Release/net10.0/contact-sync.dll');
const run = promisify(execFile);

/** A folder that is gone after the body. */
export async function inFolder(body) {
  const folder = await mkdtemp(join(tmpdir(), 'contact-sync-clients-'));
  try {
    return await body(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Calls contact-sync in the checkout and returns what it printed; throws when it does not end with 0. */
export async function contactSync(...args) {
  const { stdout } = await run('dotnet', ['exec', executable, ...args], { cwd: root, maxBuffer: 1 << 28, timeout: 240_000 });
  return stdout;
}

/** Calls contact-sync in a folder with a pipeline.json of its own; returns what it printed and its exit code, which is for the caller to judge. */
export async function callIn(folder, env, ...args) {
  try {
    const { stdout, stderr } = await run('dotnet', ['exec', executable, ...args], { cwd: folder, env: { ...process.env, ...env }, maxBuffer: 1 << 28, timeout: 240_000 });
    return { code: 0, stdout, stderr };
  } catch (error) {
    if (typeof error.code !== 'number') {
      throw error;
    }
    return { code: error.code, stdout: error.stdout, stderr: error.stderr };
  }
}

/** The shipped schema with one more rule: a new Contact with the e-mail of another is alerted of. */
async function schemaThatAlerts(folder) {
  const schema = JSON.parse(await readFile(join(root, 'data/sandbox-schema.json'), 'utf8'));
  schema.matchingRules = [{ object: 'Contact', name: 'Same_Email', items: [{ field: 'Email', method: 'Exact' }] }];
  schema.duplicateRules = [{
    object: 'Contact', name: 'Emails', matchRules: [{ matchingRule: 'Same_Email' }], actionOnInsert: 'Allow', operationsOnInsert: ['Alert'], actionOnUpdate: 'Allow', alertText: 'Use this record?',
  }];
  const file = join(folder, 'schema.json');
  await writeFile(file, JSON.stringify(schema));
  return file;
}

/**
 * Serves a sandbox while the body runs; it is given the address, the access token of the administrator, and the integration user's client. Its schema is the shipped
 * one, but for a rule that alerts of shared e-mails where there are contacts from the start.
 */
export async function withSandbox(contacts, body) {
  await inFolder(async (folder) => {
    const data = join(folder, 'sandbox');
    const token = '00D000000000001!clients';
    const schema = contacts > 0 ? await schemaThatAlerts(folder) : join(root, 'data/sandbox-schema.json');
    const args = ['exec', executable, 'sandbox', 'serve', '--port', '0', '--data', data, '--token', token, '--schema', schema, ...(contacts > 0 ? ['--contacts', String(contacts)] : [])];
    const server = spawn('dotnet', args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(server, 'exit');
    try {
      const url = await Promise.race([
        address(server.stdout),
        ended.then(([code]) => { throw new Error(`the sandbox ended with ${code} before it served`); }),
      ]);
      const control = (await readFile(join(data, 'control-token'), 'utf8')).trim();
      await body({ url, token, control, clientId: 'sandbox-integration', clientSecret: 'sandbox-integration-secret' });
    } finally {
      server.kill('SIGINT');
      await ended;
    }
  });
}

/** Contacts in the org as its control plane counts them. */
export async function liveContacts({ url, control }) {
  const reply = await fetch(`${url}/__control/state`, { headers: { 'X-Sandbox-Token': control } });
  return (await reply.json()).objects.Contact.live;
}

async function address(output) {
  for await (const line of createInterface({ input: output })) {
    const found = /^url (\S+?)\/? /.exec(line);
    if (found) {
      return found[1];
    }
  }
  throw new Error('the sandbox printed no address');
}
