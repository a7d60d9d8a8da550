/** The reference backend keeps the protocol; docs/openapi.json says what it answers. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { startServer } from '../server/harness.mjs';
import { holdAgainst } from './support/holdAgainst.mjs';

test('every check holds on the reference backend, and every exchange is as the OpenAPI file says', async (context) => {
  const server = await startServer({ args: ['--token-delay-ms', '0'] });
  context.after(() => server.stop());
  const { result, failures, violations } = await holdAgainst(server.url);
  assert.deepEqual(failures, []);
  assert.deepEqual(violations, []);
  assert.ok(result.counts.holds >= 89, `${result.counts.holds} checks`);
});
