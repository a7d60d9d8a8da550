/** The steps of the workloads, for the one contestant of this page. */
import { messagesOf } from '../messages.mjs';
import { clockOffset } from './clock.js';
import { contestants } from './contestants.js';
import { nextTurn } from './turns.js';

/** @typedef {import('./contract.js').Message} Message */
/** @typedef {{ms: number, loopMs: number}} Timing `loopMs`: the part in which the calls were made */

/** So many messages go through a database of their own first, so that nobody is measured uncompiled. */
const WARM_UP = 200;

export class Stage {
  /** @type {import('./contract.js').Contestant} */
  #contestant;
  /** @type {import('./contract.js').Outbox} */
  #outbox;
  /** @type {Message[]} */
  #messages = [];

  /** @param {string} name */
  async load(name) {
    this.#contestant = await contestants[name]();
  }

  /** @param {string} database @param {{count: number, bytes: number}} messages */
  async prepare(database, { count, bytes }) {
    await this.#warmUp(`${database}-warm-up`, bytes);
    this.#outbox = await this.#contestant.open(database);
    this.#messages = messagesOf(count, bytes);
  }

  /** One call for each message, without waiting. @returns {Promise<Timing>} until all are durable */
  async queueOneByOne() {
    const begun = performance.now();
    const queued = this.#messages.map((message) => this.#outbox.queue(message));
    const loopMs = performance.now() - begun;
    await this.#outbox.durable(queued);
    return { ms: performance.now() - begun, loopMs };
  }

  /** The same, in many turns of the event loop. @param {number} size messages in a turn @returns {Promise<Timing>} */
  async queueInTurns(size) {
    const begun = performance.now();
    const queued = [];
    let loopMs = 0;
    for (let at = 0; at < this.#messages.length; at += size) {
      const turnBegun = performance.now();
      for (const message of this.#messages.slice(at, at + size)) queued.push(this.#outbox.queue(message));
      loopMs += performance.now() - turnBegun;
      await nextTurn();
    }
    await this.#outbox.durable(queued);
    return { ms: performance.now() - begun, loopMs };
  }

  /** @returns {Promise<Timing>} */
  async queueInBulk() {
    const begun = performance.now();
    const done = this.#outbox.queueAll(this.#messages);
    const loopMs = performance.now() - begun;
    await done;
    return { ms: performance.now() - begun, loopMs };
  }

  /** Each message by itself, the next one when it is durable. @returns {Promise<number[]>} microseconds of each call */
  async queueSingly() {
    const calls = [];
    for (const message of this.#messages) {
      await nextTurn();
      const begun = performance.now();
      const queued = this.#outbox.queue(message);
      calls.push((performance.now() - begun) * 1_000);
      await this.#outbox.durable([queued]);
    }
    return calls;
  }

  /** In the fastest way there is. */
  async queueAll() {
    if (this.#outbox.queueAll) await this.#outbox.queueAll(this.#messages);
    else await this.queueOneByOne();
  }

  /** @returns {Promise<number>} milliseconds until all is acknowledged and nothing is left */
  async drain() {
    const begun = performance.now();
    await this.#outbox.drain();
    return performance.now() - begun;
  }

  close() {
    return this.#outbox.close();
  }

  /** @param {string} database */
  count(database) {
    return this.#contestant.count(database);
  }

  /** @param {string} database @param {{count: number, bytes: number}} messages */
  async seed(database, { count, bytes }) {
    const messages = messagesOf(count, bytes);
    if (this.#contestant.seed) return this.#contestant.seed(database, messages);
    const outbox = await this.#contestant.open(database);
    // As much at once as a page would hold.
    for (let at = 0; at < count; at += 10_000) await outbox.queueAll(messages.slice(at, at + 10_000));
    await outbox.close();
  }

  /** @param {string} database @returns {Promise<number>} when it began, by the backend's clock */
  async start(database) {
    const offset = await clockOffset();
    const begun = performance.timeOrigin + performance.now() + offset;
    void this.#contestant.start(database);
    return begun;
  }

  /** @param {string} database @param {number} bytes */
  async #warmUp(database, bytes) {
    const outbox = await this.#contestant.open(database);
    const messages = messagesOf(WARM_UP, bytes, 50_000_000);
    await outbox.durable(messages.slice(0, WARM_UP / 2).map((message) => outbox.queue(message)));
    await outbox.queueAll?.(messages.slice(WARM_UP / 2));
    await outbox.close();
  }
}
