import { AnswerRun } from './AnswerRun.js';

/** @typedef {import('../types.js').ChatMessage<any>} ChatMessage */
/** @typedef {import('./QueuedMessage.js').QueuedMessage<any>} QueuedMessage */
/** @typedef {AnswerRun | import('./LegacyRun.js').LegacyRun} Run */

/** The answers that stream in this page. They stream on whatever the page shows. */
export class Answers {
  #parts;
  /** @type {Set<Run>} */
  #live = new Set();

  /** @param {import('./AnswerRun.js').AnswerParts} parts */
  constructor(parts) {
    this.#parts = parts;
  }

  /**
   * @param {string} conversationId
   * @param {AbortSignal} signal an abort stops the answer; what has arrived of it is kept
   * @param {() => Promise<ChatMessage[]>} ask what is to be answered, its question last
   * @returns {Promise<QueuedMessage>} the answer, queued; rejects where nothing of it was had
   */
  begin(conversationId, signal, ask) {
    const run = new AnswerRun(this.#parts, conversationId, signal);
    return this.follow(run, run.answer(ask));
  }

  /**
   * As begin(), of a dialogue that the caller knows.
   *
   * @param {string} conversationId
   * @param {ChatMessage[]} dialogue what is to be answered, its question last
   * @param {import('./AnswerRun.js').AskedAnswer & {signal?: AbortSignal}} asked
   * @returns {{id: string, queued: Promise<QueuedMessage>}} the id that its message will have
   */
  ask(conversationId, dialogue, { signal, ...asked }) {
    const run = new AnswerRun(this.#parts, conversationId, signal, asked);
    return {
      id: run.message.id,
      queued: this.follow(
        run,
        run.answer(async () => dialogue),
      ),
    };
  }

  /**
   * @param {import('./Checkpoints.js').ClaimedAnswer} claimed an answer whose page is gone
   * @returns {Promise<QueuedMessage | undefined>} undefined where its message was queued already; rejects where nothing
   *   of it was had
   */
  goOn(claimed) {
    const run = new AnswerRun(this.#parts, claimed.head.conversationId);
    return this.follow(run, run.goOn(claimed));
  }

  /** @returns {{conversationId: string, message: ChatMessage}[]} as far as they have come */
  list() {
    // A run of the old endpoint may be the first of its conversation.
    const known = [...this.#live].filter(({ conversationId }) => conversationId !== '');
    return known.map(({ conversationId, message }) => ({ conversationId, message }));
  }

  /** @param {string} conversationId */
  stop(conversationId) {
    for (const run of this.#live) if (run.conversationId === conversationId) run.stop();
  }

  /** The page is hidden, and may not run again. */
  hide() {
    for (const run of this.#live) run.hide();
  }

  /** The page goes to rest. Resolves when what has arrived is kept. */
  rest() {
    return Promise.all([...this.#live].map((run) => run.rest()));
  }

  wake() {
    for (const run of this.#live) void run.wake();
  }

  close() {
    return Promise.all([...this.#live].map((run) => run.close()));
  }

  /**
   * @template Result
   * @param {Run} run is under way
   * @param {Promise<Result>} answer when it ends
   */
  follow(run, answer) {
    this.#live.add(run);
    const forget = () => void this.#live.delete(run);
    answer.then(forget, forget);
    return answer;
  }
}
