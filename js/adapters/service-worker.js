/**
 * What waits is sent by the service worker when the network is back, also where no page is open any more:
 *
 * ```js
 * // in the service worker, at its top level
 * sendInBackground({ baseUrl: '/api' });
 *
 * // in the page
 * const background = syncInBackground(holdfast);
 * ```
 *
 * It needs Background Sync, which Chromium has. Elsewhere both do nothing, and what waits is sent when a page is opened.
 *
 * @module
 */
import { HoldfastError } from '../index.js';
import { BackgroundSync } from './service-worker/BackgroundSync.js';
import { sendAll } from './service-worker/sendAll.js';
import { syncTag } from './service-worker/syncTag.js';

/** @typedef {import('../types.js').Holdfast<any>} Holdfast */
/** @typedef {import('../types.js').HoldfastOptions} HoldfastOptions */
/** @typedef {import('./service-worker/BackgroundSync.js').BackgroundState} BackgroundState */

/**
 * The event of Background Sync, of which TypeScript's libraries know nothing.
 * @typedef {object} SyncEvent
 * @property {string} tag
 * @property {(work: Promise<unknown>) => void} waitUntil
 */

/** Chromium ends an event of Background Sync after three minutes. Unit: milliseconds. */
const LONGEST_MS = 180_000;
const PATIENCE_MS = 120_000;

/**
 * For the service worker, at its top level: sends what the local log holds whenever the browser says that there is a
 * network. It takes part in the lead as a page does, so that never two of them send. What cannot be sent is left in the log:
 * the browser tries again, and so does the next page.
 *
 * @param {HoldfastOptions & {giveUpMs?: number}} options those of createHoldfast(), as the pages have them; `giveUpMs`: what is
 *   not sent by then is given back to the browser; default 120000
 * @throws {HoldfastError} `invalid-option`
 */
export function sendInBackground({ giveUpMs = PATIENCE_MS, ...options }) {
  if (!(giveUpMs > 0 && giveUpMs <= LONGEST_MS)) {
    const complaint = `must be a number above 0 and up to ${LONGEST_MS}, not ${giveUpMs}`;
    throw new HoldfastError('invalid-option', `The option giveUpMs ${complaint}.`, { field: 'giveUpMs' });
  }
  const tag = syncTag(options.database);
  addEventListener('sync', (given) => {
    const event = /** @type {SyncEvent & Event} */ (given);
    if (event.tag === tag) event.waitUntil(sendAll(options, giveUpMs));
  });
}

/**
 * For the page: asks the browser to wake the service worker when the network is back, whenever something waits that cannot be
 * sent now, or the person leaves before it is. It never throws for what the browser lacks or refuses; `state` tells.
 *
 * @param {Holdfast} holdfast
 * @param {{registration?: ServiceWorkerRegistration | Promise<ServiceWorkerRegistration>}} [options] `registration`: of the
 *   service worker that calls sendInBackground(); default: the one whose scope this page is in
 * @returns {BackgroundSync}
 */
export function syncInBackground(holdfast, { registration } = {}) {
  return new BackgroundSync(holdfast, registration);
}
