/**
 * A page with the package alone. It queues what it is told to, and reports at once, over a binding that no
 * network fault can touch, what the package promised about it.
 */
import { createHoldfast } from '../../../js/index.js';
import { contentOf, conversationId, idOf, nameOfLoad } from '../support/messages.mjs';

/**
 * @typedef {object} Order
 * @property {number} tab
 * @property {number} load
 * @property {import('../support/workload.mjs').Burst[]} bursts
 *
 * @typedef {{durable: string[]} | {synced: string[]} | {refused: string, why: string} | {leader: boolean}
 *   | {error: string}} Report
 * @typedef {Window & {reportToTest: (load: string, report: Report) => Promise<void>, work: typeof work,
 *   isAtWork: boolean, readLog: typeof readLog}} ChaosWindow
 */

const page = /** @type {ChaosWindow} */ (/** @type {unknown} */ (window));

/** The back-offs are short, so that a round is; the rest is as it ships. */
const patience = {
  retry: { backoffMs: 100, maxBackoffMs: 2000 },
  breaker: { openMs: 300, maxOpenMs: 2000 },
};

/** @param {number} ms */
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * One report for all that is said within a turn of microtasks. What a page says while it goes into the
 * back/forward cache may get lost, so it says everything again when it comes back.
 * @param {(ids: string[]) => void} report
 */
function gather(report) {
  /** @type {string[]} */
  const all = [];
  let reported = 0;
  const reportNew = () => {
    report(all.slice(reported));
    reported = all.length;
  };
  addEventListener('pageshow', ({ persisted }) => persisted && report(all));
  return (/** @type {string} */ id) => {
    if (all.push(id) === reported + 1) queueMicrotask(reportNew);
  };
}

/** @param {Order} order */
async function work({ tab, load, bursts }) {
  const name = nameOfLoad({ tab, load });
  const report = (/** @type {Report} */ what) => void page.reportToTest(name, what);
  const holdfast = await createHoldfast({ baseUrl: '/', headers: { 'x-chaos-load': name }, ...patience });
  let leads = false;
  holdfast.on('status', ({ leader }) => {
    if (leader !== leads) report({ leader });
    leads = leader;
  });
  holdfast.on('error', ({ code, message }) => report({ error: `${code}: ${message}` }));
  if (holdfast.persistence.getQueueStatus().leader) report({ leader: true });

  const durable = gather((ids) => report({ durable: ids }));
  const synced = gather((ids) => report({ synced: ids }));
  let number = 0;
  const queueAll = async () => {
    for (const { restMs, messages } of bursts) {
      await sleep(restMs);
      for (const { conversation, size } of messages) {
        const id = idOf({ tab, load, conversation, number: (number += 1) });
        const message = { id, role: /** @type {const} */ ('user'), content: contentOf(id, size) };
        const queued = holdfast.persistence.queueMessage(message, conversationId(conversation));
        const refused = (/** @type {Error} */ error) => report({ refused: id, why: String(error) });
        queued.durable.then(() => durable(id), refused);
        queued.synced.then(() => synced(id), refused);
      }
    }
  };
  page.isAtWork = true;
  queueAll().catch((error) => report({ error: `the page stopped queueing: ${error.stack ?? error}` }));
}

/** What a store of this name holds are no messages. */
const bookkeeping = 'meta';

/** @returns {Promise<Record<string, number>>} how many records each store of the local log holds */
async function readLog() {
  const database = await new Promise((resolve, reject) => {
    const opening = indexedDB.open('holdfast');
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  try {
    const stores = [...database.objectStoreNames].filter((store) => store !== bookkeeping);
    const transaction = database.transaction(stores);
    const counts = stores.map(
      (store) =>
        new Promise((resolve, reject) => {
          const counting = transaction.objectStore(store).count();
          counting.onsuccess = () => resolve([store, counting.result]);
          counting.onerror = () => reject(counting.error);
        }),
    );
    return Object.fromEntries(await Promise.all(counts));
  } finally {
    database.close();
  }
}

Object.assign(page, { work, readLog });
