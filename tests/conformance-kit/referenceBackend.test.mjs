/** The reference backend keeps the protocol; docs/openapi.json says what it answers. */
import assert from 'node:assert/strict';
import process from 'node:process';
import test from 'node:test';
import { startServer } from '../server/harness.mjs';
import { holdAgainst } from './support/holdAgainst.mjs';

const args = ['--token-delay-ms', '0'];
// On PostgreSQL, two processes are one backend; an SQLite file belongs to one.
const isShared = Boolean(process.env.HOLDFAST_TEST_POSTGRESQL);

test(`every check holds on ${isShared ? 'two processes' : 'one process'}, and every exchange is as the OpenAPI file says`, async (context) => {
  const server = await startServer({ args });
  context.after(() => server.stop());
  const urls = [server.url];
  if (isShared) {
    const second = await startServer({ args, database: server.database });
    context.after(() => second.stop());
    urls.push(second.url);
  }
  const { result, failures, violations } = await holdAgainst(urls);
  assert.deepEqual(failures, []);
  assert.deepEqual(violations, []);
  assert.ok(result.counts.holds >= 89, `${result.counts.holds} checks`);
});
