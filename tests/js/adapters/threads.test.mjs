/** What a view shows of a conversation with branches. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { conversationStore } from '../../../js/adapters/stores.js';
import { openAiEvents, streamOf } from '../support/FakeBackend.mjs';
import { makeWorld } from '../support/world.mjs';
import { heldAnswer, isIdle, watch } from './support/watching.mjs';

const saying = (text) => () => streamOf(openAiEvents([text]));
const shownIn = ({ thread }) => thread.map(({ message }) => message.content);

async function open(t) {
  const world = await makeWorld(t);
  const store = conversationStore(world.holdfast, world.conversationId);
  const view = watch(t, store);
  await view.until(({ history }) => history === 'backend');
  const say = async (ask, answer) => {
    world.backend.complete = saying(answer);
    const count = view.last.messages.length;
    await ask();
    return view.until((snapshot) => snapshot.messages.length > count && isIdle(snapshot));
  };
  return { ...world, store, view, say, stored: () => world.backend.conversations.get(world.conversationId) };
}

test('of two answers to a question the newer is shown, and the other can be chosen', async (t) => {
  const { store, view, say } = await open(t);
  await say(() => store.send('Question'), 'First');
  const two = await say(() => store.regenerate(), 'Second');
  assert.equal(two.messages.length, 3);
  assert.deepEqual(shownIn(two), ['Question', 'Second']);
  const [, { alternatives }] = two.thread;
  assert.deepEqual(alternatives, [two.messages[1].id, two.messages[2].id]);
  store.choose(alternatives[0]);
  await view.until((snapshot) => shownIn(snapshot).join() === 'Question,First');
  store.choose(alternatives[1]);
  await view.until((snapshot) => shownIn(snapshot).join() === 'Question,Second');
});

test('what is written behind an older answer is shown and stored behind it', async (t) => {
  const { store, say, stored } = await open(t);
  await say(() => store.send('Question'), 'First');
  const two = await say(() => store.regenerate(), 'Second');
  store.choose(two.messages[1].id);
  const three = await say(() => store.send('Behind the first'), 'Third');
  assert.deepEqual(shownIn(three), ['Question', 'First', 'Behind the first', 'Third']);
  assert.equal(stored()[3].parentId, two.messages[1].id);
});

test('an edited message takes the place of the one that was sent, with an answer of its own', async (t) => {
  const { store, view, say, stored } = await open(t);
  const one = await say(() => store.send('Wrong'), 'To the wrong one');
  const two = await say(() => store.edit(one.messages[0].id, 'Right'), 'To the right one');
  assert.deepEqual(shownIn(two), ['Right', 'To the right one']);
  assert.equal(two.thread[0].alternatives.length, 2);
  assert.equal(stored().length, 4);
  store.choose(one.messages[0].id);
  await view.until((snapshot) => shownIn(snapshot).join() === 'Wrong,To the wrong one');
});

test('an answer that is asked for anew is shown while it streams, whatever was chosen before', async (t) => {
  const { backend, store, view, say } = await open(t);
  await say(() => store.send('Question'), 'First');
  const two = await say(() => store.regenerate(), 'Second');
  store.choose(two.messages[1].id);
  await view.until((snapshot) => shownIn(snapshot).join() === 'Question,First');
  const answer = heldAnswer();
  backend.complete = () => answer.response;
  void store.regenerate({ messageId: two.messages[0].id });
  answer.say('Third');
  const streaming = await view.until((snapshot) => shownIn(snapshot)[1] === 'Third');
  assert.equal(streaming.thread[1].alternatives.length, 3);
  answer.say(' and more');
  const more = await view.until((snapshot) => shownIn(snapshot)[1] === 'Third and more');
  assert.equal(more.thread[0], streaming.thread[0]);
  answer.end();
  await view.until(isIdle);
});

test('a thread stays the same object while nothing in it changes, and cannot be changed', async (t) => {
  const { store, say } = await open(t);
  const before = await say(() => store.send('Question'), 'First');
  await store.refresh();
  assert.equal(store.getSnapshot().thread, before.thread);
  assert.throws(() => before.thread.push({}), TypeError);
  assert.throws(() => before.thread[1].alternatives.push('x'), TypeError);
});

test('an id that is not among them chooses nothing', async (t) => {
  const { store, say } = await open(t);
  const before = await say(() => store.send('Question'), 'First');
  store.choose('nobody');
  await store.refresh();
  assert.equal(store.getSnapshot().thread, before.thread);
});
