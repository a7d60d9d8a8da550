/** What the outbox benchmark leans on: figures under their rows, a backend that knows the rule, and its checks. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { Samples } from '../../bench/lib/Samples.mjs';
import { AppendLedger } from '../../bench/suites/outbox/AppendLedger.mjs';
import { Backend, now } from '../../bench/suites/outbox/Backend.mjs';
import { callEntries, callRow } from '../../bench/suites/outbox/call.mjs';
import { drainEntries, drainRow } from '../../bench/suites/outbox/drain.mjs';
import { cpuRow, durableEntries, durableRow } from '../../bench/suites/outbox/durable.mjs';
import { goalsOf } from '../../bench/suites/outbox/goals.mjs';
import { idOf, messagesOf } from '../../bench/suites/outbox/messages.mjs';
import { fullPlan, roundsOf } from '../../bench/suites/outbox/plan.mjs';
import { startRow } from '../../bench/suites/outbox/start.mjs';
import {
  requireAll,
  requireCount,
  requireInOrder,
  requireNoneTwice,
} from '../../bench/suites/outbox/verify.mjs';

const folder = mkdtempSync(path.join(os.tmpdir(), 'holdfast-outbox-bench-'));
writeFileSync(path.join(folder, 'index.html'), '<p>page</p>');
const backend = new Backend(folder);
await backend.listen();
const origin = backend.originOf('any').replace('any.localhost', '127.0.0.1');
after(async () => {
  await backend.close();
  rmSync(folder, { recursive: true });
});

/** @param {string} route @param {unknown} body @param {AbortSignal} [signal] */
const post = (route, body, signal) =>
  fetch(`${origin}${route}`, { method: 'POST', body: JSON.stringify(body), signal });

/** @param {number[]} seqs @param {string} [writer] messages whose ids follow their seqs */
const appendOf = (seqs, writer = 'w') => ({
  conversationId: 'c',
  writer,
  messages: seqs.map((seq) => ({ seq, id: idOf(seq) })),
});

test('samples keep the order in which their rows were first heard of', () => {
  const samples = new Samples();
  samples.add('b', 'ms', 3);
  samples.add('a', 'µs', 7);
  samples.add('b', 'ms', 1);
  assert.deepEqual(samples.rows(), [
    { name: 'b', unit: 'ms', median: 2, min: 1, max: 3, n: 2 },
    { name: 'a', unit: 'µs', median: 7, min: 7, max: 7, n: 1 },
  ]);
  assert.equal(samples.median('b'), 2);
  assert.throws(() => samples.median('c'), /no figure for "c"/);
});

test('messages are as many bytes as was asked for, and each has an id of its own', () => {
  const messages = messagesOf(3, 600, 9);
  assert.deepEqual(
    messages.map((message) => JSON.stringify(message).length),
    [600, 600, 600],
  );
  assert.deepEqual(
    messages.map(({ id }) => id),
    [9, 10, 11].map(idOf),
  );
});

test('who is slow takes part in fewer rounds', () => {
  const { rounds, slowRounds } = fullPlan;
  assert.deepEqual(
    [roundsOf(fullPlan, undefined), roundsOf(fullPlan, 'slow'), roundsOf(fullPlan, 'once')],
    [rounds, slowRounds, 1],
  );
});

test('the ledger stores what follows, and knows what it was told before', () => {
  const ledger = new AppendLedger();
  assert.deepEqual(ledger.append(appendOf([1, 2])), {
    status: 200,
    answer: {
      conversationId: 'c',
      writer: 'w',
      nextSeq: 3,
      results: [
        { seq: 1, id: idOf(1), status: 'stored', position: 1 },
        { seq: 2, id: idOf(2), status: 'stored', position: 2 },
      ],
    },
  });
  assert.deepEqual(ledger.append(appendOf([2, 3])).answer, {
    conversationId: 'c',
    writer: 'w',
    nextSeq: 4,
    results: [
      { seq: 2, id: idOf(2), status: 'duplicate', position: 2 },
      { seq: 3, id: idOf(3), status: 'stored', position: 3 },
    ],
  });
  assert.equal(ledger.append(appendOf([1], 'another')).status, 200);
  assert.deepEqual([ledger.stored, ledger.duplicates], [[1, 2, 3].map(idOf), 2]);
});

test('the ledger refuses a gap, and another message under a seq that was used', () => {
  const ledger = new AppendLedger();
  ledger.append(appendOf([1]));
  const gap = ledger.append(appendOf([3]));
  assert.deepEqual([gap.status, Reflect.get(gap.answer, 'code')], [409, 'sequence-gap']);
  const conflict = ledger.append({ ...appendOf([1]), messages: [{ seq: 1, id: 'else' }] });
  assert.deepEqual([conflict.status, Reflect.get(conflict.answer, 'code')], [409, 'sequence-conflict']);
  assert.deepEqual(ledger.stored, [idOf(1)]);
});

test('the backend serves the page isolated, tells its time, and forgets when it is to begin', async () => {
  const page = await fetch(`${origin}/`);
  assert.deepEqual(
    [await page.text(), page.headers.get('cross-origin-opener-policy')],
    ['<p>page</p>', 'same-origin'],
  );
  assert.equal((await fetch(`${origin}/nonesuch.js`)).status, 404);
  assert.ok(Math.abs(Number(await (await fetch(`${origin}/clock`)).text()) - now()) < 5_000);

  assert.equal((await post('/message/append', appendOf([1, 2]))).status, 200);
  await post('/plain', messagesOf(1, 200, 3));
  await post('/plain', messagesOf(1, 200, 4)[0]);
  assert.deepEqual(backend.received, [1, 2, 3, 4].map(idOf));
  backend.begin();
  assert.deepEqual([backend.received, backend.duplicates], [[], 0]);
});

test('a backend that holds tells of the first request, and answers none', async () => {
  const first = backend.hold();
  const before = now();
  const stop = new AbortController();
  const request = post('/plain', [], stop.signal);
  const arrivedAt = await first;
  assert.ok(arrivedAt >= before && arrivedAt <= now());
  stop.abort();
  await assert.rejects(request, { name: 'AbortError' });
  backend.begin();
});

test('a count that is wrong fails, and says by how much', () => {
  requireCount('x', 2, 2);
  assert.throws(() => requireCount('x', 2, 1), /x: the store holds 1 messages, not 2/);
});

test('messages that are missing, doubled, or out of order fail', () => {
  const [one, two, three] = [1, 2, 3].map(idOf);
  requireAll('x', 2, [two, one]);
  requireInOrder('x', 2, [one, two]);
  requireNoneTwice('x', 0);
  assert.throws(() => requireAll('x', 3, [one, three]), /received 2 messages .* not 3; 1 are missing/);
  assert.throws(() => requireAll('x', 2, [one, two, two]), /received 3 messages \(2 different ones\)/);
  assert.throws(() => requireInOrder('x', 2, [two, one]), /message 1 to arrive was 00000002/);
  assert.throws(() => requireNoneTwice('x', 1), /1 messages were sent twice/);
});

test('goals are held against the medians, a message against a message', () => {
  const samples = new Samples();
  /** @param {string} contestant Holdfast takes 2 where everybody else takes 100 */
  const figureOf = (contestant) => (contestant === 'holdfast' ? 2 : 100);
  for (const { contestant, name } of durableEntries) {
    samples.add(durableRow(name), 'ms', figureOf(contestant));
    samples.add(cpuRow(name), 'µs a message', figureOf(contestant));
  }
  for (const { contestant, name } of callEntries) samples.add(callRow(name), 'µs', figureOf(contestant));
  for (const entry of drainEntries) samples.add(drainRow(entry, fullPlan), 'ms', figureOf(entry.contestant));
  samples.add(startRow('Holdfast', fullPlan.startFew), 'ms', 10);
  samples.add(startRow('Holdfast', fullPlan.startMany), 'ms', 30);

  const goals = goalsOf({ samples, plan: fullPlan, mostMemory: 9 });
  assert.deepEqual(
    goals.map(({ value, holds }) => [value, holds]),
    [
      [50, true],
      [50, true],
      [0.02, true],
      [0.02, true],
      [2, true],
      [0.02, true],
      [500, true],
      [3, false],
      [9, false],
    ],
  );
});
