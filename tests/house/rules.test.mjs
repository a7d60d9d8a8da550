/** The house rules, held against samples: each finds what breaks it, at its place, and nothing in what keeps it. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { filesOf, placeOf } from './lib/findings.mjs';
import { rules } from './rules/index.mjs';

for (const { sentence, check, breaks, keeps } of rules) {
  test(`"${sentence}" can be broken, and can be kept`, () => {
    assert.notEqual(breaks.length, 0, 'a rule without a sample that breaks it proves nothing');
    for (const { at, files } of breaks) {
      assert.deepEqual(
        check(filesOf(files)).map(placeOf),
        [at],
        `not found where expected: ${JSON.stringify(files)}`,
      );
    }
    for (const files of keeps) {
      assert.deepEqual(check(filesOf(files)), [], `found fault with: ${JSON.stringify(files)}`);
    }
  });
}

test('every rule has a sentence of its own', () => {
  assert.equal(new Set(rules.map(({ sentence }) => sentence)).size, rules.length);
});
