/** The judge of the rounds of destruction: it finds each way in which the promise can be broken. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { judge } from './support/judge.mjs';
import { contentOf, idOf } from './support/messages.mjs';

const begunAt = Date.parse('2026-11-22T10:00:00.000Z');

/**
 * What a round leaves behind in which two tabs queued three messages each, a second apart, into one
 * conversation, and nothing went wrong.
 */
function goodRound() {
  const ids = [1, 2, 3].flatMap((number) =>
    [0, 1].map((tab) => idOf({ tab, load: 1, conversation: 0, number })),
  );
  const stored = ids.map((id, index) => ({
    id,
    conversation_id: 'c0',
    position: index + 1,
    content: contentOf(id, 5),
    created_at: new Date(begunAt + index * 1000).toISOString(),
  }));
  const promised = new Map(ids.map((id, index) => [id, begunAt + index * 1000 + 20]));
  return { promised, synced: new Set(ids), stored, stalled: {}, log: { segments: 0, parked: 0 } };
}

/** @param {import('./support/judge.mjs').Row[]} rows in the order in which the database shall have them */
const inThisOrder = (rows) => rows.map((row, index) => ({ ...row, position: index + 1 }));

/** @param {Partial<import('./support/judge.mjs').Evidence>} evidence beside that of a good round */
const verdictOn = (evidence) =>
  judge({ ...goodRound(), ...evidence }).map(({ kind, what }) => `${kind}: ${what}`);

test('a round in which nothing went wrong passes', () => {
  assert.deepEqual(verdictOn({}), []);
});

test('a message that was reported durable and is not stored is lost', () => {
  const stored = inThisOrder(goodRound().stored.filter(({ id }) => id !== 't0.l1.c0.n2'));
  assert.deepEqual(verdictOn({ stored, synced: new Set() }), [
    'lost: t0.l1.c0.n2 was reported durable and is not in the database',
  ]);
});

test('a message that was reported synced and is not stored is lost', () => {
  const synced = new Set(['t0.l1.c0.n4']);
  assert.deepEqual(verdictOn({ synced }), [
    'lost: t0.l1.c0.n4 was reported synced and is not in the database',
  ]);
});

test('a message that is stored and was never reported durable is none of a violation', () => {
  const { promised } = goodRound();
  promised.delete('t0.l1.c0.n2');
  assert.deepEqual(verdictOn({ promised }), []);
});

test('a message that is stored twice is doubled, by its id and by its content', () => {
  const { stored } = goodRound();
  assert.deepEqual(verdictOn({ stored: inThisOrder([...stored, stored[5]]) }), [
    'doubled: the id of t1.l1.c0.n3 is at c0, position 6, and again at c0, position 7',
    'doubled: the content of t1.l1.c0.n3 is at c0, position 6, and again at c0, position 7',
    'swapped: t1.l1.c0.n3 is behind t1.l1.c0.n3: c0, position 7',
  ]);
});

test('a content that is stored again under another id is doubled', () => {
  const { stored } = goodRound();
  const again = { ...stored[5], id: 't1.l1.c0.n4' };
  assert.deepEqual(verdictOn({ stored: inThisOrder([...stored, again]) }), [
    'doubled: the content of t1.l1.c0.n4 is at c0, position 6, and again at c0, position 7',
    `strange: t1.l1.c0.n4 has another content: ${contentOf('t1.l1.c0.n3', 5)}`,
  ]);
});

test('two messages of one load that are stored the wrong way round are swapped', () => {
  const [a1, b1, a2, b2, a3, b3] = goodRound().stored;
  assert.deepEqual(verdictOn({ stored: inThisOrder([a1, b1, a3, b2, a2, b3]), promised: new Map() }), [
    'swapped: t0.l1.c0.n2 is behind t0.l1.c0.n3: c0, position 5',
  ]);
});

test('a message of an earlier load of the tab behind one of a later load is swapped', () => {
  const [a1, ...others] = goodRound().stored;
  const id = 't0.l2.c0.n1';
  const later = { ...a1, id, content: contentOf(id, 5) };
  assert.deepEqual(verdictOn({ stored: inThisOrder([later, a1, ...others]) }), [
    'swapped: t0.l1.c0.n1 is behind t0.l2.c0.n1: c0, position 2',
  ]);
});

test('a message that was durable before one of another tab was queued, and is behind it, was overtaken', () => {
  const [a1, b1, ...others] = goodRound().stored;
  assert.deepEqual(verdictOn({ stored: inThisOrder([b1, a1, ...others]) }), [
    'overtaken: t0.l1.c0.n1 was durable 980 ms before t1.l1.c0.n1 was queued, and is behind it: c0, position 1',
  ]);
});

test('messages of two tabs that were queued at about the same time may come in either order', () => {
  const [a1, b1, ...others] = goodRound().stored;
  const stored = inThisOrder([{ ...b1, created_at: a1.created_at }, a1, ...others]);
  assert.deepEqual(verdictOn({ stored }), []);
});

test('a message that nobody queued, or that is in another conversation, or is cut, is strange', () => {
  const { stored } = goodRound();
  const odd = [
    { ...stored[0], id: 'm-1', content: 'Hello' },
    { ...stored[0], id: 't0.l9.c1.n1', content: contentOf('t0.l9.c1.n1', 5) },
    { ...stored[0], id: 't0.l9.c0.n2', content: contentOf('t0.l9.c0.n2', 5).slice(0, -1) },
  ];
  assert.deepEqual(verdictOn({ stored: inThisOrder([...stored, ...odd]) }), [
    'strange: c0, position 7 holds m-1, which nobody queued',
    'strange: t0.l9.c1.n1 is in another conversation: c0, position 8',
    'strange: t0.l9.c0.n2 has another content: t0.l9.c0.n2 5 xxxx',
  ]);
});

test('a gap in the positions is found', () => {
  const stored = goodRound().stored.map((row) => (row.position === 6 ? { ...row, position: 7 } : row));
  assert.deepEqual(verdictOn({ stored }), ['gap: c0, position 7 is the place of message 6']);
});

test('a message that is parked, and a record that is left in any store, are violations', () => {
  assert.deepEqual(verdictOn({ log: { segments: 2, parked: 1, quarantine: 3 } }), [
    'left: there is something left in the store segments: 2',
    'parked: there is something left in the store parked: 1',
    'left: there is something left in the store quarantine: 3',
  ]);
});

test('tabs that survived and delivered nothing have stalled, even if a new one delivers it', () => {
  assert.deepEqual(verdictOn({ stalled: { segments: 2, parked: 0 } }), [
    'stalled: no tab delivered what was in the store segments: 2',
  ]);
});
