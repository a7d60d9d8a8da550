import { HoldfastError } from '../HoldfastError.js';
import { RetryPolicy } from '../driver/policies.js';
import { randomId } from '../driver/random.js';
import { checkId } from './messageInput.js';
import { persist } from './patience.js';
import { isFinal, problemOf } from './problems.js';

/** @typedef {import('../types.js').Conversation} Conversation */
/** @typedef {import('../types.js').StoredMessage} StoredMessage */

/** A person waits for these, so few retries and short waits. */
const PATIENCE = { maxRetries: 2, backoffMs: 300, maxBackoffMs: 1_000 };
const ATTEMPT_MS = 15_000;

/** Conversations and what the backend holds of them. */
export class ConversationService {
  #module;
  #transport;

  /**
   * @param {import('../driver/loader.js').HoldfastModule} module
   * @param {import('../effects/Transport.js').Transport} transport
   */
  constructor(module, transport) {
    this.#module = module;
    this.#transport = transport;
  }

  /**
   * Creates a conversation on the backend, which makes its title. A lost answer creates no second one.
   *
   * @param {{id?: string, title?: string, firstMessage?: string, config?: import('../types.js').ChatConfiguration}} [options]
   * @param {{signal?: AbortSignal}} [more]
   * @returns {Promise<Conversation>}
   */
  createConversation(options = {}, { signal } = {}) {
    if (options.id !== undefined) checkId(options.id, 'id');
    return this.#ask('POST', '/conversation/create', {
      body: JSON.stringify(options),
      headers: { 'idempotency-key': `"${randomId()}"` },
      signal,
    });
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
   * @returns {Promise<{messages: StoredMessage[], next?: number}>} `next`: the `after` of the next page, if any
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
