// A run folder read by others: unmodified @duckdb/node-api through data/history.sql, and hyparquet, which shares no code with it.
import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { check, finish, same } from '../common/checks.mjs';
import { contactSync, inFolder, root } from '../common/product.mjs';
import { printed, readPage, tables, writePage } from './page.mjs';

const script = await readFile(join(root, 'data/history.sql'), 'utf8');

/** Opens the history of a runs folder in stock DuckDB; the answers are rows of text. */
async function open(runs) {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run(`set variable runs = '${runs}'`);
  await connection.run(script);
  const ask = async (sql) => {
    const result = await connection.runAndReadAll(`select columns(*)::varchar from (\n${sql}\n)`);
    return { columns: result.columnNames(), rows: result.getRows() };
  };
  return { ask, scalar: async (sql) => (await ask(sql)).rows[0][0] };
}

const manifests = async (runs) => Promise.all(
  (await readdir(runs)).filter((name) => name.startsWith('run=')).sort()
    .map(async (name) => ({ folder: join(runs, name), ...JSON.parse(await readFile(join(runs, name, 'manifest.json'), 'utf8')) })));

const dictionarySql = 'select "table", "column", type, meaning from dictionary order by ordinal';

await inFolder(async (folder) => {
  const at = (name) => join(folder, name);
  const world = ['runs.path=runs', 'state.path=state', 'store.path=contacts.duckdb', 'org.sandbox.data=sandbox'];
  const settings = world.flatMap((setting) => ['--set', setting.replace('=', `=${folder}/`)]);

  await check('a planned run is history although nothing was loaded', async () => {
    await contactSync('plan', ...settings);
    const history = await open(at('runs'));
    same((await history.ask('select state, succeeded from runs')).rows, [['planned', null]]);
    for (const name of (await history.ask('select distinct "table" from dictionary')).rows.flat()) {
      await history.scalar(`select count(*) from ${name}`);
    }
    same(await history.scalar('select count(*) > 1000 and count(outcome) = 0 from changes'), 'true', 'changes without outcomes');
    same(await history.scalar('select count(*) from contact_as_of(now())'), '0', 'known records');
    same(await history.scalar("select count(*) > 0 from why('7036')"), 'true', 'why');
    same(await history.scalar("select count(*) > 1000 from run_diff('2020-01-01', '2999-12-31')"), 'true', 'run_diff');
    same(await history.scalar('select last_run()'), null, 'last run');
    await rename(at('runs'), at('planned'));
    await rename(at('state'), at('planned-state'));
  });

  await check('the sample world syncs', async () => {
    await contactSync('run', ...settings);
    await mkdir(at('elsewhere'));
    await rename(at('runs'), at('elsewhere/moved runs'));
  });

  const runs = at('elsewhere/moved runs');
  const [run] = await manifests(runs);
  await cp(join(run.folder, 'plan.parquet'), join(run.folder, 'stray.parquet'));
  await cp(join(run.folder, 'plan.parquet'), join(runs, 'stray.parquet'));
  await writeFile(join(run.folder, 'plan (copy).parquet'), 'not Parquet');
  process.chdir(tmpdir());
  const history = await open(runs);

  if (process.argv.includes('--write')) {
    const answers = [];
    for (const { sql } of (await readPage()).questions) {
      const { columns, rows } = await history.ask(sql);
      answers.push(printed(columns, rows));
    }
    await writePage(answers, tables((await history.ask(dictionarySql)).rows));
  }

  const page = await readPage();
  await check('docs/query.md has ten questions', () => same(page.questions.map((question) => question.number), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]));
  for (const { number, title, sql, answer } of page.questions) {
    await check(`question ${number}, moved, with strays, from another folder: ${title}`, async () => {
      const { columns, rows } = await history.ask(sql);
      same(printed(columns, rows), answer, 'answer');
    });
  }

  await check('the data dictionary of docs/query.md is that of data/history.sql', async () =>
    same(page.dictionary, tables((await history.ask(dictionarySql)).rows)));

  for (const table of run.tables) {
    const path = join(run.folder, table.file);
    await check(`${table.name}: ${table.rows} rows, read by hyparquet`, async () => {
      const rows = await parquetReadObjects({ file: await asyncBufferFromFile(path), compressors });
      same(rows.length, table.rows, 'rows');
      same(createHash('sha256').update(await readFile(path)).digest('hex'), table.sha256, 'sha256');
    });
    await check(`${table.name}: the columns that the dictionary names, and the mapped fields`, async () => {
      const sealed = (await history.ask(`select column_name, column_type from (describe from '${path}') where column_name <> 'run'`)).rows;
      const named = (await history.ask(`select "column", type from dictionary where "table" = '${table.name}' order by ordinal`)).rows;
      same(sealed.slice(0, named.length), named, 'columns');
      const mapped = ['extract_local', 'extract_org', 'normalized', 'links'].includes(table.name);
      same(sealed.length > named.length, mapped, 'has mapped fields');
      same(sealed.slice(named.length).every(([, type]) => type === 'VARCHAR'), true, 'mapped fields are VARCHAR');
    });
  }

  const known = await history.scalar('select count(*) from contact_as_of(now())');
  await check('dry, empty and planned runs beside it are history too', async () => {
    await rename(runs, at('runs'));
    await contactSync('run', ...settings);
    await contactSync('run', '--dry-run', ...settings);
    const [planned] = await manifests(at('planned'));
    await cp(planned.folder, join(at('runs'), `run=${planned.run}`), { recursive: true });
    const all = await open(at('runs'));
    same((await all.ask('select state, kind, succeeded from runs')).rows, [['planned', 'full', null], ['committed', 'full', run.tables.find((t) => t.name === 'results').rows.toString()], ['committed', 'incremental', '0'], ['dry', 'incremental', null]]);
    same(await all.scalar('select count(*) from changes where run = last_run()'), '0', 'changes of the empty run');
    same(await all.scalar('select count(*) from contact_as_of(now())'), known, 'known records');
  });
});
finish();
