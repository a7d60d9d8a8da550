/** docs/policies.md says what the code does, and links to what is there. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import test from 'node:test';
import { loadModule } from '../../js/driver/loader.js';
import { verdictOf } from '../../js/driver/policies.js';

const url = new URL('../../docs/policies.md', import.meta.url);
const text = readFileSync(url, 'utf8');

/** The first two columns of the table of answers. */
function rows() {
  const [, table] = text.match(/\| answer +\| rule[^\n]*\n\|[^\n]*\n((?:\|[^\n]*\n)+)/);
  return table
    .trim()
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .map(([, answer, rule]) => ({ answer, rule }));
}

test('the table of answers is that of the code, for every status', async () => {
  const module = await loadModule();
  const exact = new Map();
  const classes = new Map();
  for (const { answer, rule } of rows()) {
    for (const [, status] of answer.matchAll(/\b(\d{3})\b/g)) exact.set(Number(status), rule);
    for (const [, hundreds] of answer.matchAll(/\b(\d)xx\b/g)) classes.set(Number(hundreds), rule);
  }
  for (let status = 100; status < 600; status += 1) {
    const said = exact.get(status) ?? classes.get(Math.floor(status / 100));
    assert.equal(verdictOf(module, status), said, `status ${status}`);
  }
});

test('every file that is linked is there', () => {
  const links = [...text.matchAll(/\]\((\.\.\/[^)]+)\)/g)].map(([, link]) => link);
  assert.ok(links.length > 30);
  for (const link of links) assert.ok(existsSync(new URL(link, url)), link);
});
