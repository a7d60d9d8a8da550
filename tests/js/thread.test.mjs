/** What is shown of a conversation that has branches: the rule of threads, sentence by sentence. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { threadOf } from '../../js/index.js';
import { MessageTree } from '../../js/services/MessageTree.js';

const TALK = 'talk';

const say = (id, parentId) => ({
  id,
  role: { u: 'user', a: 'assistant', s: 'system' }[id[0]],
  ...(parentId && { parentId }),
});
const shown = (messages, ...choices) =>
  threadOf(messages, { conversationId: TALK, choices: new Set(choices) }).map(({ message }) => message.id);
const switches = (messages, ...choices) =>
  threadOf(messages, { conversationId: TALK, choices: new Set(choices) })
    .filter(({ alternatives }) => alternatives.length > 1)
    .map(({ message, alternatives }) => `${message.id} of ${alternatives.join(' ')}`);

test('a conversation without branches is shown as it was spoken', () => {
  const stored = [say('u1'), say('a1', 'u1'), say('u2'), say('a2', 'u2')];
  assert.deepEqual(shown(stored), ['u1', 'a1', 'u2', 'a2']);
  assert.deepEqual(switches(stored), []);
  assert.deepEqual(shown([]), []);
});

test('an answer stands behind the message that it answers, wherever it was stored', () => {
  assert.deepEqual(shown([say('u1'), say('u2'), say('a1', 'u1')]), ['u1', 'a1', 'u2']);
  assert.deepEqual(shown([say('a1', 'u1'), say('u1')]), ['u1', 'a1']);
});

test('an answer whose question is not known keeps its place', () => {
  const stored = [say('a0', 'gone'), say('u1'), say('s1'), say('a2'), say('u2')];
  assert.deepEqual(shown(stored), ['a0', 'u1', 's1', 'a2', 'u2']);
});

test('messages that name nothing follow each other, so that what two tabs send at once is one thread', () => {
  const stored = [say('u1'), say('a1', 'u1'), say('u2'), say('u3'), say('a2', 'u2'), say('a3', 'u3')];
  assert.deepEqual(shown(stored), ['u1', 'a1', 'u2', 'a2', 'u3', 'a3']);
  assert.deepEqual(switches(stored), []);
});

test('several answers to one message are alternatives, and the newest is shown', () => {
  const stored = [say('u1'), say('a1', 'u1'), say('a2', 'u1'), say('a3', 'u1')];
  assert.deepEqual(shown(stored), ['u1', 'a3']);
  assert.deepEqual(switches(stored), ['a3 of a1 a2 a3']);
});

test('a choice shows another alternative, and one that is none changes nothing', () => {
  const stored = [say('u1'), say('a1', 'u1'), say('a2', 'u1')];
  assert.deepEqual(shown(stored, 'a1'), ['u1', 'a1']);
  assert.deepEqual(shown(stored, 'gone', 'u1'), ['u1', 'a2']);
});

test('what followed under one answer is shown under that answer only', () => {
  const stored = [say('u1'), say('a1', 'u1'), say('u2'), say('a2', 'u2'), say('a3', 'u1')];
  assert.deepEqual(shown(stored), ['u1', 'a3']);
  assert.deepEqual(shown(stored, 'a1'), ['u1', 'a1', 'u2', 'a2']);
});

test('what was sent before there was an answer is shown under any of them', () => {
  const stored = [say('u1'), say('u2'), say('a1', 'u1'), say('a2', 'u1')];
  assert.deepEqual(shown(stored), ['u1', 'a2', 'u2']);
  assert.deepEqual(shown(stored, 'a1'), ['u1', 'a1', 'u2']);
});

test('a message that names an answer is a branch beside what followed it', () => {
  const stored = [say('u1'), say('a1', 'u1'), say('u2'), say('a2', 'u2'), say('u3', 'a1'), say('a3', 'u3')];
  assert.deepEqual(shown(stored), ['u1', 'a1', 'u3', 'a3']);
  assert.deepEqual(shown(stored, 'u2'), ['u1', 'a1', 'u2', 'a2']);
  assert.deepEqual(switches(stored), ['u3 of u2 u3']);
});

test('a message that names a message of a person stands beside what followed that, behind its answers', () => {
  const stored = [say('u1'), say('u2'), say('u3', 'u1'), say('a1', 'u1')];
  assert.deepEqual(shown(stored), ['u1', 'a1', 'u3']);
  assert.deepEqual(shown(stored, 'u2'), ['u1', 'a1', 'u2']);
});

test('what stands under one answer and what stands under any of them are alternatives in the order of storing', () => {
  const stored = [say('u1'), say('u2'), say('a1', 'u1'), say('u3', 'a1'), say('u4', 'u1')];
  assert.deepEqual(switches(stored), ['u4 of u2 u3 u4']);
  assert.deepEqual(switches([...stored, say('a2', 'u1')], 'a1'), ['a1 of a1 a2', 'u4 of u2 u3 u4']);
});

test('a message that names the conversation is a first message', () => {
  const stored = [say('u1'), say('a1', 'u1'), say('u2', TALK), say('a2', 'u2')];
  assert.deepEqual(shown(stored), ['u2', 'a2']);
  assert.deepEqual(shown(stored, 'u1'), ['u1', 'a1']);
});

test('a message that names what is not known follows the newest one', () => {
  assert.deepEqual(shown([say('u1'), say('a1', 'u1'), say('u2', 'gone')]), ['u1', 'a1', 'u2']);
});

test('what is sent behind a branch belongs to that branch', () => {
  const stored = [say('u1'), say('a1', 'u1'), say('u2'), say('u3', 'a1'), say('a3', 'u3'), say('u4')];
  assert.deepEqual(shown(stored), ['u1', 'a1', 'u3', 'a3', 'u4']);
  assert.deepEqual(shown(stored, 'u2'), ['u1', 'a1', 'u2']);
});

test('a message may name an answer that streams still and is stored behind it', () => {
  const stored = [say('u1'), say('a1', 'u1'), say('u2', 'a2'), say('a2', 'u1')];
  assert.deepEqual(shown(stored), ['u1', 'a2', 'u2']);
  assert.deepEqual(shown(stored.slice(0, 3)), ['u1', 'a1', 'u2']);
});

test('messages that name each other are all shown', () => {
  assert.deepEqual(shown([say('u1', 'u2'), say('u2', 'u1')]), ['u1', 'u2']);
  assert.deepEqual(shown([say('u1', 'u1')]), ['u1']);
  assert.deepEqual(shown([say('u2', 'a1'), say('a1', 'u1'), say('u1')]), ['u2', 'u1', 'a1']);
  assert.deepEqual(shown([say('a1', 'a2'), say('a2', 'a1')]), ['a1', 'a2']);
});

test('a message that is there twice is shown once', () => {
  assert.deepEqual(shown([say('u1'), say('u2'), say('u1')]), ['u1', 'u2']);
});

test('the thread tells what a message follows, which is what another one beside it names', () => {
  const follows = (messages, ...choices) =>
    threadOf(messages, { conversationId: TALK, choices: new Set(choices) }).map((one) => one.follows);
  const stored = [say('u1'), say('u2'), say('a1', 'u1'), say('a2', 'u2'), say('u3'), say('u4', TALK)];
  assert.deepEqual(follows(stored), [TALK]);
  assert.deepEqual(follows(stored, 'u1'), [TALK, 'u1', 'u1', 'u2', 'a2']);
});

test('the path to a message holds nothing behind it, and one answer to each question', () => {
  const stored = [say('u1'), say('u2'), say('a1', 'u1'), say('a2', 'u1'), say('u3', 'a1'), say('a3', 'u2')];
  const tree = new MessageTree(stored, TALK);
  const path = (id) => tree.pathTo(id).map((message) => message.id);
  assert.deepEqual(path('u1'), ['u1']);
  assert.deepEqual(path('u2'), ['u1', 'a2', 'u2']);
  assert.deepEqual(path('u3'), ['u1', 'a1', 'u3']);
});

test('a message is behind another where that is on its path, whatever was stored in which order', () => {
  const stored = [say('u1'), say('a2', 'u2'), say('u2'), say('u3', 'a2'), say('u4', 'u1')];
  const tree = new MessageTree(stored, TALK);
  for (const id of ['u1', 'u2', 'u3']) assert.ok(tree.isBehind('u3', id), id);
  assert.ok(tree.isBehind('u4', 'u1'));
  assert.ok(!tree.isBehind('u4', 'u2'));
  assert.ok(!tree.isBehind('u2', 'u3'));
});

const LONG = 100_000;
const numbers = [...Array(LONG).keys()];
for (const [how, messages] of [
  ['without branches', numbers.map((i) => (i % 2 ? say(`a${i}`, `u${i - 1}`) : say(`u${i}`)))],
  ['of branches in branches', numbers.map((i) => say(`u${i}`, i % 3 ? `u${i - 1}` : `u${i - 2}`))],
  ['of answers to answers', numbers.map((i) => say(`a${i}`, `a${i - 1}`))],
  ['of answers to one question', numbers.map((i) => (i ? say(`a${i}`, 'u0') : say('u0')))],
]) {
  test(`a conversation ${how} may have ${LONG} messages`, () => {
    const thread = threadOf(messages, { conversationId: TALK });
    const newest = thread.at(-1).message.id;
    const path = new MessageTree(messages, TALK).pathTo(newest);
    assert.deepEqual(
      path.map(({ id }) => id),
      thread.map(({ message }) => message.id),
    );
  });
}

/** Numbers that come again with their seed. */
function randomly(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Whatever a client may have stored: names of what comes later, of itself, and of nothing among it. */
function anyConversation(seed) {
  const random = randomly(seed);
  const ids = [...Array(1 + random(9)).keys()].map((i) => `${'uuas'[random(4)]}${i}`);
  const names = [undefined, undefined, TALK, 'gone', ...ids];
  return ids.map((id) => say(id, names[random(names.length)]));
}

/** Every choice that can be made, from the first place with alternatives to the last. */
function* everyThread(messages, choices = new Set()) {
  const thread = threadOf(messages, { conversationId: TALK, choices });
  yield thread;
  const open = thread.filter(({ alternatives }) => !alternatives.some((id) => choices.has(id)));
  for (const { message, alternatives } of open)
    for (const id of alternatives)
      if (id !== message.id)
        yield* everyThread(messages, new Set([...choices, id, ...pinned(thread, message)]));
}

/** The thread up to a message stays as it is. */
function pinned(thread, message) {
  const ids = thread.map((entry) => entry.message.id);
  return ids.slice(0, ids.indexOf(message.id));
}

test('whatever is stored, every message is shown by some choice, once, and behind what it follows', () => {
  for (let seed = 1; seed <= 3_000; seed += 1) {
    const messages = anyConversation(seed);
    const seen = new Set();
    for (const thread of everyThread(messages)) {
      const ids = thread.map(({ message }) => message.id);
      assert.equal(new Set(ids).size, ids.length, `seed ${seed}`);
      thread.forEach(({ message, alternatives, follows }, i) => {
        assert.ok(alternatives.includes(message.id), `seed ${seed}`);
        assert.ok(follows === TALK || ids.indexOf(follows) < i, `seed ${seed}`);
        assert.ok(follows === TALK || ids.includes(follows), `seed ${seed}`);
      });
      ids.forEach((id) => seen.add(id));
    }
    assert.equal(seen.size, messages.length, `seed ${seed}: ${JSON.stringify(messages)}`);
  }
});

test('whatever is stored, a message beside another, as the thread tells, is its alternative', () => {
  for (let seed = 1; seed <= 3_000; seed += 1) {
    const messages = anyConversation(seed);
    for (const { message, follows } of threadOf(messages, { conversationId: TALK })) {
      if (message.role !== 'user') continue;
      const edited = [...messages, say('u-edit', follows)];
      const place = threadOf(edited, { conversationId: TALK }).find((one) => one.message.id === 'u-edit');
      assert.ok(place?.alternatives.includes(message.id), `seed ${seed}: ${message.id}`);
    }
  }
});
