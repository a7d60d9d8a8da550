/** What a tab says of the outbox that it shares with others. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { INITIAL_STATUS, SharedStatus } from '../../js/SharedStatus.js';

test('while nobody is known to lead, the log may hold more', () => {
  const shared = new SharedStatus();
  shared.own = { ...INITIAL_STATUS, unread: false, queued: 1, pending: 1 };
  const { unread, pending } = shared.with('durable');
  assert.deepEqual({ unread, pending }, { unread: true, pending: 1 });
});

test('a tab that has nothing of its own tells how the leader stands', () => {
  const shared = new SharedStatus();
  shared.leaders = {
    ...INITIAL_STATUS,
    unread: false,
    leader: true,
    pending: 3,
    saved: 3,
    lastError: 'away',
  };
  const status = shared.with('memory');
  assert.deepEqual(status, { ...shared.leaders, leader: false, persistence: 'memory' });
});

test('what a tab has not written yet counts beside what the leader knows', () => {
  const shared = new SharedStatus();
  shared.own = { ...INITIAL_STATUS, queued: 2, pending: 2 };
  shared.leaders = { ...INITIAL_STATUS, leader: true, pending: 5, queued: 1, saved: 4 };
  const { pending, queued, saved } = shared.with('durable');
  assert.deepEqual({ pending, queued, saved }, { pending: 6, queued: 2, saved: 4 });
});
