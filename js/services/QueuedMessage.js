import { HoldfastError } from '../HoldfastError.js';

/** @typedef {import('../types.js').SyncState} SyncState */

/** A promise with its ends in hand. It need not be handled when it rejects. */
class Outcome {
  /** @type {() => void} */
  resolve = () => {};
  /** @type {(error: HoldfastError) => void} */
  reject = () => {};

  /** @type {Promise<void>} */
  promise = new Promise((resolve, reject) => {
    this.resolve = resolve;
    this.reject = reject;
  });

  constructor() {
    this.promise.catch(() => {});
  }
}

/** A message on its way. Its promises are made when somebody asks for them: most are never looked at. */
export class QueuedMessage {
  /** @type {SyncState} */
  #state = 'queued';
  /** @type {HoldfastError | undefined} */
  #storageError;
  /** @type {HoldfastError | undefined} */
  #parkedError;
  /** @type {Outcome | undefined} */
  #durable;
  /** @type {Outcome | undefined} */
  #synced;

  /**
   * @param {import('../types.js').ChatMessage} message
   * @param {string} conversationId
   */
  constructor(message, conversationId) {
    this.id = message.id;
    this.conversationId = conversationId;
    this.message = message;
  }

  /** Where the message is now. */
  get state() {
    return this.#state;
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
    if (state === 'queued' && code) this.#storageError = new HoldfastError(code, reason);
    if (state === 'parked') this.#parkedError = new HoldfastError('message-parked', reason, { cause: code });
    this.#settle();
  }

  #settle() {
    if (this.#storageError) this.#durable?.reject(this.#storageError);
    else if (this.#state !== 'queued') this.#durable?.resolve();
    if (this.#parkedError) this.#synced?.reject(this.#parkedError);
    else if (this.#state === 'synced') this.#synced?.resolve();
  }
}
