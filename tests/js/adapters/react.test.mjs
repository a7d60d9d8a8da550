/** The hooks, with the real react-dom. */
import { screen } from './support/dom.mjs';
import { openPage, shower } from './support/reactPage.mjs';
import assert from 'node:assert/strict';
import test from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Component, StrictMode, Suspense, createElement as h, startTransition, useState } from 'react';
import { renderToString } from 'react-dom/server';
import { Lease } from '../../../js/adapters/react/lease.js';
import {
  HoldfastProvider,
  useConversation,
  useHoldfast,
  useMessageState,
  useQueueStatus,
} from '../../../js/adapters/react.js';
import { problem } from '../support/FakeBackend.mjs';
import { makeWorld, user } from '../support/world.mjs';
import { heldAnswer } from './support/watching.mjs';

const textOf = ({ messages, history, isAnswering }) =>
  `${history} ${isAnswering ? 'answering' : 'idle'}: ${messages.map(({ content, state }) => `${content}(${state})`).join(' ')}`;

/** A world, and a component that shows its conversation. */
async function chat(t) {
  const world = await makeWorld(t);
  const show = shower(() => useConversation(world.conversationId), textOf);
  const tree = h(HoldfastProvider, { value: world.holdfast }, h(show.Component));
  return { ...world, show, tree };
}

test('a conversation is shown, sent to, answered and stopped', async (t) => {
  const { backend, conversationId, show, tree } = await chat(t);
  const answer = heldAnswer();
  backend.complete = () => answer.response;
  const page = openPage(t, { tree });
  await page.until((text) => text === 'backend idle: ');
  void show.last.send('Tell me');
  answer.say('One');
  await page.until((text) => text.includes('answering') && text.includes('One(streaming)'));
  show.last.stop();
  await page.until((text) => text === 'backend idle: Tell me(synced) One(synced)');
  assert.deepEqual(backend.contents(conversationId), ['Tell me', 'One']);
  assert.deepEqual(page.errors, []);
});

test('an answer that cannot be had needs no catch, and can be asked for again', async (t) => {
  const { backend, show, tree } = await chat(t);
  const unhandled = [];
  const hear = (error) => unhandled.push(error);
  process.on('unhandledRejection', hear);
  t.after(() => process.off('unhandledRejection', hear));
  backend.complete = () => problem(400, 'no-model');
  const page = openPage(t, { tree });
  await page.until((text) => text === 'backend idle: ');
  void show.last.send('Hi');
  await page.until((text) => text === 'backend idle: Hi(synced)');
  while (show.last.failure === null) await sleep(2);
  assert.equal(show.last.failure.code, 'no-model');
  const answer = heldAnswer();
  backend.complete = () => answer.response;
  void show.last.regenerate();
  await page.until((text) => text.includes('answering'));
  answer.say('Now');
  answer.end();
  await page.until((text) => text === 'backend idle: Hi(synced) Now(synced)');
  assert.deepEqual(unhandled, []);
});

test('what is asked for before there is a Holdfast says so', async (t) => {
  const show = shower(() => useConversation('c'), textOf);
  const page = openPage(t, { tree: h(HoldfastProvider, { value: null }, h(show.Component)) });
  await page.until((text) => text === 'loading idle: ');
  assert.equal(show.last.isReady, false);
  await assert.rejects(show.last.send('too early'), /isReady/);
});

test('while an answer streams there is no render but one a frame', async (t) => {
  const { backend, show, tree } = await chat(t);
  const answer = heldAnswer();
  backend.complete = () => answer.response;
  const page = openPage(t, { tree });
  await page.until((text) => text === 'backend idle: ');
  void show.last.send('Tell me');
  answer.say('0');
  await page.until((text) => text.includes('Tell me(synced)') && text.includes('(streaming)'));
  const frames = screen.drawn;
  const before = show.renders;
  for (let token = 1; token <= 300; token += 1) {
    answer.say(` ${token}`);
    await sleep(1);
  }
  await page.until((text) => text.includes(' 300('));
  const renders = show.renders - before;
  const drawn = screen.drawn - frames;
  // The first of them may be told before a frame is drawn.
  assert.ok(renders > 1 && renders <= drawn + 1, `${renders} renders in ${drawn} frames`);
  assert.ok(renders < 150, `${renders} renders of 300 tokens`);
  answer.end();
  await page.until((text) => text.includes('idle'));
});

test('what one message does renders nobody who shows another', async (t) => {
  const { holdfast, conversationId } = await makeWorld(t);
  holdfast.persistence.pause();
  const [one, other] = ['one', 'other'].map((content) =>
    holdfast.persistence.queueMessage(user(content), conversationId),
  );
  const first = shower(
    () => useMessageState(one.id),
    ({ state }) => state,
  );
  const second = shower(
    () => useMessageState('from elsewhere'),
    ({ state }) => ` ${state}`,
  );
  const page = openPage(t, {
    tree: h(HoldfastProvider, { value: holdfast }, h(first.Component), h(second.Component)),
  });
  await page.until((text) => text === 'queued unknown');
  const before = second.renders;
  holdfast.persistence.resume();
  await Promise.all([one.synced, other.synced]);
  await page.until((text) => text === 'synced unknown');
  assert.equal(second.renders, before);
});

test('the status tells how much waits', async (t) => {
  const { holdfast, conversationId } = await makeWorld(t);
  const show = shower(useQueueStatus, ({ pending, paused }) => `${pending} ${paused}`);
  const page = openPage(t, { tree: h(HoldfastProvider, { value: holdfast }, h(show.Component)) });
  holdfast.persistence.pause();
  holdfast.persistence.queueMessage(user('Hello'), conversationId);
  await page.until((text) => text === '1 user');
  holdfast.persistence.resume();
  await page.until((text) => text === '0 null');
});

test('in StrictMode, which mounts everything twice, nothing is shown twice or heard after the end', async (t) => {
  const { holdfast, conversationId, show, tree } = await chat(t);
  const page = openPage(t, { tree: h(StrictMode, null, tree) });
  await page.until((text) => text === 'backend idle: ');
  holdfast.persistence.queueMessage(user('Hello'), conversationId);
  await page.until((text) => text === 'backend idle: Hello(synced)');
  await page.close();
  const before = show.renders;
  await holdfast.persistence.queueMessage(user('Unseen'), conversationId).synced;
  await sleep(40);
  assert.equal(show.renders, before);
  assert.deepEqual(page.errors, []);
});

test('a Holdfast made from options is one, also in StrictMode, and is closed with its provider', async (t) => {
  const { backend, conversationId } = await makeWorld(t);
  const seen = new Set();
  const show = shower(useHoldfast, (holdfast) => {
    if (holdfast) seen.add(holdfast);
    return holdfast ? 'ready' : 'loading';
  });
  const value = { baseUrl: 'http://backend.test/', fetch: backend.fetch };
  const page = openPage(t, {
    tree: h(StrictMode, null, h(HoldfastProvider, { value }, h(show.Component))),
  });
  await page.until((text) => text === 'ready');
  const [holdfast] = seen;
  await holdfast.persistence.queueMessage(user('Hello'), conversationId).synced;
  await page.close();
  assert.equal(seen.size, 1);
  await sleep(10);
  assert.throws(() => holdfast.persistence.queueMessage(user('Late'), conversationId), { code: 'closed' });
});

test('who lets go and takes again at once gets the same Holdfast; who lets go for good closes it', async () => {
  let made = 0;
  let closed = 0;
  const lease = new Lease({ baseUrl: '/' }, async () => {
    made += 1;
    return { close: async () => (closed += 1) };
  });
  await lease.take();
  lease.letGo();
  await lease.take();
  await sleep(5);
  assert.deepEqual([made, closed], [1, 0]);
  lease.letGo();
  await sleep(5);
  assert.deepEqual([made, closed], [1, 1]);
});

test('what cannot be made is shown by the error boundary', async (t) => {
  class Boundary extends Component {
    state = {};
    static getDerivedStateFromError = (error) => ({ error });
    render() {
      return this.state.error ? this.state.error.code : this.props.children;
    }
  }
  const page = openPage(t, {
    tree: h(Boundary, null, h(HoldfastProvider, { value: { baseUrl: '' } }, 'fine')),
  });
  await page.until((text) => text === 'invalid-option');
});

test('a hook without a provider says what is missing', () => {
  const show = shower(useQueueStatus, String);
  assert.throws(() => renderToString(h(show.Component)), /need a <HoldfastProvider>/);
});

test('what the server rendered is taken over without a mismatch, and then filled', async (t) => {
  const { backend, holdfast, conversationId } = await makeWorld(t);
  await holdfast.persistence.queueMessage(user('Stored'), conversationId).synced;
  const show = shower(() => useConversation(conversationId), textOf);
  const value = { baseUrl: 'http://backend.test/', fetch: backend.fetch };
  const tree = h(HoldfastProvider, { value }, h(show.Component));
  const html = renderToString(tree);
  assert.equal(html, '<p>loading idle: </p>');
  const page = openPage(t, { html, tree });
  await page.until((text) => text === 'backend idle: Stored(synced)');
  assert.deepEqual(page.errors, []);
});

test('a view that suspends, or comes in a transition, is shown with the rest', async (t) => {
  const { holdfast, conversationId } = await makeWorld(t);
  await holdfast.persistence.queueMessage(user('Stored'), conversationId).synced;
  let arrive;
  const coming = new Promise((resolve) => (arrive = resolve));
  let hasArrived = false;
  const show = shower(() => {
    const conversation = useConversation(conversationId);
    if (!hasArrived) throw coming;
    return conversation;
  }, textOf);
  let open;
  const Page = () => {
    const [isOpen, setOpen] = useState(false);
    open = () => startTransition(() => setOpen(true));
    return isOpen ? h(show.Component) : 'closed';
  };
  const page = openPage(t, {
    tree: h(HoldfastProvider, { value: holdfast }, h(Suspense, { fallback: 'waiting' }, h(Page))),
  });
  await page.until((text) => text === 'closed');
  open();
  while (show.renders === 0) await sleep(2);
  hasArrived = true;
  arrive();
  await page.until((text) => text === 'backend idle: Stored(synced)');
  assert.deepEqual(page.errors, []);
});
