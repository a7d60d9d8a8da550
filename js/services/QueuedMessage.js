import { HoldfastError } from '../HoldfastError.js';

/** @typedef {import('../types.js').SyncState} SyncState */

/** A promise with its ends in hand. It need not be handled when it rejects. */
class Outcome {
  /** @type {(() => void) | undefined} */
  #resolve;
  /** @type {((error: HoldfastError) => void) | undefined} */
  #reject;
  /** @type {Promise<void>} */
  promise;

  constructor() {
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  resolve() {
    this.#resolve?.();
  }

  /** @param {HoldfastError} error */
  reject(error) {
    this.promise.catch(() => {});
    this.#reject?.(error);
  }
}

/**
 * A message on its way. Its promises are made when somebody asks for them: most are never looked at.
 *
 * @template {object} [Metadata=Record<string, unknown>]
 */
export class QueuedMessage {
  /** @type {SyncState} */
  #state = 'queued';
  /** Why the storage failed. @type {{code: string, reason: string} | undefined} */
  #unsaved;
  /** Why it is parked. @type {{code: string, reason: string} | undefined} */
  #refused;
  /** @type {Outcome | undefined} */
  #durable;
  /** @type {Outcome | undefined} */
  #synced;

  /**
   * @param {import('../types.js').ChatMessage<Metadata>} message
   * @param {string} conversationId
   */
  constructor(message, conversationId) {
    this.id = message.id;
    this.conversationId = conversationId;
    this.message = message;
  }

  /** Where the message is now: what memory holds is `queued` while it waits. */
  get state() {
    return this.#state === 'saved' && this.#unsaved ? 'queued' : this.#state;
  }

  /** Resolves when the message is safe on this device. @returns {Promise<void>} */
  get durable() {
    this.#durable ??= new Outcome();
    this.#settle();
    return this.#durable.promise;
  }

  /** Resolves when the backend has it. @returns {Promise<void>} */
  get synced() {
    this.#synced ??= new Outcome();
    this.#settle();
    return this.#synced.promise;
  }

  /** Whether the log has it. What is in memory, or on its way to the log, is not. */
  get isLogged() {
    return this.#state !== 'queued' && !this.#unsaved;
  }

  /** Whether nothing more will happen to it by itself. */
  get settled() {
    return this.#state === 'synced' || this.#state === 'parked';
  }

  /**
   * @param {SyncState} state
   * @param {{code: string, reason: string}} why
   */
  advance(state, { code, reason }) {
    this.#state = state;
    if (state === 'queued' && code) this.#unsaved = { code, reason };
    if (state === 'parked') this.#refused = { code, reason };
    this.#settle();
  }

  #settle() {
    if (this.#durable) {
      if (this.#unsaved) this.#durable.reject(new HoldfastError(this.#unsaved.code, this.#unsaved.reason));
      else if (this.#state !== 'queued') this.#durable.resolve();
    }
    if (this.#synced) {
      if (this.#refused) this.#synced.reject(parkedError(this.#refused));
      else if (this.#state === 'synced') this.#synced.resolve();
    }
  }
}

/** @param {{code: string, reason: string}} refusal */
function parkedError({ code, reason }) {
  return new HoldfastError('message-parked', reason, { cause: code });
}
