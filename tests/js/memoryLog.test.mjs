/** The log of a page whose storage fails. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { MemoryLog } from '../../js/effects/log/MemoryLog.js';

/** @param {string} conversationId @param {number} content */
const record = (conversationId, content) => ({ conversationId, bytes: Uint8Array.of(content) });

/** @param {MemoryLog} log @param {string} conversationId */
const contents = (log, conversationId) => log.readLane(conversationId, 0).map(({ bytes }) => bytes[0]);

test('what is put in front of others in memory stands before them, and in its own order', () => {
  const log = new MemoryLog(1000);
  const [third] = log.append([record('talk', 3)]);
  const [first, second] = log.prepend([record('talk', 1), record('talk', 2)]);
  assert.ok(first < second && second < third);
  log.prepend([record('talk', 0), record('other', 7)]);
  assert.deepEqual(contents(log, 'talk'), [0, 1, 2, 3]);
  assert.deepEqual(contents(log, 'other'), [7]);
  assert.deepEqual([...log.lanes()].sort(), [
    ['other', first - 1],
    ['talk', third],
  ]);
  assert.deepEqual(
    log.readLane('talk', first).map(({ key }) => key),
    [second, third],
    'what is read goes on where it ended',
  );
});
