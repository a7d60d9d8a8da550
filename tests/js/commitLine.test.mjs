/** Group commit keeps the order of what was queued, whatever becomes of a transaction. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { CommitLine } from '../../js/CommitLine.js';

/** A log whose transactions end when the test says so. */
class Desk {
  /** @type {{names: string[], end: () => void}[]} */
  begun = [];
  line = new CommitLine((groups) => this.#write(groups));
  #keys = 0;

  /** @param {string} name @param {number} [bytes] */
  add(name, bytes = 1) {
    return this.line.add({
      records: [{ conversationId: name, bytes: new Uint8Array(bytes) }],
      unpark: [],
    });
  }

  /** @returns {string[][]} the conversations of each transaction so far */
  get transactions() {
    return this.begun.map(({ names }) => names);
  }

  /** @param {import('../../js/CommitLine.js').Group[]} groups */
  async #write(groups) {
    /** @type {() => void} */
    let end = () => {};
    const ended = new Promise((resolve) => (end = () => resolve(undefined)));
    this.begun.push({ names: groups.map(({ records }) => records[0].conversationId), end });
    await ended;
    return groups.map(() => ({ keys: [(this.#keys += 1)], durable: true, recovered: false }));
  }
}

test('groups of one turn are one transaction, and those that come meanwhile are the next', async () => {
  const desk = new Desk();
  const first = [desk.add('a'), desk.add('b')];
  await sleep(0);
  const second = [desk.add('c'), desk.add('d')];
  await sleep(0);
  assert.deepEqual(desk.transactions, [['a', 'b']]);
  desk.begun[0].end();
  assert.deepEqual(
    (await Promise.all(first)).map(({ keys }) => keys[0]),
    [1, 2],
  );
  assert.deepEqual(desk.transactions, [
    ['a', 'b'],
    ['c', 'd'],
  ]);
  desk.begun[1].end();
  assert.deepEqual(
    (await Promise.all(second)).map(({ keys }) => keys[0]),
    [3, 4],
  );
});

test('what a browser would have to hold at once is bounded', async () => {
  const desk = new Desk();
  const added = ['a', 'b', 'c'].map((name) => desk.add(name, 5 * 1024 * 1024));
  await sleep(0);
  assert.deepEqual(desk.transactions, [['a']]);
  for (const at of [0, 1, 2]) {
    desk.begun[at].end();
    await added[at];
  }
  assert.deepEqual(desk.transactions, [['a'], ['b'], ['c']]);
});

test('the end waits for all that was added, one transaction after the other', async () => {
  const desk = new Desk();
  const results = [desk.add('a')];
  await sleep(0);
  results.push(desk.add('b'));
  let isOver = false;
  const over = desk.line.end().then(() => (isOver = true));
  desk.begun[0].end();
  await sleep(0);
  assert.deepEqual(desk.transactions, [['a'], ['b']]);
  assert.equal(isOver, false, 'it ended before all was written');
  desk.begun[1].end();
  await over;
  assert.deepEqual(
    (await Promise.all(results)).map(({ keys }) => keys[0]),
    [1, 2],
  );
});
