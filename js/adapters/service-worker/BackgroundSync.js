import { isReachable } from '../isReachable.js';
import { syncTag } from './syncTag.js';

/** @typedef {import('../../types.js').QueueStatus} QueueStatus */
/** @typedef {{sync?: {register(tag: string): Promise<void>}}} Syncing the part of a registration that TypeScript does not know */

/**
 * Whether what waits is sent when no page is open:
 * - `unsupported`: this browser has no Background Sync, or this page no service worker; it is sent when a page is opened
 * - `waiting`: for the service worker to be active
 * - `ready`
 * - `refused`: the browser, or the person, does not want it, or the worker could not be registered; as `unsupported`
 * @typedef {'unsupported' | 'waiting' | 'ready' | 'refused'} BackgroundState
 */

/** Asks the browser to wake the service worker for what waits. */
export class BackgroundSync {
  #holdfast;
  #tag;
  /** @type {BackgroundState} */
  #state;
  /** @type {(ServiceWorkerRegistration & Syncing) | undefined} */
  #registration;
  /** Whether the browser was asked since something was held up. */
  #isAsked = false;
  #listening = new AbortController();

  /**
   * @param {import('../../types.js').Holdfast<any>} holdfast
   * @param {ServiceWorkerRegistration | Promise<ServiceWorkerRegistration>} [registration]
   */
  constructor(holdfast, registration) {
    this.#holdfast = holdfast;
    this.#tag = syncTag(holdfast.database);
    const workers = globalThis.navigator?.serviceWorker;
    this.#state = workers && 'SyncManager' in globalThis ? 'waiting' : 'unsupported';
    if (this.#state === 'waiting') void this.#begin(registration ?? workers.ready);
    // Older engines without Background Sync do not know workers that are modules either.
    else Promise.resolve(registration).catch(() => undefined);
  }

  get state() {
    return this.#state;
  }

  /** Asks for nothing more. What was asked for stays. */
  stop() {
    this.#listening.abort();
  }

  /** @param {ServiceWorkerRegistration | Promise<ServiceWorkerRegistration>} registration */
  async #begin(registration) {
    try {
      this.#registration = await registration;
    } catch {
      this.#state = 'refused';
      return;
    }
    const { signal } = this.#listening;
    if (signal.aborted) return;
    signal.addEventListener(
      'abort',
      this.#holdfast.on('status', (status) => this.#follow(status)),
    );
    document.addEventListener('visibilitychange', () => document.hidden && this.#leave(), { signal });
    const { installing, waiting } = this.#registration;
    (installing ?? waiting)?.addEventListener('statechange', () => this.#lookAtWorker(), { signal });
    this.#lookAtWorker();
  }

  #lookAtWorker() {
    if (this.#state !== 'waiting' || !this.#registration?.active) return;
    this.#state = 'ready';
    this.#follow(this.#holdfast.persistence.getQueueStatus());
  }

  /** @param {QueueStatus} status */
  #follow(status) {
    // While all goes well the page sends by itself, and the worker need not be woken for each message.
    if (!waits(status) || isReachable(status)) this.#isAsked = false;
    else if (!this.#isAsked) void this.#ask();
  }

  /** The page may not run again. What the browser was asked before may be over. */
  #leave() {
    if (waits(this.#holdfast.persistence.getQueueStatus())) void this.#ask();
  }

  async #ask() {
    if (this.#state === 'waiting') return;
    this.#isAsked = true;
    try {
      await this.#registration?.sync?.register(this.#tag);
      this.#state = 'ready';
    } catch {
      this.#state = 'refused';
    }
  }
}

/** @param {QueueStatus} status */
const waits = ({ pending, unread }) => pending > 0 || unread;
