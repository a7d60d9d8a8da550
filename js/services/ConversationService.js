import { HoldfastError } from '../HoldfastError.js';
import { RetryPolicy } from '../driver/policies.js';
import { timestamp } from '../driver/clock.js';
import { randomId } from '../driver/random.js';
import { checkId } from './messageInput.js';
import { Creation } from './Creation.js';
import { persist } from './patience.js';
import { isFinal, problemOf } from './problems.js';

/** @typedef {import('../types.js').Conversation} Conversation */

/** A person waits for these, so few retries and short waits. */
const PATIENCE = { maxRetries: 2, backoffMs: 300, maxBackoffMs: 1_000 };
const ATTEMPT_MS = 15_000;

/**
 * Conversations and what the backend holds of them.
 *
 * @template {object} [Metadata=Record<string, unknown>]
 */
export class ConversationService {
  #module;
  #transport;
  #engine;
  #hub;
  /** @type {Map<string, Creation>} */
  #creations = new Map();
  /** Whether the backend is out of reach just now. */
  #outOfReach = false;

  /**
   * @param {import('../driver/loader.js').HoldfastModule} module
   * @param {import('../effects/Transport.js').Transport} transport
   * @param {import('../Engine.js').Engine} engine
   * @param {import('../EventHub.js').EventHub<import('../types.js').HoldfastEvents>} hub
   */
  constructor(module, transport, engine, hub) {
    this.#module = module;
    this.#transport = transport;
    this.#engine = engine;
    this.#hub = hub;
  }

  /**
   * Creates a conversation. The command goes into the local log ahead of the conversation's messages, so that it
   * is carried out once, however often the network, the tab or the browser fails.
   *
   * Resolves with what the backend made of it, its title among it. Where the backend is out of reach, it resolves
   * as soon as the command is safe on this device: with `pending: true`, and an event `conversation` follows.
   *
   * @param {{id?: string, title?: string, firstMessage?: string, config?: import('../types.js').ChatConfiguration}} [options]
   * @param {{signal?: AbortSignal}} [more] the signal ends the wait, not the creation
   * @returns {Promise<Conversation>}
   * @throws {HoldfastError} with the backend's problem code, where it refuses
   */
  async createConversation(options = {}, { signal } = {}) {
    signal?.throwIfAborted();
    const { id = randomId() } = options;
    checkId(id, 'id');
    const known = this.#creations.get(id);
    if (known) return known.begun;
    const command = JSON.stringify({ ...options, id });
    this.#engine.queueConversation(id, command);
    const creation = new Creation(
      { id, title: options.title ?? '', createdAt: timestamp(), pending: true },
      command,
    );
    this.#creations.set(id, creation);
    signal?.addEventListener('abort', () => creation.fail(signal.reason), { once: true });
    return creation.begun;
  }

  /** For the engine: what this page had saved was lost with the log, and is not carried out yet. */
  queueAgain() {
    for (const [id, creation] of this.#creations) {
      if (creation.isKept) this.#engine.queueConversation(id, creation.command);
    }
  }

  /**
   * For the engine: the creation of a conversation is now somewhere else.
   *
   * @param {import('../driver/wire.js').ReportConversation} report
   */
  applyReport({ state, conversationId, body, code, reason }) {
    const creation = this.#creations.get(conversationId);
    if (state === 'synced') {
      const conversation = JSON.parse(body);
      this.#creations.delete(conversationId);
      creation?.succeed(conversation);
      this.#hub.emit('conversation', conversation);
    } else if (state === 'parked') {
      this.#creations.delete(conversationId);
      const error = new HoldfastError(code, reason);
      creation?.fail(error);
      this.#hub.emit('error', error);
    } else if (creation) {
      creation.isKept = true;
      if (this.#outOfReach) creation.settleForLater();
    }
  }

  /**
   * For the engine: the status has changed.
   *
   * @param {import('../types.js').QueueStatus} status
   */
  applyStatus({ online, breaker, paused, lastError }) {
    this.#outOfReach = !online || breaker !== 'closed' || paused !== null || lastError !== null;
    if (!this.#outOfReach) return;
    for (const creation of this.#creations.values()) if (creation.isKept) creation.settleForLater();
  }

  /**
   * @param {string} id
   * @param {{signal?: AbortSignal}} [options]
   * @returns {Promise<Conversation & {messageCount: number}>}
   */
  async getConversation(id, { signal } = {}) {
    checkId(id, 'conversationId');
    return this.#ask('GET', `/conversation/${id}`, { signal });
  }

  /**
   * Messages in the order of their positions.
   *
   * @param {string} id
   * @param {{after?: number, limit?: number, signal?: AbortSignal}} [options] `after`: a position; default 0
   * @returns {Promise<{messages: import('../types.js').StoredMessage<Metadata>[], next?: number}>} `next`: the `after` of the next page, if any
   */
  async getMessages(id, { after = 0, limit = 100, signal } = {}) {
    checkId(id, 'conversationId');
    return this.#ask('GET', `/conversation/${id}/messages?after=${after}&limit=${limit}`, { signal });
  }

  /**
   * The newest conversations, newest first.
   *
   * @param {{limit?: number, signal?: AbortSignal}} [options]
   * @returns {Promise<{conversations: Conversation[]}>}
   */
  listConversations({ limit = 50, signal } = {}) {
    return this.#ask('GET', `/conversations?limit=${limit}`, { signal });
  }

  /**
   * @param {'GET' | 'POST'} method
   * @param {string} path
   * @param {{body?: string, headers?: Record<string, string>, signal?: AbortSignal}} request
   */
  async #ask(method, path, { signal, ...request }) {
    const policy = new RetryPolicy(this.#module, PATIENCE);
    try {
      return await persist(policy, () => this.#attempt(method, path, { signal, ...request }), {
        signal,
        isFinal,
      });
    } catch (error) {
      if (error instanceof HoldfastError || signal?.aborted) throw error;
      throw new HoldfastError('backend-unreachable', `The backend could not be reached at ${path}.`, {
        cause: error,
      });
    } finally {
      policy.close();
    }
  }

  /**
   * @param {'GET' | 'POST'} method
   * @param {string} path
   * @param {{body?: string, headers?: Record<string, string>, signal?: AbortSignal}} request
   */
  async #attempt(method, path, { signal, ...request }) {
    const limits = [AbortSignal.timeout(ATTEMPT_MS), signal].filter((one) => one !== undefined);
    const response = await this.#transport.request(method, path, {
      ...request,
      signal: AbortSignal.any(limits),
    });
    if (!response.ok) throw await problemOf(response);
    try {
      return await response.json();
    } catch (cause) {
      throw new HoldfastError('malformed-answer', `The backend's answer to ${path} is not JSON.`, { cause });
    }
  }
}
