/** The page's and the worker's side of Background Sync, on browsers that are made up. tests/browser has the real thing. */
import assert from 'node:assert/strict';
import test, { beforeEach } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { sendInBackground, syncInBackground } from '../../../js/adapters/service-worker.js';
import { INITIAL_STATUS } from '../../../js/SharedStatus.js';
import { FakeBackend } from '../support/FakeBackend.mjs';

const define = (name, value) =>
  Object.defineProperty(globalThis, name, { configurable: true, writable: true, value });

/** A registration whose browser writes down what it is asked for, and refuses where it is told to. */
class Registration {
  active = {};
  installing = null;
  /** @type {string[]} */
  tags = [];
  /** @type {Error | undefined} */
  refusal;
  sync = {
    register: async (tag) => {
      if (this.refusal) throw this.refusal;
      this.tags.push(tag);
    },
  };
}

/** As much of a Holdfast as is asked for its status. */
class Outbox {
  database = 'talks';
  status = { ...INITIAL_STATUS, unread: false };
  /** @type {Set<(status: object) => void>} */
  listeners = new Set();
  persistence = { getQueueStatus: () => this.status };

  on(name, listener) {
    assert.equal(name, 'status');
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async becomes(change) {
    this.status = { ...this.status, ...change };
    for (const listener of this.listeners) listener(this.status);
    await turn();
  }
}

let registration;
beforeEach(() => {
  registration = new Registration();
  define('SyncManager', class {});
  define('navigator', { serviceWorker: { ready: Promise.resolve(registration) } });
  define('document', Object.assign(new EventTarget(), { hidden: false }));
});

async function hidePage() {
  document.hidden = true;
  document.dispatchEvent(new Event('visibilitychange'));
  document.hidden = false;
  document.dispatchEvent(new Event('visibilitychange'));
  await turn();
}

async function begin(options) {
  const outbox = new Outbox();
  const background = syncInBackground(outbox, options);
  await turn();
  return { outbox, background };
}

test('the browser is asked once for what is held up, under a tag with the name of the database', async () => {
  const { outbox, background } = await begin();
  assert.equal(background.state, 'ready');
  await outbox.becomes({ pending: 1, online: false });
  await outbox.becomes({ pending: 2 });
  assert.deepEqual(registration.tags, ['holdfast:talks']);
});

test('it is asked again when something is held up after all was well', async () => {
  const { outbox } = await begin();
  await outbox.becomes({ pending: 1, lastError: 'the backend answered 503' });
  await outbox.becomes({ pending: 0, lastError: null });
  await outbox.becomes({ pending: 1, breaker: 'open' });
  assert.equal(registration.tags.length, 2);
});

test('what waits already when the page begins counts, and so does what is not counted yet', async () => {
  const outbox = new Outbox();
  outbox.status = { ...outbox.status, unread: true, online: false };
  syncInBackground(outbox);
  await turn();
  assert.equal(registration.tags.length, 1);
});

test('while all goes well no worker is woken, unless the person leaves', async () => {
  const { outbox } = await begin();
  await outbox.becomes({ pending: 3 });
  assert.deepEqual(registration.tags, []);
  await hidePage();
  assert.equal(registration.tags.length, 1);
  await hidePage();
  assert.equal(registration.tags.length, 2, 'what was asked for before may be over');
  await outbox.becomes({ pending: 0 });
  await hidePage();
  assert.equal(registration.tags.length, 2);
});

test('a refusal is told, and nothing is thrown; when it is taken back, so is the state', async () => {
  const { outbox, background } = await begin();
  registration.refusal = new Error('Permission denied.');
  await outbox.becomes({ pending: 1, online: false });
  assert.equal(background.state, 'refused');
  registration.refusal = undefined;
  await hidePage();
  assert.equal(background.state, 'ready');
  assert.equal(registration.tags.length, 1);
});

for (const [what, take] of [
  ['SyncManager', () => delete globalThis.SyncManager],
  ['a service worker', () => define('navigator', {})],
  ['a navigator, as on a server', () => define('navigator', undefined)],
]) {
  test(`without ${what} it is unsupported, and nobody is asked for anything`, async () => {
    take();
    const { outbox, background } = await begin({ registration: Promise.reject(new TypeError('no modules')) });
    assert.equal(background.state, 'unsupported');
    assert.equal(outbox.listeners.size, 0);
    background.stop();
  });
}

test('a worker that is being installed is waited for', async () => {
  registration.active = null;
  registration.installing = new EventTarget();
  const { outbox, background } = await begin({ registration: Promise.resolve(registration) });
  await outbox.becomes({ pending: 1, online: false });
  assert.equal(background.state, 'waiting');
  assert.deepEqual(registration.tags, []);
  const { installing } = registration;
  installing.dispatchEvent(new Event('statechange'));
  assert.equal(background.state, 'waiting');
  registration.active = installing;
  installing.dispatchEvent(new Event('statechange'));
  await turn();
  assert.equal(background.state, 'ready');
  assert.equal(registration.tags.length, 1);
});

test('a worker that cannot be registered is told, and nothing is thrown', async () => {
  const { background } = await begin({ registration: Promise.reject(new TypeError('404')) });
  assert.equal(background.state, 'refused');
});

test('after stop() nothing is asked for', async () => {
  const { outbox, background } = await begin();
  background.stop();
  await outbox.becomes({ pending: 1, online: false });
  await hidePage();
  assert.equal(outbox.listeners.size, 0);
  const early = syncInBackground(outbox);
  early.stop();
  await turn();
  assert.equal(outbox.listeners.size, 0, 'also when it is stopped before it has begun');
  assert.deepEqual(registration.tags, []);
});

/** The service worker's listener, and the work that an event has it do. */
function listen(options) {
  const worker = new EventTarget();
  define('addEventListener', worker.addEventListener.bind(worker));
  sendInBackground({ baseUrl: 'http://backend.test/', ...options });
  return (tag) => {
    const work = [];
    const event = Object.assign(new Event('sync'), { tag, waitUntil: (promise) => work.push(promise) });
    worker.dispatchEvent(event);
    return work;
  };
}

test('the worker does its own work, and leaves that of other tags alone', async () => {
  const { fetch } = new FakeBackend();
  const dispatch = listen({ fetch });
  for (const tag of ['holdfast:talks', 'holdfast', 'outbox']) assert.deepEqual(dispatch(tag), []);
  const work = dispatch('holdfast:holdfast');
  assert.equal(work.length, 1);
  await work[0];
});

test('the worker of another database has another tag', async () => {
  const { fetch } = new FakeBackend();
  const dispatch = listen({ fetch, database: 'talks' });
  assert.deepEqual(dispatch('holdfast:holdfast'), []);
  await Promise.all(dispatch('holdfast:talks'));
});

test('an event whose work cannot be done is given back', async () => {
  const [work] = listen({ retry: 3 })('holdfast:holdfast');
  await assert.rejects(work, { code: 'invalid-option', field: 'retry' });
});

for (const giveUpMs of [0, -1, Number.NaN, Infinity, 180_001, 'soon']) {
  test(`a giveUpMs of ${giveUpMs} is refused when the worker is installed`, () => {
    assert.throws(() => listen({ giveUpMs }), { code: 'invalid-option', field: 'giveUpMs' });
  });
}
