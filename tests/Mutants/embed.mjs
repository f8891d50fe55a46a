// A mutant of an embedded text without a build: node embed.mjs ASSEMBLY FILE TEXT OTHER puts the file with TEXT replaced by OTHER in the place of the file inside the assembly.
// Both must be as long there: what the mutant has more is taken from the comment that the file begins with, what it has less is filled up with blanks at its end.
import { readFileSync, writeFileSync } from 'node:fs';

const [assembly, file, text, other] = process.argv.slice(2);
const original = readFileSync(file);
const bytes = readFileSync(assembly);
const at = bytes.indexOf(original);
if (at < 0 || bytes.indexOf(original, at + 1) >= 0) {
  throw new Error(`${assembly} does not hold ${file} once, as it is now; build first`);
}
let mutant = Buffer.from(original.toString('utf8').split(text).join(other), 'utf8');
const more = mutant.length - original.length;
if (more > 0) {
  const comment = mutant.indexOf('\n');
  if (mutant.toString('utf8', 0, 2) !== '--' || comment - 2 < more) {
    throw new Error(`${file} does not begin with a comment of ${more} characters`);
  }
  mutant = Buffer.concat([mutant.subarray(0, 2), mutant.subarray(2 + more)]);
}
writeFileSync(assembly, Buffer.concat([bytes.subarray(0, at), mutant, Buffer.alloc(Math.max(0, -more), ' '), bytes.subarray(at + original.length)]));
