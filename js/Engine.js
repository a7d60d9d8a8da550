import { CoreDriver } from './driver/CoreDriver.js';
import { currentTime } from './driver/clock.js';
import { IndexedDbLog } from './effects/IndexedDbLog.js';
import { MemoryLog } from './effects/MemoryLog.js';
import { PageLife } from './effects/PageLife.js';
import { Tabs } from './effects/Tabs.js';

/** @typedef {import('./driver/wire.js').Effect} Effect */
/** @typedef {import('./driver/wire.js').ReportMessages} ReportMessages */
/** @typedef {import('./driver/wire.js').ReportStatus['status']} EngineStatus */

/**
 * @typedef {object} Reports what the engine tells the services
 * @property {(report: ReportMessages) => void} onMessages
 * @property {(status: EngineStatus) => void} onStatus
 * @property {(metrics: import('./types.js').PersistenceMetrics) => void} onMetrics
 * @property {(code: string, detail: string) => void} onError
 * @property {(name: string, detail: () => Record<string, unknown>) => void} onTrace
 */

/**
 * Joins the core to what performs its effects: each effect to the log, the network or the reports, and
 * what comes of it back into the core as an event.
 */
export class Engine {
  #driver;
  #transport;
  #reports;
  #tabs;
  #page;
  /** @type {IndexedDbLog | MemoryLog} */
  #log;
  #durable;
  #lastKey = 0;
  /** @type {Map<number, AbortController>} */
  #requests = new Map();
  /** @type {EngineStatus | undefined} */
  #status;
  #closed = false;

  /**
   * @param {import('./driver/loader.js').HoldfastModule} module
   * @param {{database: string, retry?: object, breaker?: object, batch?: object}} options
   * @param {import('./effects/Transport.js').Transport} transport
   * @param {Reports} reports
   */
  constructor(module, options, transport, reports) {
    this.#transport = transport;
    this.#reports = reports;
    this.#durable = typeof indexedDB !== 'undefined';
    this.#log = this.#durable ? new IndexedDbLog(options.database) : new MemoryLog();
    this.#driver = new CoreDriver(module, options, (effect) => this.#perform(effect));
    this.#tabs = new Tabs(options.database, {
      onLeadership: (leader) => this.#driver.leadershipChanged(leader),
      onHint: (hint) => this.#onHint(hint),
    });
    this.#page = new PageLife({
      onOnline: (online) => this.#driver.connectivityChanged(online),
      onHide: () => this.#driver.endTurn(),
      onLeave: () => {
        this.#driver.endTurn();
        this.#tabs.leave();
      },
      onReturn: () => this.#tabs.join(),
    });
  }

  /** Reads what is parked, and begins to send. */
  async start() {
    const parked = await this.parked().catch((error) => {
      this.#storageFailed(error);
      return [];
    });
    this.#driver.parkedFound(parked.map(({ id }) => id));
    this.#driver.connectivityChanged(this.#page.online);
    this.#tabs.join();
  }

  /** @param {string} conversationId @param {string} messageId @param {string} payload */
  queueMessage(conversationId, messageId, payload) {
    this.#driver.queueMessage(conversationId, messageId, payload);
  }

  /** @param {import('./driver/wire.js').ParkedRecord} record */
  retryParked({ conversationId, id, payload }) {
    this.#driver.retryParked(conversationId, id, payload);
  }

  /** @param {string} id */
  discardParked(id) {
    this.#driver.parkedDiscarded(id);
  }

  parked() {
    return this.#log.parked();
  }

  /** The messages that the log holds, in order: what the backend may not have yet. */
  async logged() {
    this.#driver.endTurn();
    const segments = await this.#log.read(0, Number.MAX_SAFE_INTEGER >>> 21);
    return segments.flatMap(({ bytes }) => this.#driver.describeSegment(bytes));
  }

  /** Cuts short whatever waits in a back-off. */
  flush() {
    this.#driver.endTurn();
    this.#driver.tell('FlushRequested');
    this.#tabs.tell({ kind: 'flush' });
  }

  pause() {
    this.#driver.tell('PauseRequested');
  }

  resume() {
    this.#driver.tell('ResumeRequested');
  }

  async close() {
    if (this.#closed) return;
    this.#driver.endTurn();
    this.#tabs.leave();
    this.#page.close();
    this.#closed = true;
    this.#driver.close();
    for (const request of this.#requests.values()) request.abort();
    await this.#log.close();
  }

  /** @param {Effect} effect */
  #perform(effect) {
    switch (effect.kind) {
      case 'AppendSegments':
        return void this.#append(effect);
      case 'ReadSegments':
        return void this.#read(effect);
      case 'SettleSegments':
        return void this.#settle(effect);
      case 'SendBatch':
        return void this.#send(effect);
      case 'AbortRequest':
        return this.#requests.get(effect.request)?.abort();
      case 'ReportMessages':
        this.#tabs.tell({ kind: 'messages', report: effect });
        return this.#reports.onMessages(effect);
      case 'ReportStatus':
        this.#status = effect.status;
        if (effect.status.leader) this.#tabs.tell({ kind: 'status', status: effect.status });
        return this.#reports.onStatus(effect.status);
      case 'ReportMetrics':
        return this.#reports.onMetrics(effect.metrics);
      case 'ReportError':
        return this.#reports.onError(effect.code, effect.detail);
    }
  }

  /** @param {import('./driver/wire.js').AppendSegments} effect */
  async #append({ ticket, segments, unpark }) {
    const begun = currentTime();
    let keys;
    try {
      keys = await this.#log.append(segments, unpark);
    } catch (error) {
      this.#storageFailed(error);
      keys = await this.#log.append(segments, unpark);
    }
    this.#lastKey = keys.at(-1) ?? this.#lastKey;
    this.#trace('appended', () => ({ segments: segments.length, ms: currentTime() - begun }));
    if (this.#closed) return;
    this.#driver.segmentsAppended(ticket, keys, this.#durable);
    this.#tabs.tell({ kind: 'appended' });
  }

  /** @param {import('./driver/wire.js').ReadSegments} effect */
  async #read({ ticket, after, maxSegments }) {
    /** @type {{key: number, bytes: Uint8Array}[]} */
    let segments = [];
    try {
      segments = await this.#log.read(after, maxSegments);
    } catch (error) {
      this.#storageFailed(error);
    }
    this.#lastKey = Math.max(this.#lastKey, segments.at(-1)?.key ?? 0);
    this.#trace('read', () => ({ after, segments: segments.length }));
    this.#driver.segmentsRead(ticket, segments, segments.length < maxSegments);
  }

  /** @param {import('./driver/wire.js').SettleSegments} effect */
  async #settle({ keys, park, unpark }) {
    try {
      await this.#log.settle(keys, park, unpark);
    } catch (error) {
      this.#storageFailed(error);
      await this.#log.settle([], park, unpark);
    }
  }

  /** @param {import('./driver/wire.js').SendBatch} effect */
  async #send({ request, body }) {
    const begun = currentTime();
    const controller = new AbortController();
    this.#requests.set(request, controller);
    try {
      const { signal } = controller;
      const response = await this.#transport.request('POST', '/message/append', { body, signal });
      const answer = new Uint8Array(await response.arrayBuffer());
      this.#trace('answered', () => ({ request, status: response.status, ms: currentTime() - begun }));
      const retryAfter = response.headers.get('retry-after') ?? '';
      this.#driver.responseArrived(request, { status: response.status, retryAfter, body: answer });
    } catch (error) {
      const reason = `the backend could not be reached: ${error instanceof Error ? error.message : String(error)}`;
      this.#trace('unanswered', () => ({ request, reason, ms: currentTime() - begun }));
      this.#driver.requestFailed(request, reason);
    } finally {
      this.#requests.delete(request);
    }
  }

  /** From now on memory holds what the storage would not. @param {unknown} cause */
  #storageFailed(cause) {
    if (!this.#durable) return;
    this.#durable = false;
    void this.#log.close();
    this.#log = new MemoryLog(this.#lastKey);
    const detail = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
    this.#reports.onError(
      'storage-unavailable',
      `The browser's storage failed (${detail}). Messages are kept in memory until this page is closed.`,
    );
  }

  /** @param {any} hint what another tab told */
  #onHint(hint) {
    if (this.#closed) return;
    if (hint.kind === 'appended') this.#driver.tell('LogChanged');
    if (hint.kind === 'flush') this.#driver.tell('FlushRequested');
    if (hint.kind === 'messages') this.#reports.onMessages(hint.report);
    if (hint.kind === 'status' && !this.#status?.leader) {
      const queued = this.#status?.queued ?? 0;
      const pending = hint.status.pending - hint.status.queued + queued;
      this.#reports.onStatus({ ...hint.status, leader: false, queued, pending });
    }
  }

  /** @param {string} name @param {() => Record<string, unknown>} detail */
  #trace(name, detail) {
    this.#reports.onTrace(name, detail);
  }
}
