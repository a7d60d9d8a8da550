import { HoldfastError } from '../HoldfastError.js';
import { Askers } from './Askers.js';
import { MessageTree } from './MessageTree.js';

/** @typedef {import('../types.js').ChatMessage<any>} ChatMessage */
/** @typedef {import('./QueuedMessage.js').QueuedMessage<any>} QueuedMessage */
/** @typedef {import('./Askers.js').Asker} Asker */

/**
 * What is to be answered: a message that was sent, a certain question (its id, as soon as that is known), or (neither) the
 * newest question of the newest branch.
 * @typedef {{sent?: ChatMessage, question?: Promise<string>, signal?: AbortSignal}} Asked
 */

/** @typedef {Asked & Asker & {questionId?: string}} Waiting */

/**
 * The answers that one conversation waits for: one after the other. What was asked on one branch is answered together.
 */
export class AnswerQueue {
  #conversationId;
  #answers;
  #history;
  /** @type {Waiting[]} */
  #waiting = [];
  /** Resolves when what streams has ended, and what was asked until now was answered. @type {Promise<unknown>} */
  #turns = Promise.resolve();
  /** Resolves when what was run by the old endpoint has ended. @type {Promise<unknown> | undefined} */
  #runs;

  /**
   * @param {string} conversationId
   * @param {import('./Answers.js').Answers} answers
   * @param {import('./ConversationHistory.js').ConversationHistory} history
   */
  constructor(conversationId, answers, history) {
    this.#conversationId = conversationId;
    this.#answers = answers;
    this.#history = history;
  }

  /** @param {Asked} asked @returns {Promise<QueuedMessage>} the answer, queued */
  ask(asked) {
    return new Promise((resolve, reject) => {
      /** @type {Waiting} */
      const one = { ...asked, resolve, reject };
      asked.question?.then((id) => void (one.questionId = id)).catch(() => undefined);
      this.#waiting.push(one);
      this.#turns = this.#turns.then(() => this.#answerNext());
    });
  }

  /** What is asked from now on waits for this too. @param {Promise<unknown>} answer */
  waitFor(answer) {
    // Without what came of them: a later one would keep it.
    this.#turns = Promise.allSettled([this.#turns, answer]).then(() => undefined);
  }

  /**
   * A run of the old endpoint: it stores question and answer itself, so what is queued meanwhile would come between them.
   *
   * @param {Promise<unknown>} run
   */
  waitForRun(run) {
    this.waitFor(run);
    this.#runs = this.#turns;
  }

  /** Until this has resolved, nothing may be queued; undefined where there is nothing to wait for. */
  get runs() {
    return this.#runs;
  }

  /** Resolves when all that was asked until now has ended. */
  get turns() {
    return this.#turns;
  }

  async #answerNext() {
    const first = this.#waiting.shift();
    // It was answered with another.
    if (!first) return;
    try {
      await first.question;
    } catch (error) {
      first.reject(error);
      return;
    }
    /** @type {Askers<Waiting>} */
    const together = new Askers(first);
    const { signal } = together;
    const ask = async () => {
      const history = await this.#history.messages(this.#conversationId, signal).catch((error) => {
        // Nothing can be answered then.
        if (!signal.aborted) together.join(this.#waiting.splice(0));
        throw error;
      });
      return this.#pathToQuestion(history, together);
    };
    try {
      const answer = await this.#answers.begin(this.#conversationId, signal, ask);
      together.resolve(answer);
    } catch (error) {
      together.reject(error);
    }
  }

  /**
   * @param {ChatMessage[]} history
   * @param {Askers<Waiting>} together those who ask for the answer; others who wait for the same one join them
   */
  #pathToQuestion(history, together) {
    const { first } = together;
    const sent = [first, ...this.#waiting].flatMap((one) => one.sent ?? []);
    const tree = new MessageTree([...history, ...sent], this.#conversationId);
    const newest = tree.newestQuestion();
    const questionOf = (/** @type {Waiting} */ one) =>
      one.question ? one.questionId : (one.sent?.id ?? newest);
    let question = questionOf(first);
    if (question === undefined)
      throw new HoldfastError('no-question', 'The conversation has no message to be answered.');
    for (const one of this.#waiting) {
      if (first.question || one.question) continue;
      const later = /** @type {string} */ (questionOf(one));
      if (!tree.isBehind(later, question)) continue;
      question = later;
      together.join([one]);
    }
    together.join(this.#waiting.filter((one) => questionOf(one) === question));
    this.#waiting = this.#waiting.filter((one) => !together.has(one));
    return tree.pathTo(question);
  }
}
