import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import test, { after, before } from 'node:test';
import { inWorld } from './support/World.mjs';
import { assertStoredOnceInOrder, texts } from './support/delivery.mjs';
import { eventually } from './support/eventually.mjs';
import { buildPlainPage } from './support/plainPage.mjs';

/** @type {Awaited<ReturnType<typeof buildPlainPage>>} */
let plain;
before(async () => (plain = await buildPlainPage()));
after(() => plain.remove());

/** A body in a world whose tabs are plain pages of one browser profile, each with a Holdfast of its own. */
const withTabs = (body) => (t) =>
  inWorld(
    async (world) => {
      const context = await world.newContext();
      const openTab = async (prepare = () => {}) => {
        const page = await world.newPage(context);
        await page.addInitScript(prepare);
        await page.goto(`${world.backend.url}/plain.html`);
        await page.waitForFunction(() => window.holdfast !== undefined);
        await page.evaluate(async () => {
          window.chat = await window.holdfast.createHoldfast({ baseUrl: '/' });
          window.errors = [];
          window.chat.on('error', ({ code }) => window.errors.push(code));
        });
        return page;
      };
      await body(world, openTab);
    },
    { page: plain.folder },
  )(t);

const status = (page) => page.evaluate(() => window.chat.persistence.getQueueStatus());
const leads = (page) => eventually('the tab leads', async () => (await status(page)).leader);
const queue = (page, contents) =>
  page.evaluate(async (all) => {
    window.queued ??= [];
    for (const content of all) {
      const handle = window.chat.persistence.queueMessage({ role: 'user', content }, 'talk');
      window.queued.push(handle);
      await handle.durable;
    }
  }, contents);
const states = (page) => page.evaluate(() => window.queued.map(({ state }) => state));
const areSynced = (page, count) =>
  eventually(`${count} messages of the tab are synced`, async () => {
    const known = await states(page);
    return known.length === count && known.every((state) => state === 'synced');
  });
const create = (page) =>
  page.evaluate(() => window.chat.conversations.createConversation({ id: 'talk', firstMessage: 'Talk' }));

/** A dialog that nobody answers holds up everything in its page, the lock included. */
async function hang(page) {
  const isShown = new Promise((resolve) => page.on('dialog', resolve));
  void page.evaluate(() => window.alert('I hang')).catch(() => undefined);
  await isShown;
}

/** The same, from a callback of a transaction: the database waits for the page. */
async function hangInTransaction(page) {
  const isShown = new Promise((resolve) => page.on('dialog', resolve));
  await page.evaluate(() => {
    const opening = indexedDB.open('holdfast');
    opening.onsuccess = () => {
      const transaction = opening.result.transaction(['log', 'parked', 'meta'], 'readwrite');
      transaction.objectStore('log').count().onsuccess = () => window.alert('I hang');
    };
  });
  await isShown;
}

test(
  'a leader whose page hangs is replaced, and what it holds is not lost',
  withTabs(async ({ backend }, openTab) => {
    const first = await openTab();
    await leads(first);
    await create(first);
    const second = await openTab();
    // By then the leader has answered the newcomer, and is idle.
    await sleep(1000);
    await hang(first);
    const typed = texts('Behind a leader that hangs', 3);
    await queue(second, typed);
    assert.deepEqual(await states(second), ['saved', 'saved', 'saved']);
    await eventually('the second tab takes the lead', async () => (await status(second)).leader, {
      timeoutMs: 60_000,
    });
    await areSynced(second, typed.length);
    await assertStoredOnceInOrder(backend, 'talk', typed);
  }),
);

test(
  'a leader that hangs in the middle of a transaction holds up the database, and not the messages of others',
  withTabs(async ({ backend }, openTab) => {
    const first = await openTab();
    await leads(first);
    await create(first);
    const second = await openTab();
    await hangInTransaction(first);
    const typed = texts('Behind a database that hangs', 3);
    await second.evaluate((all) => {
      window.queued = all.map((content) =>
        window.chat.persistence.queueMessage({ role: 'user', content }, 'talk'),
      );
    }, typed);
    await eventually(
      'all is synced',
      async () => (await states(second)).every((state) => state === 'synced'),
      {
        timeoutMs: 120_000,
      },
    );
    assert.equal((await status(second)).persistence, 'memory');
    await assertStoredOnceInOrder(backend, 'talk', typed);
  }),
);

test(
  'without Web Locks one tab leads by a lease, and the other when it is gone',
  withTabs(async ({ backend }, openTab) => {
    const withoutLocks = () => Object.defineProperty(Navigator.prototype, 'locks', { value: undefined });
    const first = await openTab(withoutLocks);
    await leads(first);
    await create(first);
    const second = await openTab(withoutLocks);
    await queue(second, texts('By the second', 2));
    await queue(first, texts('By the first', 2));
    await areSynced(first, 2);
    await areSynced(second, 2);
    assert.equal((await status(second)).leader, false);

    await first.close();
    await eventually('the second tab takes the lead', async () => (await status(second)).leader, {
      timeoutMs: 60_000,
    });
    await queue(second, texts('Alone', 2));
    await areSynced(second, 4);
    const expected = [...texts('By the second', 2), ...texts('By the first', 2), ...texts('Alone', 2)];
    await assertStoredOnceInOrder(backend, 'talk', expected);
  }),
);

test(
  'a tab that was robbed of the lead takes nothing out of the log any more',
  withTabs(async ({ backend }, openTab) => {
    const first = await openTab();
    await leads(first);
    await create(first);
    await first.context().setOffline(true);
    await queue(first, texts('Held back', 3));
    // As a thief would do it: the fence rises while the first still believes that it leads.
    await first.evaluate(async () => {
      const opening = indexedDB.open('holdfast');
      const database = await new Promise((resolve) => (opening.onsuccess = () => resolve(opening.result)));
      const transaction = database.transaction('meta', 'readwrite');
      transaction.objectStore('meta').put({ id: 'lead', fence: 1_000, holder: 'thief', expiresAt: 0 });
      await new Promise((resolve) => (transaction.oncomplete = resolve));
      database.close();
    });
    await first.context().setOffline(false);
    await areSynced(first, 3);
    await assertStoredOnceInOrder(backend, 'talk', texts('Held back', 3));
    await eventually('the tab stood for the lead anew, and emptied the log', () =>
      first.evaluate(async () => {
        const opening = indexedDB.open('holdfast');
        const database = await new Promise((resolve) => (opening.onsuccess = () => resolve(opening.result)));
        const transaction = database.transaction(['log', 'meta']);
        const counting = transaction.objectStore('log').count();
        const getting = transaction.objectStore('meta').get('lead');
        await new Promise((resolve) => (transaction.oncomplete = resolve));
        database.close();
        return counting.result === 0 && getting.result.fence === 1_001;
      }),
    );
  }),
);
