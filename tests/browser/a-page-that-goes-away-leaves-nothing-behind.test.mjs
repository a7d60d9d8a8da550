import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { inWorld } from './support/World.mjs';
import { assertStoredOnceInOrder, texts } from './support/delivery.mjs';
import { eventually } from './support/eventually.mjs';
import { buildPlainPage } from './support/plainPage.mjs';

/** @type {Awaited<ReturnType<typeof buildPlainPage>>} */
let plain;
before(async () => (plain = await buildPlainPage()));
after(() => plain.remove());

/** A plain page with a Holdfast, whose requests for saving hang while `window.hangs` is set. */
const onPage = (body) => (t) =>
  inWorld(
    async (world) => {
      const page = await world.newPage(await world.newContext());
      await page.addInitScript(() => {
        window.appends = [];
        window.asked = 0;
        const real = window.fetch.bind(window);
        window.fetch = (url, init) => {
          if (!String(url).endsWith('/message/append')) return real(url, init);
          window.appends.push({ keepalive: init.keepalive, body: new TextDecoder().decode(init.body) });
          return window.hangs ? new Promise(() => {}) : real(url, init);
        };
        StorageManager.prototype.persist = async () => {
          window.asked += 1;
          return true;
        };
        StorageManager.prototype.persisted = async () => false;
      });
      await page.goto(`${world.backend.url}/plain.html`);
      await page.waitForFunction(() => window.holdfast !== undefined);
      await page.evaluate(async () => {
        window.chat = await window.holdfast.createHoldfast({ baseUrl: '/' });
        await window.chat.conversations.createConversation({ id: 'talk', firstMessage: 'Talk' });
      });
      await body(world, page);
    },
    { page: plain.folder },
  )(t);

const queue = (page, contents) =>
  page.evaluate(async (all) => {
    const queued = all.map((content) =>
      window.chat.persistence.queueMessage({ role: 'user', content }, 'talk'),
    );
    await Promise.all(queued.map(({ durable }) => durable));
  }, contents);

const hidePage = (page) =>
  page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true })));
const showPage = (page) =>
  page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
const heldLocks = (page) => page.evaluate(async () => (await navigator.locks.query()).held.length);

test(
  'what is under way goes out in a request that outlives the page, and everything is let go of',
  onPage(async ({ backend }, page) => {
    const typed = texts('Under way', 3);
    await page.evaluate(() => (window.hangs = true));
    await queue(page, typed);
    await eventually('the request is under way', () => page.evaluate(() => window.appends.length > 0));
    assert.equal(await heldLocks(page), 1);

    await hidePage(page);
    const last = await page.evaluate(() => window.appends.at(-1));
    assert.equal(last.keepalive, true);
    for (const text of typed) assert.ok(last.body.includes(text));
    await eventually('the lock is let go of', async () => (await heldLocks(page)) === 0);

    await page.evaluate(() => (window.hangs = false));
    await showPage(page);
    await page.evaluate(() => window.chat.persistence.flush());
    assert.equal(await heldLocks(page), 1);
    await assertStoredOnceInOrder(backend, 'talk', typed);
  }),
);

test(
  'the browser is asked once, with the first message, to keep the data',
  onPage(async (_world, page) => {
    await queue(page, texts('First', 1));
    await eventually('the browser is asked', () => page.evaluate(() => window.asked > 0));
    await queue(page, texts('Second', 1));
    await page.evaluate(() => window.chat.persistence.flush());
    assert.equal(await page.evaluate(() => window.asked), 1);
  }),
);
