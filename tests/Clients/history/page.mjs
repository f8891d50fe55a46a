// docs/query.md: its ten questions, its data dictionary, and how an answer is printed.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../common/product.mjs';

const path = join(root, 'docs/query.md');
const question = /^### (\d+)\. (.+)\n\n```sql\n([^`]*)\n```\n\n```text\n([^`]*)```/gm;
const dictionary = /<!-- dictionary -->\n([\s\S]*?)<!-- \/dictionary -->/;

/** The questions of the page: number, title, sql and the printed answer. */
export async function readPage() {
  const text = await readFile(path, 'utf8');
  return {
    questions: [...text.matchAll(question)].map(([, number, title, sql, answer]) => ({ number: Number(number), title, sql, answer })),
    dictionary: dictionary.exec(text)[1],
  };
}

/** Puts these answers, in the questions' order, and this dictionary into the page. */
export async function writePage(answers, columns) {
  const text = await readFile(path, 'utf8');
  let next = 0;
  const answered = text.replace(question, (all) => all.replace(/```text\n[^`]*```/, () => `\`\`\`text\n${answers[next++]}\`\`\``));
  await writeFile(path, answered.replace(dictionary, () => `<!-- dictionary -->\n${columns}<!-- /dictionary -->`));
}

/** Rows of text as `contact-sync query` prints them. */
export function printed(columns, rows) {
  const cells = rows.map((row) => row.map((value) => value ?? ''));
  const widths = columns.map((column, i) => Math.max(column.length, ...cells.map((row) => row[i].length)));
  const line = (values) => values.map((value, i) => value.padEnd(widths[i])).join('  ').trimEnd();
  return [line(columns), widths.map((width) => '-'.repeat(width)).join('  '), ...cells.map(line), `(${rows.length} ${rows.length === 1 ? 'row' : 'rows'})`, ''].join('\n');
}

/** The data dictionary as the page shows it, from rows of (table, column, type, meaning). */
export function tables(rows) {
  const names = [...new Set(rows.map(([table]) => table))];
  return names.map((name) => {
    const lines = rows.filter(([table]) => table === name).map(([, column, type, meaning]) => `| ${column} | ${type} | ${meaning} |`);
    return `### ${name}\n\n| column | type | meaning |\n|---|---|---|\n${lines.join('\n')}\n`;
  }).join('\n');
}
