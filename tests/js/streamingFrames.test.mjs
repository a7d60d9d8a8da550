import assert from 'node:assert/strict';
import test from 'node:test';
import { DeltaJoiner } from '../../js/services/DeltaJoiner.js';
import { openAiEvents, streamOf } from './support/FakeBackend.mjs';
import { makeWorld } from './support/world.mjs';

/** A page whose frames, time and timers come when the test says so. */
function makePage(t) {
  const page = { time: 1000, isVisible: true, frames: [], timers: [], flushed: [] };
  t.mock.method(globalThis, 'setTimeout', (work, ms) => {
    page.timers.push({ work, ms });
    return page.timers.length;
  });
  t.mock.method(globalThis, 'clearTimeout', (id) => {
    if (id) page.timers[id - 1] = undefined;
  });
  page.joiner = new DeltaJoiner((text) => page.flushed.push(text), {
    now: () => page.time,
    drawsFrames: () => page.isVisible,
    nextFrame(callback) {
      page.frames.push(callback);
      return () => void page.frames.splice(page.frames.indexOf(callback), 1);
    },
  });
  page.draw = () => page.frames.splice(0).forEach((callback) => callback());
  return page;
}

test('in a page that is seen, what arrives between two frames is told once', (t) => {
  const page = makePage(t);
  for (const text of ['a', 'b', 'c']) page.joiner.add(text);
  assert.deepEqual([page.flushed, page.frames.length], [[], 1]);
  page.draw();
  page.joiner.add('d');
  page.draw();
  page.draw();
  assert.deepEqual(page.flushed, ['abc', 'd']);
  assert.deepEqual(page.timers, []);
});

test('where no frame is drawn, a piece is told when it arrives, but for those within 16 ms', (t) => {
  const page = makePage(t);
  page.isVisible = false;
  page.joiner.add('a');
  assert.deepEqual(page.flushed, ['a']);
  page.time += 5;
  page.joiner.add('b');
  page.joiner.add('c');
  assert.deepEqual([page.flushed, page.timers.length, page.timers[0].ms], [['a'], 1, 11]);
  // The timer is late, as those of hidden pages are: the next piece tells.
  page.time += 11;
  page.joiner.add('d');
  assert.deepEqual(page.flushed, ['a', 'bcd']);
  page.joiner.add('e');
  page.timers.at(-1).work();
  assert.deepEqual(page.flushed, ['a', 'bcd', 'e']);
});

test('what waits for a frame when the page is hidden is told with the next piece, in order', (t) => {
  const page = makePage(t);
  page.joiner.add('a');
  page.isVisible = false;
  page.joiner.add('b');
  assert.deepEqual(page.flushed, ['ab']);
  assert.equal(page.frames.length, 0);
});

test('the end tells what is left at once, and no more after that', (t) => {
  for (const isVisible of [true, false]) {
    const page = makePage(t);
    page.isVisible = isVisible;
    page.joiner.add('a');
    page.joiner.add('b');
    page.joiner.end();
    page.joiner.end();
    assert.equal(page.flushed.join(''), 'ab');
    assert.equal(page.frames.length, 0);
    assert.ok(page.timers.every((timer) => timer === undefined));
    t.mock.restoreAll();
  }
});

test('an answer of many pieces is told in few events, whole and in order', async (t) => {
  const { backend, holdfast, conversationId, events } = await makeWorld(t);
  const words = Array.from({ length: 2000 }, (_, i) => `${i} `);
  backend.complete = () => streamOf(openAiEvents(words));
  const { answer } = await holdfast.messages.sendMessage('Count', conversationId);
  const told = events.filter(({ id, delta }) => id === answer.id && delta);
  assert.equal(told.map(({ delta }) => delta).join(''), words.join(''));
  assert.equal(told.at(-1).message.content, words.join(''));
  assert.ok(told.length < words.length / 4, `${told.length} events`);
  let content = '';
  for (const { delta, message } of told) assert.equal(message.content, (content += delta));
});
