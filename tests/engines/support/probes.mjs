/** What an engine has of what the outbox would like to have, found out by trying it. */
import { eventually } from '../../browser/support/eventually.mjs';

/**
 * @typedef {import('./Tab.mjs').Tab} Tab
 * @typedef {object} Laboratory
 * @property {MortalBrowser} browser
 * @property {(name: string) => Promise<Tab>} openTab
 * @typedef {import('./MortalBrowser.mjs').MortalBrowser} MortalBrowser
 * @typedef {{question: string, find: (laboratory: Laboratory) => Promise<string>}} Probe
 */

/** @param {unknown} answer */
const yesOrNo = (answer) => (answer ? 'yes' : 'no');

/**
 * A probe whose answer one page gives at once.
 * @param {string} question
 * @param {() => unknown} look runs in the page
 * @returns {Probe}
 */
const inOnePage = (question, look) => ({
  question,
  find: async ({ openTab }) => {
    const tab = await openTab('one');
    const answer = await tab.evaluate(look);
    await tab.close();
    return typeof answer === 'string' ? answer : yesOrNo(answer);
  },
});

/**
 * Writes a record, kills the browser once the transaction is complete, and looks for it after a restart.
 * @param {'strict' | 'relaxed'} durability
 * @returns {Probe}
 */
const survivesKill = (durability) => ({
  question: `what was written with \`durability: '${durability}'\` is there after SIGKILL`,
  find: async ({ browser, openTab }) => {
    const writer = await openTab(`writer-${durability}`);
    await writer.evaluate(
      (name) =>
        new Promise((resolve, reject) => {
          const opening = indexedDB.open(`kept-${name}`, 1);
          opening.onupgradeneeded = () => opening.result.createObjectStore('records');
          opening.onerror = () => reject(opening.error);
          opening.onsuccess = () => {
            const transaction = opening.result.transaction('records', 'readwrite', { durability: name });
            transaction.objectStore('records').put('kept', 1);
            transaction.oncomplete = () => resolve(undefined);
            transaction.onabort = () => reject(transaction.error);
          };
        }),
      durability,
    );
    await browser.kill();
    const reader = await openTab(`reader-${durability}`);
    const found = await reader.evaluate(
      (name) =>
        new Promise((resolve) => {
          const opening = indexedDB.open(`kept-${name}`);
          opening.onsuccess = () => {
            if (!opening.result.objectStoreNames.contains('records')) return resolve(undefined);
            const reading = opening.result.transaction('records').objectStore('records').get(1);
            reading.onsuccess = () => resolve(reading.result);
            return undefined;
          };
        }),
      durability,
    );
    return yesOrNo(found === 'kept');
  },
});

/**
 * Whether a page whose tab is closed by `window.close()` hears of it, and a request that it sends then arrives.
 * @param {'visibilitychange' | 'pagehide'} event
 * @returns {Probe}
 */
const saysGoodbye = (event) => ({
  question: `a \`fetch\` with \`keepalive\` on \`${event}\` arrives when the tab in front is closed`,
  find: async ({ openTab }) => {
    const tab = await openTab(`leaving-on-${event}`);
    await tab.evaluate((name) => {
      const body = JSON.stringify({ complaint: 'goodbye' });
      const sayGoodbye = () =>
        void fetch(`/answers${location.search}`, { method: 'POST', body, keepalive: true });
      document.addEventListener(name, sayGoodbye);
      window.addEventListener(name, sayGoodbye);
    }, event);
    await tab.close();
    const heard = eventually('the goodbye arrives', () => tab.complaints.includes('goodbye'), {
      timeoutMs: 5000,
    });
    return heard.then(
      () => 'yes',
      () => 'no',
    );
  },
});

/** @type {Probe[]} */
export const probes = [
  inOnePage('`http://127.0.0.1` is a secure context', () => isSecureContext),
  inOnePage('Web Locks', () => navigator.locks.request('probe', (lock) => lock?.name === 'probe')),
  {
    question: 'a Web Lock passes on when the tab that holds it is closed',
    find: async ({ openTab }) => {
      const holder = await openTab('holder');
      await holder.evaluate(
        () => new Promise((held) => void navigator.locks.request('lead', () => new Promise(() => held(0)))),
      );
      const heir = await openTab('heir');
      await heir.evaluate(() => {
        void navigator.locks.request('lead', () => void (window.heard = 'the lead'));
      });
      await holder.close();
      await eventually('the lock passes on', () => heir.evaluate(() => window.heard === 'the lead'));
      await heir.close();
      return 'yes';
    },
  },
  {
    question: '`BroadcastChannel` reaches another tab',
    find: async ({ openTab }) => {
      const [listener, speaker] = [await openTab('listener'), await openTab('speaker')];
      await listener.evaluate(() => {
        new BroadcastChannel('probe').onmessage = ({ data }) => void (window.heard = data);
      });
      await speaker.evaluate(() => new BroadcastChannel('probe').postMessage('hint'));
      await eventually('the hint is heard', () => listener.evaluate(() => window.heard === 'hint'));
      await Promise.all([listener.close(), speaker.close()]);
      return 'yes';
    },
  },
  inOnePage('`navigator.storage.persist()`, asked without a gesture', async () =>
    typeof navigator.storage?.persist === 'function'
      ? `answers ${await Promise.race([
          navigator.storage.persist(),
          new Promise((resolve) => setTimeout(resolve, 5000, 'nothing: it waits for the user')),
        ])}`
      : 'is not there',
  ),
  inOnePage(
    'the option `durability` of a transaction is kept',
    () =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open('durability', 1);
        opening.onupgradeneeded = () => opening.result.createObjectStore('records');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const options = /** @type {const} */ ({ durability: 'strict' });
          const transaction = opening.result.transaction('records', 'readwrite', options);
          resolve(transaction.durability === 'strict');
        };
      }),
  ),
  inOnePage(
    "an index over `['conversation', 'key']`, where `key` is the store's own generated key",
    () =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open('lanes', 1);
        opening.onupgradeneeded = () =>
          opening.result
            .createObjectStore('segments', { keyPath: 'key', autoIncrement: true })
            .createIndex('lane', ['conversation', 'key']);
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const store = opening.result.transaction('segments', 'readwrite').objectStore('segments');
          for (const conversation of ['b', 'a', 'b', 'c', 'b']) store.add({ conversation });
          const range = IDBKeyRange.bound(['b', 1], ['b', Infinity], true);
          const reading = store.index('lane').getAll(range);
          reading.onerror = () => reject(reading.error);
          reading.onsuccess = () => resolve(reading.result.map(({ key }) => key).join() === '3,5');
        };
      }),
  ),
  inOnePage('`getAllRecords()`', () => 'getAllRecords' in IDBObjectStore.prototype),
  survivesKill('strict'),
  survivesKill('relaxed'),
  saysGoodbye('visibilitychange'),
  saysGoodbye('pagehide'),
  {
    question: 'a tab behind another one is told to be hidden',
    find: async ({ openTab }) => {
      const [behind, front] = [await openTab('behind'), await openTab('front')];
      const told = eventually('it is told', () => behind.evaluate(() => document.hidden), {
        timeoutMs: 5000,
      });
      const hidden = await told.catch(() => false);
      await Promise.all([behind.close(), front.close()]);
      return yesOrNo(hidden);
    },
  },
  inOnePage('the events `freeze` and `resume`', () => 'onfreeze' in document && 'onresume' in document),
  inOnePage('WebAssembly with SIMD', () =>
    // (module (func (result v128) i32.const 0 i8x16.splat))
    WebAssembly.validate(
      Uint8Array.of(
        ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0],
        ...[10, 8, 1, 6, 0, 65, 0, 253, 15, 11],
      ),
    ),
  ),
];
