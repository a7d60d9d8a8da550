/** The house rules, held against the repository as it is. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { placeOf } from './lib/findings.mjs';
import { readRepository } from './lib/repository.mjs';
import { rules } from './rules/index.mjs';

const files = readRepository();

for (const { sentence, check } of rules) {
  test(sentence, () => {
    const findings = check(files);
    const report = findings.map((finding) => `  ${placeOf(finding)} ${finding.message}`).join('\n');
    assert.equal(findings.length, 0, `The rule "${sentence}" is broken:\n${report}`);
  });
}
