import { Leadership } from './Leadership.js';
import { Requests } from './Requests.js';
import { SharedStatus } from './SharedStatus.js';
import { Storage } from './Storage.js';
import { CoreDriver } from './driver/CoreDriver.js';
import { currentTime } from './driver/clock.js';
import { randomId } from './driver/random.js';
import { readLog } from './readLog.js';
import { Channel } from './effects/Channel.js';
import { FencedError } from './effects/log/IndexedDbLog.js';
import { PageLife } from './effects/PageLife.js';
import { keepStorage } from './effects/storagePersistence.js';

/** @typedef {import('./driver/wire.js').Effect} Effect */
/** @typedef {import('./reports.js').Reports} Reports */

/** A log that cannot be read is looked into again after this long. */
const LOOK_AGAIN_MS = 10_000;

/** And one that can, since a tab may have died between its last write and its word of it. */
const LOOK_NOW_AND_THEN_MS = 60_000;

/**
 * Joins the core to what performs its effects: each effect to the log, the network or the reports, and
 * what comes of it back into the core as an event.
 */
export class Engine {
  #driver;
  #reports;
  #channel;
  #storage;
  #leadership;
  #page;
  #persistStorage;
  #askedToKeep = false;
  #requests;
  #status = new SharedStatus();
  #closed = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #lookAgain;

  /**
   * @param {import('./driver/loader.js').HoldfastModule} module
   * @param {{database: string, persistStorage: boolean, retry?: object, breaker?: object, batch?: object, classification?: object}} options
   * @param {import('./effects/Transport.js').Transport} transport
   * @param {Reports} reports
   */
  constructor(module, options, transport, reports) {
    this.#reports = reports;
    this.#persistStorage = options.persistStorage;
    this.#driver = new CoreDriver(module, options, (effect) => this.#perform(effect));
    this.#requests = new Requests(transport, this.#driver, (name, detail) => this.#trace(name, detail));
    this.#channel = new Channel(`holdfast:${options.database}`, randomId(), (hint) => this.#onHint(hint));
    this.#storage = new Storage(options.database, {
      upgradeRecord: (bytes) => this.#driver.upgradeSegment(bytes),
      onTrouble: (code, detail) => this.#reports.onError(code, detail),
      onChange: () => this.#publishStatus(),
      onUnreadable: (ahead) => this.#rescue(ahead),
      onUnread: () => this.#lookAgainIn(LOOK_AGAIN_MS),
      onReplaced: (ahead) => this.#beginAnew(ahead),
    });
    this.#leadership = new Leadership(options.database, this.#storage, {
      onHeld: () => this.#takeLead(),
      onLost: () => {
        this.#driver.leadershipChanged(false);
        this.#reports.onLead(false);
      },
      ask: () => this.#channel.tell({ kind: 'ask' }),
      holdsOwn: () => this.#storage.holdsAny,
    });
    this.#page = new PageLife({
      onOnline: (online) => this.#driver.connectivityChanged(online),
      onHide: () => this.#part(),
      onLeave: () => this.#leave(),
      onReturn: () => this.#join(),
    });
  }

  /** Begins to send what the log holds. */
  start() {
    this.#publishStatus();
    this.#driver.connectivityChanged(this.#page.online);
    this.#join();
  }

  /** @param {string} conversationId @param {import('./types.js').ChatMessage} message */
  queueMessage(conversationId, message) {
    this.#driver.queueMessage(conversationId, message);
  }

  /** @param {string} conversationId @param {string} payload */
  queueConversation(conversationId, payload) {
    this.#driver.queueConversation(conversationId, payload);
  }

  /** @param {import('./driver/wire.js').ParkedRecord} record */
  retryParked({ conversationId, id, payload }) {
    this.#driver.retryParked(conversationId, id, payload);
    this.#channel.tell({ kind: 'retried', id });
  }

  /** @param {string} id */
  async discardParked(id) {
    await this.#storage.discard(id);
    this.#driver.parkedDiscarded(id);
    this.#channel.tell({ kind: 'discarded', id });
  }

  async parked() {
    return (await this.#storage.parked()).parked;
  }

  quarantined() {
    return this.#storage.quarantined();
  }

  /**
   * The messages that the log holds, lane by lane, in order: what the backend may not have yet.
   * @param {string} [conversationId] default: all conversations
   */
  logged(conversationId) {
    this.#driver.endTurn();
    return readLog(this.#storage, this.#driver, conversationId);
  }

  /** What has arrived of answers that stream; undefined where there is no storage. */
  get answers() {
    return this.#storage.answers;
  }

  /** What a message may take as JSON. Unit: bytes. */
  get maxMessageBytes() {
    return this.#driver.maxMessageBytes;
  }

  /** Tells the other tabs that an answer has begun. */
  tellAnswering() {
    this.#channel.tell({ kind: 'answering' });
  }

  /** Cuts short whatever waits in a back-off. */
  flush() {
    this.#driver.endTurn();
    this.#driver.tell('FlushRequested');
    this.#channel.call({ kind: 'flush' });
  }

  /** Whether the log holds nothing any more, as far as it can be read; what this page has queued is written first. */
  isDrained() {
    return this.#storage.isEmpty();
  }

  pause() {
    this.#driver.tell('PauseRequested');
  }

  resume() {
    this.#driver.tell('ResumeRequested');
  }

  /** Whether messages of this page wait for news: then the leader is looked after. @param {boolean} waits */
  waitsForNews(waits) {
    this.#leadership.watch(waits && !this.#status.own.leader && !this.#closed);
  }

  async close() {
    if (this.#closed) return;
    this.#driver.endTurn();
    this.#closed = true;
    clearTimeout(this.#lookAgain);
    this.#leadership.leave();
    this.#channel.close();
    this.#page.close();
    this.#driver.close();
    this.#requests.abortAll();
    await this.#storage.close();
  }

  #join() {
    if (this.#closed) return;
    this.#channel.open();
    this.#leadership.join();
    this.#reports.onWake();
  }

  /** Writes and sends what can be, then lets go of all that would keep the page from resting. */
  #leave() {
    if (this.#closed) return;
    const isKept = this.#reports.onRest();
    this.#part();
    this.#leadership.leave();
    this.#channel.close();
    void isKept.then(() => this.#storage.close());
  }

  /** The page may never run again: what is under way goes out in requests that outlive it. */
  #part() {
    this.#reports.onHide();
    this.#driver.endTurn();
    this.#driver.tell('PageHidden');
  }

  /**
   * The database was deleted under the running page, as when a person clears the site's data.
   * @param {import('./Storage.js').Ahead} ahead
   */
  #beginAnew(ahead) {
    if (this.#closed) return;
    this.#reports.onError(
      'database-deleted',
      'The local database was deleted while this page was open. What the page still knows is written anew.',
    );
    this.#leadership.standAnew();
    this.#rescue(ahead);
  }

  /**
   * Writes once more what this page knows of, ahead of what was queued since; the backend tells by its id what it
   * has already.
   * @param {import('./Storage.js').Ahead} ahead
   */
  #rescue(ahead) {
    if (this.#closed) return;
    this.#driver.endTurn();
    ahead(() => {
      this.#reports.onLogLost();
      this.#driver.endTurn();
    });
  }

  /** @param {number} ms */
  #lookAgainIn(ms) {
    clearTimeout(this.#lookAgain);
    this.#lookAgain = setTimeout(() => this.#driver.logChanged(0, []), ms);
    // Node: nobody stays alive for this.
    /** @type {any} */ (this.#lookAgain).unref?.();
  }

  async #takeLead() {
    const { parked, discarded } = await this.#storage.parked();
    if (!this.#leadership.leads) return;
    this.#driver.parkedFound(parked, discarded);
    this.#status.leaders = undefined;
    this.#driver.leadershipChanged(true);
    this.#reports.onLead(true);
  }

  /** @param {Effect} effect */
  #perform(effect) {
    switch (effect.kind) {
      case 'AppendSegments':
        return void this.#append(effect);
      case 'FindLanes':
        return void this.#find(effect);
      case 'ReadLane':
        return void this.#read(effect);
      case 'SettleSegments':
        return void this.#settle(effect);
      case 'QuarantineSegment':
        return void this.#asLeader((fence) => this.#storage.quarantine(fence, effect.key, effect.reason));
      case 'SendBatch':
        return void this.#requests.send(effect);
      case 'AbortRequest':
        return this.#requests.abort(effect.request);
      case 'ReportMessages':
        this.#channel.tell({ kind: 'messages', report: effect });
        return this.#reports.onMessages(effect);
      case 'ReportConversation':
        this.#channel.tell({ kind: 'conversation', report: effect });
        return this.#reports.onConversation(effect);
      case 'ReportStatus':
        this.#status.own = effect.status;
        if (effect.status.leader) this.#tellStatus();
        return this.#publishStatus();
      case 'ReportMetrics':
        return this.#reports.onMetrics(effect.metrics);
      case 'ReportError':
        return this.#reports.onError(effect.code, effect.detail);
    }
  }

  /** @param {import('./driver/wire.js').AppendSegments} effect */
  async #append({ ticket, records, unpark }) {
    const begun = currentTime();
    const { keys, durable, recovered } = await this.#storage.append(records, unpark);
    this.#trace('appended', () => ({ records: records.length, durable, ms: currentTime() - begun }));
    // The keys of the database lie before those of memory: the lanes begin anew.
    if (recovered) this.#leadership.standAnew();
    this.#driver.segmentsAppended(ticket, keys, durable);
    if (!durable) return this.#leadership.claim();
    const conversationIds = records.map(({ conversationId }) => conversationId);
    this.#channel.tell({ kind: 'appended', firstKey: keys[0], conversationIds });
    if (this.#askedToKeep || !this.#persistStorage) return;
    this.#askedToKeep = true;
    const kept = await keepStorage();
    this.#trace('storage', () => ({ kept }));
  }

  /** @param {import('./driver/wire.js').FindLanes} effect */
  async #find({ ticket, after, maxLanes }) {
    const found = await this.#storage.findLanes(after, maxLanes);
    if (after === '' && found.lanes.length === 0) await this.#asLeader((fence) => this.#sweep(fence));
    if (after === '' && !found.failed) this.#lookAgainIn(LOOK_NOW_AND_THEN_MS);
    this.#trace('searched', () => ({ after, lanes: found.lanes.length }));
    this.#driver.lanesFound(ticket, found);
  }

  /** No conversation has records: what is left in the log, if anything, is none of ours. @param {number} fence */
  async #sweep(fence) {
    const strays = await this.#storage.quarantineStrays(fence, 'it is no record of Holdfast');
    if (strays === 0) return;
    this.#reports.onError(
      'damaged-segment',
      `${strays} records of the local log that belong to no conversation were put into quarantine.`,
    );
  }

  /** @param {import('./driver/wire.js').ReadLane} effect */
  async #read({ ticket, conversationId, after, maxSegments, maxBytes }) {
    const read = await this.#storage.readLane(conversationId, after, maxSegments, maxBytes);
    this.#trace('read', () => ({ conversationId, after, segments: read.segments.length }));
    this.#driver.laneRead(ticket, read);
  }

  /** @param {import('./driver/wire.js').SettleSegments} effect */
  async #settle(effect) {
    const heldAny = this.#storage.holdsAny;
    await this.#asLeader((fence) => this.#storage.settle(fence, effect));
    // What other tabs wrote meanwhile, and what was rescued, lies before the keys that the lanes had read to.
    if (heldAny) this.#driver.logChanged(0, []);
  }

  /** @param {(fence: number) => Promise<void>} work on the log, which only a leader may do */
  async #asLeader(work) {
    try {
      await work(this.#leadership.fence);
    } catch (error) {
      if (!(error instanceof FencedError)) throw error;
      this.#trace('fenced', () => ({}));
      this.#leadership.fenced();
    }
  }

  /** @param {any} hint what another tab told */
  #onHint(hint) {
    if (this.#closed) return;
    switch (hint.kind) {
      case 'appended':
        return this.#driver.logChanged(hint.firstKey, hint.conversationIds);
      case 'flush':
        return this.#driver.tell('FlushRequested');
      case 'answering':
        return this.#reports.onOthersAnswer();
      case 'retried':
        return this.#driver.parkedRetriedElsewhere(hint.id);
      case 'discarded':
        return this.#driver.parkedDiscarded(hint.id);
      case 'ask':
        return this.#status.own.leader ? this.#answerAsked() : undefined;
      case 'messages':
        return this.#reports.onMessages(hint.report);
      case 'conversation':
        return this.#reports.onConversation(hint.report);
      case 'status':
        this.#leadership.heard();
        this.#status.leaders = hint.status;
        return this.#publishStatus();
    }
  }

  /** Somebody waits for news of its messages: this tab may never have heard of them. */
  #answerAsked() {
    this.#driver.logChanged(0, []);
    this.#tellStatus();
  }

  #tellStatus() {
    this.#channel.tell({ kind: 'status', status: this.#status.own });
  }

  #publishStatus() {
    if (this.#closed) return;
    const { own } = this.#status;
    const { persistence } = this.#storage;
    this.#reports.onStatus(this.#status.with(persistence));
    // A tab whose messages only it can see has sent them: the others have their turn.
    if (own.leader && own.pending === 0 && persistence === 'memory' && !this.#storage.holdsAny)
      this.#leadership.giveBack();
  }

  /** @param {string} name @param {() => Record<string, unknown>} detail */
  #trace(name, detail) {
    this.#reports.onTrace(name, detail);
  }
}
