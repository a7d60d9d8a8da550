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

/** A body in a world of plain pages of one browser profile. */
const withPages = (body) => (t) =>
  inWorld(
    async (world) => {
      const context = await world.newContext();
      const openPage = async () => {
        const page = await world.newPage(context);
        await page.goto(`${world.backend.url}/plain.html`);
        await page.waitForFunction(() => window.holdfast !== undefined);
        return page;
      };
      await body(world, openPage);
    },
    { page: plain.folder },
  )(t);

const start = (page, options = {}) =>
  page.evaluate(async (given) => {
    window.chat = await window.holdfast.createHoldfast({ baseUrl: '/', ...given });
  }, options);
const status = (page) => page.evaluate(() => window.chat.persistence.getQueueStatus());
const leads = (page) => eventually('the tab leads', async () => (await status(page)).leader);

/** Queues a conversation with messages in it, and resolves when they are saved here. */
const queue = (page, contents) =>
  page.evaluate(async (all) => {
    void window.chat.conversations.createConversation({ id: 'talk', firstMessage: all[0] });
    const queued = all.map((content) =>
      window.chat.persistence.queueMessage({ role: 'user', content }, 'talk'),
    );
    await Promise.all(queued.map(({ durable }) => durable));
  }, contents);

/** How many messages the page has sent when a flush() resolves that was called as soon as there was a Holdfast. */
const firstFlush = (page) =>
  page.evaluate(async () => {
    window.chat = await window.holdfast.createHoldfast({ baseUrl: '/' });
    await window.chat.persistence.flush({ signal: AbortSignal.timeout(20_000) });
    return window.chat.metrics().successfulSyncs;
  });

test(
  'the first flush of a page waits for what an earlier one has left',
  withPages(async (world, openPage) => {
    const typed = texts('Left behind', 3);
    const first = await openPage();
    await start(first);
    await first.context().setOffline(true);
    await queue(first, typed);
    await first.close();
    await first.context().setOffline(false);
    const second = await openPage();
    assert.equal(await firstFlush(second), typed.length);
    await assertStoredOnceInOrder(world.backend, 'talk', typed);
  }),
);

test(
  'the flush of a tab that does not send has the one that does try at once, waits for it, and hears how it stands',
  withPages(async (world, openPage) => {
    const typed = texts('Held up', 3);
    const [leader, follower, newcomer] = [await openPage(), await openPage(), await openPage()];
    await start(leader, { retry: { backoff: 'constant', backoffMs: 600_000, maxBackoffMs: 600_000 } });
    await leads(leader);
    await world.backend.kill();
    await queue(leader, typed);
    await eventually('the leader has failed', async () => (await status(leader)).lastError !== null);
    const flushed = firstFlush(follower);
    assert.equal(await Promise.race([flushed, sleep(1_500, 'waits')]), 'waits');
    const { leader: isLeader, pending } = await status(follower);
    assert.deepEqual({ isLeader, pending }, { isLeader: false, pending: typed.length });
    await world.backend.start();
    assert.equal(await firstFlush(newcomer), 0);
    assert.equal(await flushed, 0);
    await assertStoredOnceInOrder(world.backend, 'talk', typed);
  }),
);
