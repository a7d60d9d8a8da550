import { randomId } from '../driver/random.js';
import { sleep } from './patience.js';

/** @typedef {import('../effects/log/AnswerStore.js').AnswerHead} AnswerHead */

/** A storage that hangs holds up no answer. */
const LOOK_MS = 1_000;

/** What is remembered without a storage. */
const MAX_REMEMBERED = 100;

/**
 * The request ids of answers. One belongs to the question and to the person's attempt at it, not to a connection: an
 * attempt of which nothing was had goes on under its own, also after a reload, so that a backend which knows its requests
 * generates, and bills, once. When something was kept, the next attempt is a new one.
 */
export class Submissions {
  #checkpoints;
  /** Request ids of attempts that failed, by question. @type {Map<string, string>} */
  #failed = new Map();

  /** @param {import('./Checkpoints.js').Checkpoints | undefined} checkpoints */
  constructor(checkpoints) {
    this.#checkpoints = checkpoints;
  }

  /**
   * @param {string} conversationId
   * @param {string | undefined} questionId
   * @returns {Promise<{requestId: string, failed: AnswerHead[]}>} `failed`: the checkpoints of the attempts that it takes
   *   the place of
   */
  async next(conversationId, questionId) {
    if (questionId === undefined) return { requestId: randomId(), failed: [] };
    const failed = await this.#failedBefore(conversationId, questionId);
    const known = this.#failed.get(questionId) ?? failed.at(-1)?.requestId;
    return { requestId: known ?? randomId(), failed };
  }

  /** Nothing of the answer could be had. @param {string | undefined} questionId @param {string} requestId */
  failed(questionId, requestId) {
    if (questionId === undefined) return;
    this.#failed.delete(questionId);
    this.#failed.set(questionId, requestId);
    const [oldest] = this.#failed.keys();
    if (this.#failed.size > MAX_REMEMBERED) this.#failed.delete(oldest);
  }

  /** Something of the answer is kept. @param {string | undefined} questionId */
  kept(questionId) {
    if (questionId !== undefined) this.#failed.delete(questionId);
  }

  /** @param {string} conversationId @param {string} questionId @returns {Promise<AnswerHead[]>} */
  async #failedBefore(conversationId, questionId) {
    if (!this.#checkpoints) return [];
    const looking = this.#checkpoints.failed(conversationId, questionId).catch(() => []);
    const patience = new AbortController();
    const found = await Promise.race([looking, sleep(LOOK_MS, patience.signal).catch(() => [])]);
    patience.abort();
    return found ?? [];
  }
}
