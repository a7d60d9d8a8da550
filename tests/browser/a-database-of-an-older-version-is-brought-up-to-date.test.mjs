import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { inWorld } from './support/World.mjs';
import { eventually } from './support/eventually.mjs';
import { buildPlainPage } from './support/plainPage.mjs';

/** @type {Awaited<ReturnType<typeof buildPlainPage>>} */
let plain;
before(async () => (plain = await buildPlainPage()));
after(() => plain.remove());

/** A record as version 1 wrote it: m1 (talk, 1), m2 (talk-2, 1), m3 (talk, 2); payloads without role and content. */
const RECORD =
  '4846530117973ead057461622d3103010068e5cf8b0100000474616c6b026d310b7b226964223a226d31227d' +
  '010168e5cf8b0100000674616c6b2d32026d320b7b226964223a226d32227d' +
  '020268e5cf8b0100000474616c6b026d330b7b226964223a226d33227d';

/** Makes the database as version 1 did, in a page, with one sound record and one that is damaged. */
const makeVersion1 = (page, stayOpen) =>
  page.evaluate(
    async ([hex, keepsOpen]) => {
      const opening = indexedDB.open('holdfast', 1);
      opening.onupgradeneeded = () => {
        opening.result.createObjectStore('segments', { autoIncrement: true });
        opening.result.createObjectStore('parked', { keyPath: 'id' });
      };
      const database = await new Promise((resolve) => (opening.onsuccess = () => resolve(opening.result)));
      const transaction = database.transaction(['segments', 'parked'], 'readwrite');
      transaction
        .objectStore('segments')
        .add(Uint8Array.from(hex.match(/../g), (byte) => parseInt(byte, 16)));
      transaction.objectStore('segments').add(new Uint8Array([1, 2, 3]));
      const payload = JSON.stringify({ id: 'old', role: 'user', content: 'refused' });
      transaction
        .objectStore('parked')
        .put({ id: 'old', conversationId: 'talk', payload, code: 'x', reason: 'why' });
      await new Promise((resolve) => (transaction.oncomplete = resolve));
      if (!keepsOpen) return database.close();
      // A page of the older version makes way when it is asked to.
      database.onversionchange = () => {
        window.madeWay = true;
        database.close();
      };
    },
    [RECORD, stayOpen],
  );

/** What the new version makes of it, without a backend that would take it away. */
const look = (page) =>
  page.evaluate(async () => {
    const chat = await window.holdfast.createHoldfast({ baseUrl: '/' });
    chat.persistence.pause();
    const pending = await chat.persistence.pending();
    const parked = await chat.persistence.parked.list();
    const damaged = await chat.persistence.damaged();
    const queued = chat.persistence.queueMessage({ role: 'user', content: 'new' }, 'talk');
    await queued.durable;
    return {
      pending: pending.map(({ conversationId, message }) => `${conversationId} ${message.id}`),
      parked: parked.map(({ id }) => id),
      damaged: damaged.map(({ key }) => key),
      persistence: chat.persistence.getQueueStatus().persistence,
    };
  });

const expected = {
  pending: ['talk m1', 'talk m3', 'talk-2 m2'],
  parked: ['old'],
  damaged: [2],
  persistence: 'durable',
};

const onPlainPages = (body) => (t) =>
  inWorld(
    async (world) => {
      const context = await world.newContext();
      const open = async () => {
        const page = await world.newPage(context);
        // Sends nothing: what is looked at is the log.
        await page.addInitScript(
          () =>
            (window.fetch = (
              (real) =>
              (url, ...rest) =>
                String(url).includes('/message/') ? new Promise(() => {}) : real(url, ...rest)
            )(window.fetch)),
        );
        await page.goto(`${world.backend.url}/plain.html`);
        await page.waitForFunction(() => window.holdfast !== undefined);
        return page;
      };
      await body(open);
    },
    { page: plain.folder },
  )(t);

test(
  'what version 1 left in its database is there in the present one',
  onPlainPages(async (open) => {
    const page = await open();
    await makeVersion1(page, false);
    assert.deepEqual(await look(page), expected);
  }),
);

test(
  'a page of version 1 that is still open makes way for the upgrade',
  onPlainPages(async (open) => {
    const old = await open();
    await makeVersion1(old, true);
    const page = await open();
    assert.deepEqual(await look(page), expected);
    assert.equal(await eventually('the old page made way', () => old.evaluate(() => window.madeWay)), true);
  }),
);

/** Makes the database as version 2 did, of what the present one has written, in a page. */
const makeVersion2 = (page, stayOpen) =>
  page.evaluate(async (keepsOpen) => {
    const chat = await window.holdfast.createHoldfast({ baseUrl: '/' });
    chat.persistence.pause();
    for (const content of ['one', 'two']) {
      const message = { id: content, role: 'user', content };
      await chat.persistence.queueMessage(message, 'talk').durable;
    }
    await chat.close();
    const open = async (version, onUpgrade) => {
      const opening = indexedDB.open('holdfast', version);
      opening.onupgradeneeded = () => onUpgrade?.(opening.result);
      return new Promise((resolve) => (opening.onsuccess = () => resolve(opening.result)));
    };
    const present = await open();
    const stores = ['log', 'parked', 'quarantine', 'meta'];
    const reading = present.transaction(stores);
    const contents = stores.map((name) => reading.objectStore(name).getAll());
    await new Promise((resolve) => (reading.oncomplete = resolve));
    present.close();
    const deleting = indexedDB.deleteDatabase('holdfast');
    await new Promise((resolve) => (deleting.onsuccess = resolve));
    const old = await open(2, (database) => {
      const log = database.createObjectStore('log', { keyPath: 'key', autoIncrement: true });
      log.createIndex('lane', ['conversation', 'key']);
      database.createObjectStore('parked', { keyPath: 'id' });
      database.createObjectStore('quarantine', { autoIncrement: true });
      database.createObjectStore('meta', { keyPath: 'id' });
    });
    const writing = old.transaction(stores, 'readwrite');
    stores.forEach((name, i) =>
      contents[i].result.forEach((record) => writing.objectStore(name).put(record)),
    );
    await new Promise((resolve) => (writing.oncomplete = resolve));
    if (!keepsOpen) return old.close();
    old.onversionchange = () => {
      window.madeWay = true;
      old.close();
    };
  }, stayOpen);

const lookAtVersion3 = (page) =>
  page.evaluate(async () => {
    const chat = await window.holdfast.createHoldfast({ baseUrl: '/' });
    chat.persistence.pause();
    await chat.persistence.queueMessage({ id: 'three', role: 'user', content: 'three' }, 'talk').durable;
    const pending = await chat.persistence.pending();
    const opening = indexedDB.open('holdfast');
    const database = await new Promise((resolve) => (opening.onsuccess = () => resolve(opening.result)));
    const { version } = database;
    const hasAnswers = database.objectStoreNames.contains('answers');
    database.close();
    const { persistence } = chat.persistence.getQueueStatus();
    return { pending: pending.map(({ message }) => message.id), version, hasAnswers, persistence };
  });

const expectedOfVersion3 = {
  pending: ['one', 'two', 'three'],
  version: 3,
  hasAnswers: true,
  persistence: 'durable',
};

test(
  'what version 2 left in its database is there in the present one, which has room for answers',
  onPlainPages(async (open) => {
    const page = await open();
    await makeVersion2(page, false);
    assert.deepEqual(await lookAtVersion3(page), expectedOfVersion3);
  }),
);

test(
  'a page of version 2 that is still open makes way for the upgrade',
  onPlainPages(async (open) => {
    const old = await open();
    await makeVersion2(old, true);
    const page = await open();
    assert.deepEqual(await lookAtVersion3(page), expectedOfVersion3);
    assert.equal(await eventually('the old page made way', () => old.evaluate(() => window.madeWay)), true);
  }),
);
