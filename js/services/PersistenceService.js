import { HoldfastError } from '../HoldfastError.js';
import { INITIAL_STATUS } from '../SharedStatus.js';
import { currentTime, timestamp } from '../driver/clock.js';
import { Drain } from './Drain.js';
import { checkId, completeMessage } from './messageInput.js';
import { QueuedMessage } from './QueuedMessage.js';

/** @typedef {import('../types.js').QueueStatus} QueueStatus */
/** @typedef {import('../driver/wire.js').ParkedRecord} ParkedRecord */

/**
 * Saves messages without making anybody wait, and knows where each of them is.
 *
 * @template {object} [Metadata=Record<string, unknown>]
 */
export class PersistenceService {
  #engine;
  #hub;
  #status = INITIAL_STATUS;
  /** A conversation id that was found sound. */
  #checkedConversationId = '';
  /** The messages of this page that are not settled. @type {Map<string, QueuedMessage<any>>} */
  #underWay = new Map();
  #drain;

  /** Messages that the backend refused: kept until the user decides. */
  parked = {
    /** @returns {Promise<import('../types.js').ParkedMessage<Metadata>[]>} */
    list: async () => (await this.#engine.parked()).map(parkedMessage),

    /** Queues the message anew. @param {string} id @returns {Promise<QueuedMessage<Metadata>>} */
    retry: async (id) => {
      const record = await this.#findParked(id);
      const { message, conversationId } = parkedMessage(record);
      this.#engine.retryParked(record);
      return this.#follow(new QueuedMessage(message, conversationId));
    },

    /** Forgets the message for good. @param {string} id */
    discard: async (id) => {
      await this.#findParked(id);
      await this.#engine.discardParked(id);
    },

    /**
     * Everything that was refused, as one JSON document for a person to keep, or to send to whoever can help.
     * @returns {Promise<string>}
     */
    export: async () => {
      const messages = (await this.#engine.parked()).map(parkedMessage);
      return JSON.stringify(
        { format: 'holdfast-parked', version: 1, exportedAt: timestamp(), messages },
        null,
        2,
      );
    },
  };

  /** @returns {Promise<import('../types.js').DamagedRecord[]>} what was found in the local log and could not be read */
  damaged() {
    return this.#engine.quarantined();
  }

  /**
   * @param {import('../Engine.js').Engine} engine
   * @param {import('../EventHub.js').EventHub<import('../types.js').HoldfastEvents>} hub
   */
  constructor(engine, hub) {
    this.#engine = engine;
    this.#hub = hub;
    this.#drain = new Drain(
      () => this.#isIdle,
      () => engine.isDrained(),
    );
  }

  /**
   * Queues a message for saving. It never waits, and never throws for the network or the storage; an id
   * that is under way already is not queued twice.
   *
   * @param {import('../types.js').ChatMessageInput<Metadata>} message
   * @param {string} conversationId
   * @returns {QueuedMessage<Metadata>}
   * @throws {HoldfastError} `invalid-message`, `message-too-large`, `missing-conversation-id`,
   *   `invalid-conversation-id`, `closed`
   */
  queueMessage(message, conversationId) {
    // Most messages are of the conversation of the one before.
    if (conversationId === '' || conversationId !== this.#checkedConversationId)
      checkId(conversationId, 'conversationId');
    this.#checkedConversationId = conversationId;
    const complete = completeMessage(message);
    const known = this.#underWay.get(complete.id);
    if (known) return known;
    this.#engine.queueMessage(conversationId, complete);
    return this.#follow(new QueuedMessage(complete, conversationId));
  }

  /**
   * Tries at once what waits in a back-off, and resolves when the outbox is empty: all that the log holds, that of earlier
   * visits and of other tabs too, is synced or parked.
   *
   * @param {{signal?: AbortSignal}} [options] the signal ends the wait, not the saving
   * @returns {Promise<void>}
   * @throws {HoldfastError} `closed`
   */
  flush({ signal } = {}) {
    this.#engine.flush();
    const drained = this.#drain.wait(signal).finally(() => this.#lookAfterLeader());
    this.#lookAfterLeader();
    // Who only wants all to be tried at once need not handle it.
    drained.catch(() => undefined);
    return drained;
  }

  /** @returns {QueueStatus} */
  getQueueStatus() {
    return this.#status;
  }

  /** Sends nothing until resume(); messages are still queued and saved here. */
  pause() {
    this.#engine.pause();
  }

  resume() {
    this.#engine.resume();
  }

  /**
   * The messages that the backend may not have yet, oldest first: those of earlier visits too.
   *
   * @param {string} [conversationId] default: of all conversations
   * @returns {Promise<import('../types.js').PendingMessage<Metadata>[]>}
   */
  async pending(conversationId) {
    const parked = new Set((await this.#engine.parked()).map(({ id }) => id));
    /** @type {Map<string, import('../types.js').PendingMessage<any>>} */
    const found = new Map();
    for (const { conversationId: home, message } of await this.#engine.logged(conversationId)) {
      const state = this.#underWay.get(message.id)?.state ?? 'saved';
      if (!parked.has(message.id)) found.set(message.id, { conversationId: home, message, state });
    }
    for (const [id, { conversationId: home, message, state }] of this.#underWay) {
      if (!found.has(id)) found.set(id, { conversationId: home, message, state });
    }
    const all = [...found.values()];
    return conversationId === undefined ? all : all.filter((one) => one.conversationId === conversationId);
  }

  /**
   * For the engine: messages have changed their state.
   *
   * @param {import('../driver/wire.js').ReportMessages} report
   */
  applyReport(report) {
    const { state, conversationId, ids, positions, code, reason } = report;
    const known = ids.map((id) => this.#underWay.get(id));
    for (const handle of known) {
      handle?.advance(state, report);
      if (handle?.settled) this.#underWay.delete(handle.id);
    }
    if (this.#hub.hears('message')) {
      ids.forEach((id, i) =>
        this.#hub.emit('message', {
          conversationId,
          id,
          state: known[i]?.state ?? state,
          ...(positions[i] && { position: positions[i] }),
          ...(reason && { error: reason, code }),
        }),
      );
    }
    if (state === 'parked' && this.#hub.hears('parked')) void this.#announceParked(ids, code);
    this.#newsCame();
  }

  /**
   * For the engine: the status has changed.
   *
   * @param {QueueStatus} status
   */
  applyStatus(status) {
    const { breaker } = this.#status;
    this.#status = status;
    if (status.breaker !== breaker) this.#tellBreaker(breaker, status);
    if (!status.unread && status.pending === 0 && this.#underWay.size > 0) void this.#settleTheRest();
    this.#hub.emit('status', status);
    this.#newsCame();
  }

  /** @param {QueueStatus['breaker']} from @param {QueueStatus} status */
  #tellBreaker(from, { breaker, breakerSince, breakerProbeAt }) {
    this.#hub.emit('breaker', {
      from,
      to: breaker,
      at: breakerSince ?? currentTime(),
      until: breakerProbeAt,
    });
  }

  /** For the engine: what this page had saved was lost with the log, and is not synced yet. */
  queueAgain() {
    for (const { id, conversationId, message, isLogged } of this.#underWay.values()) {
      if (!isLogged) continue;
      this.#engine.queueMessage(conversationId, message);
      this.applyReport({
        kind: 'ReportMessages',
        state: 'queued',
        conversationId,
        ids: [id],
        positions: [],
        code: '',
        reason: '',
      });
    }
  }

  /** For close(): nothing is waited for any more. */
  stop() {
    this.#drain.close();
  }

  get #isIdle() {
    return this.#underWay.size === 0 && this.#status.pending === 0 && !this.#status.unread;
  }

  /**
   * Nothing is pending, and yet messages of this page are thought under way: a leader may have settled them
   * and died before it said so. The log knows.
   */
  async #settleTheRest() {
    const saved = [...this.#underWay.values()].filter(
      ({ state }) => state === 'saved' || state === 'sending',
    );
    if (saved.length === 0) return;
    const logged = new Set((await this.#engine.logged()).map(({ message }) => message.id));
    const parked = new Map((await this.#engine.parked()).map((record) => [record.id, record]));
    // A log that cannot be read says nothing.
    if (this.#status.persistence === 'memory') return;
    for (const { id, conversationId, state: now } of saved) {
      if ((now !== 'saved' && now !== 'sending') || logged.has(id)) continue;
      const { code = '', reason = '' } = parked.get(id) ?? {};
      const state = parked.has(id) ? 'parked' : 'synced';
      this.applyReport({
        kind: 'ReportMessages',
        state,
        conversationId,
        ids: [id],
        positions: [],
        code,
        reason,
      });
    }
  }

  #newsCame() {
    this.#lookAfterLeader();
    void this.#drain.look();
  }

  #lookAfterLeader() {
    this.#engine.waitsForNews(this.#underWay.size > 0 || this.#drain.isAwaited);
  }

  /** @param {QueuedMessage<any>} queued */
  #follow(queued) {
    const { id, conversationId, message } = queued;
    this.#underWay.set(id, queued);
    if (this.#hub.hears('message'))
      this.#hub.emit('message', { conversationId, id, state: 'queued', message });
    return queued;
  }

  /** @param {string} id */
  async #findParked(id) {
    const record = (await this.#engine.parked()).find((one) => one.id === id);
    if (!record)
      throw new HoldfastError('not-parked', `No message with the id ${id} is parked.`, { field: 'id' });
    return record;
  }

  /** @param {string[]} ids @param {string} code */
  async #announceParked(ids, code) {
    for (const record of await this.#engine.parked()) {
      if (ids.includes(record.id)) this.#hub.emit('parked', { ...parkedMessage(record), code });
    }
  }
}

/**
 * @param {ParkedRecord} record
 * @returns {import('../types.js').ParkedMessage<any>}
 */
function parkedMessage({ id, conversationId, payload, code, reason }) {
  return { id, conversationId, message: JSON.parse(payload), code, reason };
}
