/** The reference backend keeps the protocol, and docs/openapi.json says what it answers. */
import assert from 'node:assert/strict';
import process from 'node:process';
import test from 'node:test';
import { startServer } from '../server/harness.mjs';
import { holdAgainst } from './support/holdAgainst.mjs';

// On PostgreSQL, two processes are one backend; an SQLite file belongs to one.
const processes = process.env.HOLDFAST_TEST_POSTGRESQL ? 2 : 1;

/** @param {{after: (work: () => Promise<unknown>) => void}} context @param {string[]} options */
async function startBackend(context, options) {
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

test('every check holds but for users and guests, and every exchange is as the OpenAPI file says', async (context) => {
  const { failures, skipped, violations } = await holdAgainst(await startBackend(context, []));
  assert.deepEqual([failures, violations], [[], []]);
  assert.deepEqual(skipped, ['owners', 'guests']);
});

test('with guests, every check holds, and none is skipped', async (context) => {
  const urls = await startBackend(context, ['--auth', 'guests']);
  const { failures, skipped, violations } = await holdAgainst(urls);
  assert.deepEqual([failures, violations, skipped], [[], [], []]);
});
