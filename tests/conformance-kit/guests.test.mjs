/** Where a backend wants tokens and has guests, the kit becomes two of them. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { holdAgainst } from './support/holdAgainst.mjs';
import { startSmallBackend } from './support/smallBackend.mjs';

/** The small backend with guests: each gets a fresh token. @type {import('./support/smallBackend.mjs').Change[]} */
const withGuests = [
  { from: "const message = 'id!", to: "const users = new URLSearchParams(TOKENS);\nconst message = 'id!" },
  { from: 'new URLSearchParams(TOKENS).get(token)', to: 'users.get(token)' },
  { from: "path !== '/health'", to: '!/health|guest/.test(path)' },
  {
    from: "  'GET /health'",
    to: `  'POST /session/guest'({ id }) {
    users.append(id, id);
    return [201, { token: id, userId: id, expiresAt: '2100-01-01T00:00:00Z' }];
  },
  'GET /health'`,
  },
];

test('no group is skipped, and every exchange is as the OpenAPI file says', async (context) => {
  const backend = await startSmallBackend({ changes: withGuests, tokens: 'one=ann' });
  context.after(() => backend.stop());
  const only = ['owners', 'guests', 'rename', 'delete', 'list-pages', 'create'];
  const { failures, skipped, violations } = await holdAgainst(backend.url, { only });
  assert.deepEqual([failures, skipped, violations], [[], [], []]);
});

test('a guest whose token has ended already is told', async (context) => {
  const changes = [...withGuests, { from: '2100-01-01', to: '2001-01-01' }];
  const backend = await startSmallBackend({ changes, tokens: 'one=ann' });
  context.after(() => backend.stop());
  const { failures } = await holdAgainst(backend.url, { only: ['guests'] });
  assert.deepEqual(
    failures.map(({ name }) => name),
    ['guests-token'],
  );
});
