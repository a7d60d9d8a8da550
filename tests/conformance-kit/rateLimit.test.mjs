/** A backend that limits rates is held against the rest of the protocol with patience. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { holdAgainst } from './support/holdAgainst.mjs';
import { startSmallBackend } from './support/smallBackend.mjs';

/** Every third request is refused, and may come again after so many seconds. @param {string} seconds */
const refuseEveryThird = (seconds) => ({
  from: 'const { pathname, searchParams }',
  to: `globalThis.count = (globalThis.count ?? 0) + 1;
  if (globalThis.count % 3 === 0) throw problem(429, 'rate-limited', {}, { 'retry-after': '${seconds}' });
  const { pathname, searchParams }`,
});
const only = ['append', 'streaming', 'resume', 'concurrency'];

test('a request that was refused with 429 and Retry-After is sent again', async (context) => {
  const backend = await startSmallBackend({ changes: [refuseEveryThird('0')] });
  context.after(() => backend.stop());
  const { failures, violations, answers } = await holdAgainst(backend.url, { only });
  assert.deepEqual([failures, violations], [[], []]);
  assert.ok(answers.some(({ status }) => status === 429));
});

test('a request that may come again only in an hour is not waited for', async (context) => {
  const backend = await startSmallBackend({ changes: [refuseEveryThird('3600')] });
  context.after(() => backend.stop());
  const { result } = await holdAgainst(backend.url, { only: ['append'] });
  assert.equal(result.holds, false);
});
