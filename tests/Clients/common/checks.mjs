// Counts checks and prints one line for each; the last line sums them.
import { deepStrictEqual } from 'node:assert';

let passed = 0;
let failed = 0;

function note(error, name) {
  if (error) {
    failed += 1;
    console.log(`FAIL  ${name}\n      ${String(error.message ?? error).replaceAll('\n', '\n      ')}`);
  } else {
    passed += 1;
    console.log(`ok    ${name}`);
  }
}

/** Runs one check; what it throws fails it and the next one goes on. */
export async function check(name, body) {
  try {
    const value = await body();
    note(null, name);
    return value;
  } catch (error) {
    note(error ?? new Error('unknown'), name);
    return undefined;
  }
}

/** Throws unless both are the same, by value. */
export function same(actual, expected, what = 'value') {
  deepStrictEqual(actual, expected, `${what}: expected\n${show(expected)}\nbut it is\n${show(actual)}`);
}

/** Prints the sum and sets the exit code. */
export function finish() {
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
}

const show = (value) => (typeof value === 'string' ? value : JSON.stringify(value, null, 1));
