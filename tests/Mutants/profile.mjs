// Mutants of a profile: node profile.mjs PROFILE DIR writes one file for each leaf, set to another legal value, and prints "name<TAB>path<TAB>from<TAB>to".
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [profile, folder] = process.argv.slice(2);
const source = JSON.parse(readFileSync(profile, 'utf8').replace(/^\s*\/\/.*$/gm, ''));

// Another legal value by the last keys of a path; a function where it depends on the value.
const others = {
  name: 'mutant',
  'select.object': 'Lead',
  'select.cursor': 'SystemModstamp',
  side: (v) => (v === 'local' ? 'org' : 'local'),
  'require.field': (v) => (v === 'email' ? 'first_name' : 'email'),
  when: (v) => (v === 'always' ? 'create' : 'always'),
  reason: 'another reason',
  'map.field': () => null,
  'map.org': (v) => ({ FirstName: 'MiddleName', LastName: 'Department', Email: 'AssistantName', Phone: 'OtherPhone', Birthdate: 'Title' })[v] ?? v.replace('Mailing', 'Other'),
  'map.type': (v) => (v === 'text' ? 'phone' : 'text'),
  role: () => 'value',
  'pull.key': (v) => (v === 'id' ? null : 'id'),
  'push.key': () => null,
  'pull.field': () => null,
  onMany: 'first',
  conflict: 'local',
  blank: 'keep',
  push: 'createOnly',
  pull: 'never',
  deletedInSalesforce: () => null,
  lookup: 'off',
  code: (v) => v + '_ELSE',
  message: (v) => v + ' not',
  'match.field': () => null,
  method: () => null,
  atLeast: (v) => (v > 50 ? 1 : 100),
};

mkdirSync(folder, { recursive: true });
let number = 0;
const walk = (value, keys) => {
  if (value !== null && typeof value === 'object') {
    for (const key of Object.keys(value)) {
      walk(value[key], [...keys, key]);
    }
    return;
  }
  const names = keys.filter((key) => !/^\d+$/.test(key));
  const rule = others[names.slice(-2).join('.')] ?? others[names.at(-1)];
  const path = keys.map((key) => (/^\d+$/.test(key) ? `[${key}]` : `.${key}`)).join('').slice(1);
  const other = typeof rule === 'function' ? rule(value) : rule;
  if (other === undefined) {
    throw new Error(`no other value is known for ${path}; add one to tests/Mutants/profile.mjs`);
  }
  if (other === null) {
    return; // it has no other legal value that leaves the rest of the profile legal
  }
  const mutant = structuredClone(source);
  let place = mutant;
  for (const key of keys.slice(0, -1)) {
    place = place[key];
  }
  place[keys.at(-1)] = other;
  const name = `p${String(++number).padStart(2, '0')}`;
  writeFileSync(join(folder, `${name}.json`), JSON.stringify(mutant, null, 2));
  console.log([name, path, value, other].join('\t'));
};
walk(source, []);
// The leaves that are lists' members: each one left out.
for (const [list, items] of [['select.require', source.select.require], ['map', source.map.slice(3)], ['identify.pull', source.identify.pull.slice(1)], ['duplicates.errors', source.duplicates.errors], ['duplicates.match', source.duplicates.match.slice(1)]]) {
  for (const item of items) {
    const mutant = structuredClone(source);
    const place = list.split('.').reduce((at, key) => at[key], mutant);
    place.splice(place.findIndex((other) => JSON.stringify(other) === JSON.stringify(item)), 1);
    const name = `p${String(++number).padStart(2, '0')}`;
    writeFileSync(join(folder, `${name}.json`), JSON.stringify(mutant, null, 2));
    console.log([name, list, JSON.stringify(item), '(left out)'].join('\t'));
  }
}
