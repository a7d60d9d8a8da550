/** The reference backend keeps the protocol, and docs/openapi.json says what it answers. */
import assert from 'node:assert/strict';
import process from 'node:process';
import test from 'node:test';
import { startServer } from '../server/harness.mjs';
import { holdAgainst } from './support/holdAgainst.mjs';

// On PostgreSQL, two processes are one backend, too; an SQLite file belongs to one.
const counts = process.env.HOLDFAST_TEST_POSTGRESQL ? [1, 2] : [1];

/** @param {{after: (work: () => Promise<unknown>) => void}} context @param {number} processes @param {string[]} options */
async function startBackend(context, processes, options) {
  const args = ['--token-delay-ms', '0', ...options];
  const first = await startServer({ args });
  context.after(() => first.stop());
  const urls = [first.url];
  while (urls.length < processes) {
    const next = await startServer({ args, database: first.database });
    context.after(() => next.stop());
    urls.push(next.url);
  }
  return urls;
}

for (const count of counts) {
  const where = `of ${count} ${count === 1 ? 'process' : 'processes'}`;

  test(`${where}: every check holds but for users and guests, and every exchange is as the OpenAPI file says`, async (context) => {
    const { failures, skipped, violations } = await holdAgainst(await startBackend(context, count, []));
    assert.deepEqual([failures, violations], [[], []]);
    assert.deepEqual(skipped, ['owners', 'guests']);
  });

  test(`${where}, with guests: every check holds, and none is skipped`, async (context) => {
    const urls = await startBackend(context, count, ['--auth', 'guests']);
    const { failures, skipped, violations } = await holdAgainst(urls);
    assert.deepEqual([failures, violations, skipped], [[], [], []]);
  });
}
