/** The elements, in a document in Node. tests/browser has them in Chromium. */
import './support/dom.mjs';
import assert from 'node:assert/strict';
import test from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { defineHoldfastElements } from '../../../js/adapters/element.js';
import { sayStatus } from '../../../js/adapters/element/words.js';
import { noStatus } from '../../../js/adapters/stores/StatusStore.js';
import { problem } from '../support/FakeBackend.mjs';
import { makeWorld, user } from '../support/world.mjs';

test('the import defines nothing', () => {
  assert.equal(customElements.get('holdfast-status'), undefined);
});

test('an element that is there before its definition takes the Holdfast that it was given', async (t) => {
  const { holdfast } = await makeWorld(t);
  const early = document.createElement('holdfast-status');
  early.holdfast = holdfast;
  document.body.append(early);
  defineHoldfastElements();
  assert.equal(early.holdfast, holdfast);
  await shows(early, 'synced', 'Everything is synced');
  early.remove();
});

const textOf = (element) => element.shadowRoot.querySelector('[part=text]');

async function shows(element, state, text) {
  while (element.dataset.state !== state || textOf(element).textContent !== text) await sleep(2);
}

/** @param {Record<string, string>} [attributes] */
function add(t, name, holdfast, attributes = {}) {
  defineHoldfastElements();
  const element = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
  element.holdfast = holdfast;
  document.body.append(element);
  t.after(() => element.remove());
  return element;
}

test('the status says what waits and what needs a person, in words that attributes translate', async (t) => {
  const { backend, holdfast, conversationId } = await makeWorld(t);
  const element = add(t, 'holdfast-status', holdfast, {
    'label-paused': 'Angehalten',
    'label-attention': '{count} brauchen dich',
  });
  holdfast.persistence.pause();
  backend.fault = ({ path }) => (path === '/message/append' ? problem(400, 'closed-today') : undefined);
  await shows(element, 'paused', 'Angehalten');
  const { id } = holdfast.persistence.queueMessage(user('Hello'), conversationId);
  await shows(element, 'memory', 'Not saved on this device: 1. Keep this page open');
  holdfast.persistence.resume();
  await shows(element, 'attention', '1 brauchen dich');
  await holdfast.persistence.parked.discard(id);
  await shows(element, 'synced', 'Everything is synced');
});

test('what needs a person comes before what waits, and what waits before all is well', () => {
  const said = (change) => sayStatus({ ...noStatus, unread: false, ...change });
  assert.equal(said({}).state, 'synced');
  assert.equal(said({ unread: true }).state, 'looking');
  assert.equal(said({ pending: 2 }).state, 'sending');
  assert.equal(said({ pending: 2, lastError: 'no answer' }).state, 'unreachable');
  assert.equal(said({ pending: 2, breaker: 'open' }).state, 'unreachable');
  assert.equal(said({ online: false }).state, 'offline');
  assert.deepEqual(said({ online: false, pending: 2 }), { state: 'offline-waiting', values: { count: 2 } });
  assert.equal(said({ pending: 2, paused: 'user' }).state, 'paused');
  assert.equal(said({ pending: 2, persistence: 'memory', paused: 'user' }).state, 'memory');
  assert.equal(said({ pending: 2, paused: 'unauthorized' }).state, 'signed-out');
  assert.deepEqual(said({ parked: 1, pending: 2, online: false }), {
    state: 'attention',
    values: { count: 1 },
  });
});

test('a message says where it is and why it was refused; another id shows another message', async (t) => {
  const { holdfast, conversationId } = await makeWorld(t);
  const fine = holdfast.persistence.queueMessage(user('Fine'), conversationId);
  const poison = holdfast.persistence.queueMessage(user('POISON'), conversationId);
  const element = add(t, 'holdfast-message-state', holdfast, {
    'message-id': fine.id,
    'label-synced': 'Angekommen',
  });
  await shows(element, 'synced', 'Angekommen');
  element.setAttribute('message-id', poison.id);
  await shows(element, 'parked', 'Needs attention: It is poison');
  element.setAttribute('label-parked', 'Abgelehnt');
  assert.equal(textOf(element).textContent, 'Abgelehnt');
  element.setAttribute('message-id', 'nobody');
  await shows(element, 'unknown', '');
});

test('a state is told by text, and read out where it needs a person', async (t) => {
  const { holdfast, conversationId } = await makeWorld(t);
  holdfast.persistence.pause();
  const queued = holdfast.persistence.queueMessage(user('POISON'), conversationId);
  const message = add(t, 'holdfast-message-state', holdfast, { 'message-id': queued.id });
  const status = add(t, 'holdfast-status', holdfast);
  await shows(message, 'queued', 'Queued');
  assert.deepEqual(
    [textOf(message).getAttribute('role'), textOf(message).getAttribute('aria-live')],
    ['status', 'off'],
  );
  assert.equal(message.shadowRoot.querySelector('[part=mark]').getAttribute('aria-hidden'), 'true');
  holdfast.persistence.resume();
  await shows(message, 'parked', 'Needs attention: It is poison');
  await shows(status, 'attention', 'Needs attention: 1');
  for (const element of [message, status]) assert.equal(textOf(element).getAttribute('aria-live'), 'polite');
});

test('an element without a Holdfast shows nothing until one is there for all', async (t) => {
  const { holdfast } = await makeWorld(t);
  const element = add(t, 'holdfast-status', null);
  await shows(element, 'unknown', '');
  defineHoldfastElements({ holdfast });
  await shows(element, 'synced', 'Everything is synced');
  assert.equal(element.holdfast, holdfast);
});

test('an element that is taken out of the page hears nothing more, and catches up when it is back', async (t) => {
  const { holdfast } = await makeWorld(t);
  const element = add(t, 'holdfast-status', holdfast);
  await shows(element, 'synced', 'Everything is synced');
  element.remove();
  holdfast.persistence.pause();
  await sleep(40);
  assert.equal(element.dataset.state, 'synced');
  document.body.append(element);
  await shows(element, 'paused', 'Sending is paused');
});
