import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { fileURLToPath } from 'node:url';
import test, { after, before } from 'node:test';
import { WatchingProxy } from './support/WatchingProxy.mjs';
import { inWorld } from './support/World.mjs';
import { assertStoredOnceInOrder, texts } from './support/delivery.mjs';
import { eventually } from './support/eventually.mjs';
import { buildPlainPage } from './support/plainPage.mjs';

const fixture = (name) => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));

/** @type {Awaited<ReturnType<typeof buildPlainPage>>} */
let built;
before(async () => {
  built = await buildPlainPage(fixture('background.html'), fixture('backgroundWorker.js'));
});
after(() => built.remove());

/** One browser with the pages and the service worker of an application, behind a proxy that watches what they send. */
class Site {
  /** @type {import('playwright-core').CDPSession | undefined} */
  #session;
  #registrationId = '';

  constructor(world, context, proxy) {
    this.world = world;
    this.context = context;
    this.proxy = proxy;
  }

  /** @param {{prepare?: () => void, query?: string}} [options] `prepare` runs in the page; `query`: for its worker */
  async openPage({ prepare = () => {}, query = '' } = {}) {
    const page = await this.world.newPage(this.context);
    await page.addInitScript(prepare);
    await page.goto(`${this.proxy.url}/background.html`);
    await page.waitForFunction(() => window.start !== undefined);
    await page.evaluate((given) => window.start(given), query);
    return page;
  }

  /** A page that is sure of its service worker; from then on the worker may be commanded. */
  async openFirstPage(query = '') {
    const page = await this.openPage({ query });
    await backgroundIs(page, 'ready');
    // It outlives all pages of the application.
    this.#session = await this.context.newCDPSession(await this.context.newPage());
    this.#session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      for (const { scopeURL, registrationId } of registrations)
        if (scopeURL.startsWith(this.proxy.url)) this.#registrationId = registrationId;
    });
    await this.#session.send('ServiceWorker.enable');
    await eventually('the registration is known', () => this.#registrationId !== '');
    return page;
  }

  /** As the browser does when there is a network. */
  async wakeWorker() {
    await this.#session?.send('ServiceWorker.dispatchSyncEvent', {
      origin: this.proxy.url,
      registrationId: this.#registrationId,
      tag: 'holdfast:holdfast',
      lastChance: false,
    });
  }

  async killWorker() {
    await this.#session?.send('ServiceWorker.stopAllWorkers');
  }

  /** Leaves messages in the log that no page can send: written offline, the page closed. */
  async leaveBehind(page, contents, state = '') {
    await this.context.setOffline(true);
    await queue(page, contents);
    if (state) await backgroundIs(page, state);
    await page.close();
  }
}

const onSite = (body) => (t) =>
  inWorld(
    async (world) => {
      const proxy = new WatchingProxy(world.backend.url);
      await proxy.start();
      try {
        await body(new Site(world, await world.newContext(), proxy));
      } finally {
        await proxy.stop();
      }
    },
    { page: built.folder, tokenDelayMs: 20 },
  )(t);

const backgroundIs = (page, state) =>
  eventually(`the background is ${state}`, () =>
    page.evaluate((wanted) => window.background.state === wanted, state),
  );
const isLeft = (page) =>
  page.evaluate(() => window.chat.persistence.pending()).then((pending) => pending.length > 0);
const isStored = (backend, count) =>
  eventually(`${count} messages are stored`, async () => (await backend.stored('talk')).length === count);

test(
  'what was written offline in a page that is closed is sent by the service worker, its conversation first',
  onSite(async (site) => {
    const typed = texts('Left in the log', 5);
    const page = await site.openFirstPage();
    await site.leaveBehind(page, typed);
    assert.deepEqual(site.proxy.exchanges, []);
    await site.context.setOffline(false);
    await site.wakeWorker();
    await isStored(site.world.backend, typed.length);
    await assertStoredOnceInOrder(site.world.backend, 'talk', typed);
    assert.deepEqual(site.proxy.senders, ['worker']);
  }),
);

/** Holds back the answers to what this sender appends: `isHeld` resolves with the first, `release` lets all go on. */
function holdAnswers(proxy, sender) {
  const events = new EventEmitter();
  const isHeld = once(events, 'held');
  const released = once(events, 'released');
  proxy.beforeAnswer = (exchange) => {
    if (exchange.sender !== sender || exchange.path !== '/message/append') return undefined;
    events.emit('held');
    return released;
  };
  return { isHeld, release: () => events.emit('released') };
}

/** How many stand for the lead behind the one who has it. */
const candidates = (page) =>
  page.evaluate(async () => {
    const { pending } = await navigator.locks.query();
    return pending.filter(({ name }) => name === 'holdfast:holdfast').length;
  });
/** The browser may wake the worker by itself, beside the test. */
const allEventsEnd = (page, outcome) =>
  eventually('the worker has ended', async () => {
    assert.deepEqual(new Set(await page.evaluate(() => window.outcomes)), new Set([outcome]));
    return true;
  });
const status = (page) => page.evaluate(() => window.chat.persistence.getQueueStatus());
const queue = (page, contents) => page.evaluate((all) => window.queue('talk', all), contents);

test(
  'while a page sends, the service worker that is woken waits for it, and ends when all is sent',
  onSite(async (site) => {
    const { proxy, world } = site;
    const page = await site.openFirstPage();
    const { isHeld, release } = holdAnswers(proxy, 'page');
    await queue(page, ['First']);
    await isHeld;
    await site.wakeWorker();
    await eventually('the worker stands for the lead', async () => (await candidates(page)) === 1);
    await queue(page, ['Second']);
    release();
    await queue(page, ['Third']);
    await isStored(world.backend, 3);
    await allEventsEnd(page, 'sent');
    assert.equal(await candidates(page), 0);
    await assertStoredOnceInOrder(world.backend, 'talk', ['First', 'Second', 'Third']);
    assert.deepEqual(proxy.senders, ['page']);
  }),
);

test(
  'a page that is opened while the service worker sends goes on behind it',
  onSite(async (site) => {
    const { proxy, world } = site;
    const { isHeld, release } = holdAnswers(proxy, 'worker');
    await site.leaveBehind(await site.openFirstPage(), texts('Left', 3));
    await site.context.setOffline(false);
    await site.wakeWorker();
    await isHeld;
    const page = await site.openPage();
    await queue(page, texts('Meanwhile', 3));
    await eventually('the page hears of what is on its way', async () => (await status(page)).sending === 3);
    assert.equal((await status(page)).leader, false);
    assert.deepEqual(proxy.senders, ['worker']);
    release();
    await eventually('the page leads', async () => (await status(page)).leader);
    await queue(page, ['At last']);
    await isStored(world.backend, 7);
    const all = [...texts('Left', 3), ...texts('Meanwhile', 3), 'At last'];
    await assertStoredOnceInOrder(world.backend, 'talk', all);
    assert.deepEqual(proxy.senders, ['worker', 'page']);
    assert.deepEqual(proxy.overlaps, []);
  }),
);

test(
  'a service worker that is killed while it sends doubles nothing, and the next page sends the rest',
  onSite(async (site) => {
    const { proxy, world } = site;
    const typed = texts('Cut off', 150);
    const { isHeld } = holdAnswers(proxy, 'worker');
    await site.leaveBehind(await site.openFirstPage(), typed);
    await site.context.setOffline(false);
    await site.wakeWorker();
    await isHeld;
    const stored = await world.backend.stored('talk');
    assert.ok(stored.length > 0 && stored.length < typed.length, `${stored.length} are stored`);
    await site.killWorker();
    const page = await site.openPage();
    await isStored(world.backend, typed.length);
    await eventually('the log is empty', async () => !(await isLeft(page)));
    await assertStoredOnceInOrder(world.backend, 'talk', typed);
    assert.deepEqual(proxy.senders, ['worker', 'page']);
    assert.deepEqual(proxy.overlaps, []);
  }),
);

test(
  'what the service worker cannot send by its time is given back to the browser',
  onSite(async (site) => {
    const { world } = site;
    const page = await site.openFirstPage('?giveUpMs=300');
    await world.backend.kill();
    await queue(page, ['Patience']);
    await site.wakeWorker();
    await allEventsEnd(page, 'not-sent: Not everything was sent: it took more than 300 ms.');
    await world.backend.start();
    await page.evaluate(() => window.chat.persistence.flush());
    await assertStoredOnceInOrder(world.backend, 'talk', ['Patience']);
  }),
);

test(
  'where sending is paused, the service worker gives back at once',
  onSite(async (site) => {
    const page = await site.openFirstPage();
    await page.evaluate(() => window.chat.persistence.pause());
    await queue(page, ['Not now']);
    await site.wakeWorker();
    await allEventsEnd(page, 'not-sent: Not everything was sent: sending is paused (user).');
    assert.deepEqual(await site.world.backend.stored(), []);
  }),
);

test(
  'an answer whose page is gone is left to the next page',
  onSite(async (site) => {
    const { proxy, world } = site;
    const first = await site.openFirstPage();
    await queue(first, ['Tell me a long story']);
    await first.evaluate(() => {
      void window.chat.messages.regenerate('talk').catch(() => undefined);
      return new Promise((resolve) => window.chat.on('message', ({ delta }) => delta && resolve()));
    });
    await site.leaveBehind(first, ['And another']);
    proxy.exchanges.length = 0;
    await site.context.setOffline(false);
    await site.wakeWorker();
    await isStored(world.backend, 2);
    const page = await site.openPage();
    await eventually('the answer is stored', async () =>
      (await world.backend.stored('talk')).some(({ role }) => role === 'assistant'),
    );
    await eventually('the log is empty', async () => !(await isLeft(page)));
    const generated = proxy.exchanges.filter(({ path }) => path === '/completion/generate');
    assert.deepEqual(new Set(generated.map(({ sender }) => sender)), new Set(['page']));
  }),
);

test(
  'without Background Sync a page says so, and what is left is sent when the next one is opened',
  onSite(async (site) => {
    const withoutSync = () => delete window.SyncManager;
    const typed = texts('For the next page', 3);
    const first = await site.openPage({ prepare: withoutSync });
    await backgroundIs(first, 'unsupported');
    await site.leaveBehind(first, typed);
    await site.context.setOffline(false);
    await site.openPage({ prepare: withoutSync });
    await isStored(site.world.backend, typed.length);
    await assertStoredOnceInOrder(site.world.backend, 'talk', typed);
    assert.deepEqual(site.proxy.senders, ['page']);
  }),
);

test(
  'a person who wants no Background Sync breaks nothing',
  onSite(async (site) => {
    // All that is not named is denied.
    await site.context.grantPermissions([]);
    const typed = texts('Without leave', 3);
    const first = await site.openPage();
    await backgroundIs(first, 'ready');
    await site.leaveBehind(first, typed, 'refused');
    await site.context.setOffline(false);
    await site.openPage();
    await isStored(site.world.backend, typed.length);
    await assertStoredOnceInOrder(site.world.backend, 'talk', typed);
    assert.deepEqual(site.proxy.senders, ['page']);
  }),
);
