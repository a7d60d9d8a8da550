/** The coverage command: what it takes for a side of a branch, and what it takes for an explanation. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { sidesOf } from '../coverage/branches.mjs';
import { compare, readExplanations } from '../coverage/explanations.mjs';
import { complaints, table } from '../coverage/table.mjs';

const folder = mkdtempSync(path.join(os.tmpdir(), 'holdfast-coverage-'));
after(() => rmSync(folder, { recursive: true }));

const text = ['int f(int a) {', '  if (a > 1 &&', '      a < 9) return 1;', '  return 0;', '}'].join('\n');
/** @type {import('../coverage/branches.mjs').Branch} */
const first = [2, 7, 2, 12, 3, 0];
/** @type {import('../coverage/branches.mjs').Branch} */
const both = [2, 7, 3, 12, 0, 3];

test('each side of a branch is known by its texts and counted by itself', () => {
  const where = { file: 'src/a.cpp', at: 2, line: 'if (a > 1 &&', condition: 'a > 1' };
  assert.deepEqual(sidesOf('src/a.cpp', text, [first]), [
    { ...where, side: true, count: 3 },
    { ...where, side: false, count: 0 },
  ]);
});

test('a condition that goes on in the next line is one text', () => {
  assert.equal(sidesOf('src/a.cpp', text, [both])[0].condition, 'a > 1 && a < 9');
});

test('a side has run where any instance of a template ran it', () => {
  const counts = sidesOf('src/a.cpp', text, [first, [2, 7, 2, 12, 0, 4]]).map(({ count }) => count);
  assert.deepEqual(counts, [3, 4]);
});

test('each side that did not run needs an entry of its own, and each entry such a side', () => {
  const [taken, passed] = sidesOf('src/a.cpp', text, [first]);
  const entry = { file: passed.file, line: passed.line, condition: passed.condition, reason: 'It is so.' };
  const right = { ...entry, side: false };
  const wrong = { ...entry, side: true };
  assert.deepEqual(compare([passed], [right]), { explained: 1, unexplained: [], stale: [] });
  assert.deepEqual(compare([passed, passed], [right]).unexplained, [passed], 'one entry explained two sides');
  assert.deepEqual(compare([passed], [wrong]), { explained: 0, unexplained: [passed], stale: [wrong] });
  assert.deepEqual(compare([], [right]).stale, [right]);
  assert.match(complaints([passed], [wrong]).join('\n'), /a\.cpp:2 is never false.*\n.*never true/);
  assert.equal(taken.count, 3);
});

test('an explanation without a reason is refused', () => {
  const file = path.join(folder, 'explained.json');
  const entry = { file: 'src/a.cpp', line: 'if (a)', condition: 'a', side: true };
  writeFileSync(file, JSON.stringify([{ ...entry, reason: '' }]));
  assert.throws(() => readExplanations(file), /needs a reason in a sentence.*src\/a\.cpp/);
  writeFileSync(file, JSON.stringify([{ ...entry, reason: 'Nobody calls it so.' }]));
  assert.equal(readExplanations(file).length, 1);
});

test('the file with the most sides that did not run comes first', () => {
  const lines = table([
    ...sidesOf('src/good.cpp', text, [[2, 7, 2, 12, 1, 1]]),
    ...sidesOf('src/bad.cpp', text, [[2, 7, 2, 12, 0, 0]]),
  ]);
  assert.deepEqual(lines, ['src/bad.cpp      0 of    2   0.0 %', 'src/good.cpp     2 of    2 100.0 %']);
});
