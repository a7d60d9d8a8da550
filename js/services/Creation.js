/** @typedef {import('../types.js').Conversation} Conversation */

/** A conversation that was queued for creation, until the backend has answered. */
export class Creation {
  /** Whether the command is in the log, or in memory where that fails. */
  isKept = false;
  #provisional;
  /** @type {(conversation: Conversation) => void} */
  #resolve = () => {};
  /** @type {(error: unknown) => void} */
  #reject = () => {};

  /**
   * What createConversation() gives.
   * @type {Promise<Conversation>}
   */
  begun = new Promise((resolve, reject) => {
    this.#resolve = resolve;
    this.#reject = reject;
  });

  /**
   * @param {Conversation} provisional what is known before the backend has answered
   * @param {string} command the body of the request, as it is in the log
   */
  constructor(provisional, command) {
    this.#provisional = provisional;
    this.command = command;
    this.begun.catch(() => undefined);
  }

  /** @param {Conversation} conversation as the backend made it */
  succeed(conversation) {
    this.#resolve(conversation);
  }

  /** The backend is out of reach, but the command is kept. */
  settleForLater() {
    this.#resolve(this.#provisional);
  }

  /** @param {unknown} error */
  fail(error) {
    this.#reject(error);
  }
}
