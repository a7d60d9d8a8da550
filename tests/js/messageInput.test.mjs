/** Messages as callers hand them in, and as they go into the log. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { encodeMessage } from '../../js/driver/messageText.js';
import { completeMessage } from '../../js/services/messageInput.js';

const whole = {
  id: 'm:1',
  role: /** @type {const} */ ('user'),
  content: 'He said "hi"\n\\ \u2028 \u0007 🏝 \ud83c half',
  createdAt: '2026-11-22T10:00:00.000Z',
  parentId: 'm~0',
  status: /** @type {const} */ ('aborted'),
  metadata: { 'a "key"': [1, null, { deep: '\t' }] },
};

test('a message is written as JSON.stringify() would write it, field by field', () => {
  for (const left of [[], ['metadata'], ['status', 'parentId'], ['parentId', 'status', 'metadata']]) {
    const message = completeMessage(
      Object.fromEntries(Object.entries(whole).filter(([field]) => !left.includes(field))),
    );
    assert.equal(encodeMessage(message), JSON.stringify(message));
  }
});

test('a time stamp that the backend would refuse is refused at once', () => {
  for (const createdAt of [
    'yesterday',
    'Sun, 22 Nov 2026 10:00:00 GMT',
    '2026-11-22',
    '2026-13-22T10:00:00Z',
    '2026-11-22T10:00:00Z","x":"y',
    7,
  ])
    assert.throws(() => completeMessage({ ...whole, createdAt }), {
      code: 'invalid-message',
      field: 'createdAt',
    });
  for (const createdAt of [
    '2026-11-22T10:00:00Z',
    '2026-11-22T10:00:00.123456+01:00',
    '1999-12-31T23:59:60Z',
  ])
    assert.equal(completeMessage({ ...whole, createdAt }).createdAt, createdAt);
});

test('metadata that is no JSON object in the end is refused at once', () => {
  const cyclic = {};
  cyclic.itself = cyclic;
  for (const metadata of [cyclic, { toJSON: () => undefined }, new Date(0), { toJSON: () => [1] }]) {
    const message = completeMessage({ ...whole, metadata });
    assert.throws(() => encodeMessage(message), { code: 'invalid-message', field: 'metadata' });
  }
});
