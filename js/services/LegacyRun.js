import { HoldfastError, closedError } from '../HoldfastError.js';
import { timestamp } from '../driver/clock.js';
import { randomId } from '../driver/random.js';
import { textOf } from './AnswerStream.js';
import { DeltaJoiner } from './DeltaJoiner.js';
import { earlierMessagesArrived } from './earlierMessages.js';
import { STOPPED, describe } from './failure.js';
import { ProblemError } from './problems.js';
import { QueuedMessage } from './QueuedMessage.js';

/** @typedef {import('../types.js').ChatMessage} ChatMessage */
/** @typedef {import('../types.js').SentMessage<any>} SentMessage */

/**
 * @typedef {object} LegacyParts what runs need
 * @property {import('./AnswerStream.js').StreamParts} stream
 * @property {import('../EventHub.js').EventHub<import('../types.js').HoldfastEvents>} hub
 * @property {import('./PersistenceService.js').PersistenceService} persistence
 * @property {import('./ConversationHistory.js').ConversationHistory} history
 * @property {ConstructorParameters<typeof DeltaJoiner>[1]} frames
 */

/**
 * @typedef {object} RunOptions
 * @property {string} [conversationId] default: a new conversation, whose id the backend makes
 * @property {Promise<unknown>} [turn] what has to end before
 * @property {AbortSignal} [signal] an abort stops it
 * @property {(conversationId: string) => void} onConversation a new conversation has its id
 */

const PATH = '/agentconversation/run';

/** How long the stored answer is looked for. Unit: milliseconds. */
const LOOK_MS = 5_000;

const KEEPS_NOTHING = {
  code: 'not-in-legacy-mode',
  reason: 'The old endpoint was used, and nothing was kept on this device.',
};

/**
 * One call of the old endpoint, which saves a message, has it answered and saves the answer. Nothing of it is kept here,
 * queued or tried again: the call itself is the saving, and a second one would save twice.
 */
export class LegacyRun {
  #parts;
  #message;
  #turn;
  #onConversation;
  #ending = new AbortController();
  #signal;
  /** @type {ChatMessage} */
  #answer = { id: randomId(), role: 'assistant', content: '', createdAt: timestamp() };
  #deltas;
  /** The id under which the backend has the message; empty while it has not said that it has it. */
  #storedId = '';
  /** Why it ends here. @type {HoldfastError | undefined} */
  #left;

  /**
   * @param {LegacyParts} parts
   * @param {ChatMessage} message
   * @param {RunOptions} options
   */
  constructor(parts, message, { conversationId = '', turn, signal, onConversation }) {
    this.#parts = parts;
    this.#message = message;
    /** Empty while a new one has none. */
    this.conversationId = conversationId;
    this.#turn = turn;
    this.#signal = signal ? AbortSignal.any([signal, this.#ending.signal]) : this.#ending.signal;
    this.#onConversation = onConversation;
    this.#deltas = new DeltaJoiner((delta) => this.#tellAnswer(delta), parts.frames);
  }

  /** The answer as far as it has come. @returns {ChatMessage} */
  get message() {
    return { ...this.#answer };
  }

  /** @returns {Promise<SentMessage>} rejects when there is no answer, or only a part of it */
  async perform() {
    this.#tell(this.#message.id, { state: 'queued', message: this.#message });
    try {
      await this.#waitForTurn();
      this.#tell(this.#message.id, { state: 'sending' });
      await this.#read();
    } catch (error) {
      throw this.#fail(error);
    }
    this.#deltas.end();
    return this.#finish();
  }

  /** A person stops it: the backend saves no answer then. */
  stop() {
    this.#ending.abort(new DOMException('The answer was stopped.', 'AbortError'));
  }

  hide() {}

  /** It reads on: it could not be taken up again. */
  async rest() {}

  async wake() {}

  async close() {
    this.#left = closedError();
    this.#ending.abort(this.#left);
  }

  async #waitForTurn() {
    const { persistence, hub } = this.#parts;
    await untilAborted(this.#turn, this.#signal);
    if (this.conversationId)
      await earlierMessagesArrived(persistence, hub, this.conversationId, this.#signal);
  }

  async #read() {
    const { id, content } = this.#message;
    const conversationId = this.conversationId || undefined;
    const request = {
      body: JSON.stringify({ conversationId, message: { id, content } }),
      oneShot: {
        path: PATH,
        onFirstEvent: (/** @type {import('./FirstEvent.js').NamedEvent} */ event) => this.#begin(event),
      },
    };
    for await (const text of textOf(this.#parts.stream, request, { signal: this.#signal })) {
      this.#answer.content += text;
      this.#deltas.add(text);
    }
  }

  /** The backend has the message. @param {import('./FirstEvent.js').NamedEvent} event */
  #begin(event) {
    const { conversationId, messageId } = begunBy(event);
    const { id } = this.#message;
    const isNew = this.conversationId === '';
    this.conversationId = conversationId;
    this.#storedId = messageId;
    if (isNew) this.#onConversation(conversationId);
    this.#tell(id, {
      state: 'synced',
      ...(isNew && { message: this.#message }),
      ...(messageId !== id && { storedId: messageId }),
    });
    this.#answer.parentId = id;
    this.#tellAnswer();
  }

  /** @returns {Promise<SentMessage>} */
  async #finish() {
    const stored = await this.#storedAnswer();
    const { id } = this.#answer;
    this.#tell(id, { state: 'synced', ...(stored && { storedId: stored.id, position: stored.position }) });
    const answer = stored ?? { ...this.#answer, parentId: this.#storedId };
    return {
      conversationId: this.conversationId,
      message: this.#arrived({ ...this.#message, id: this.#storedId }),
      answer: this.#arrived(answer),
    };
  }

  /** The backend gave the answer an id, and does not tell it. Where it cannot be asked, the id is not known. */
  async #storedAnswer() {
    const signal = AbortSignal.any([this.#signal, AbortSignal.timeout(LOOK_MS)]);
    const messages = await this.#parts.history.stored(this.conversationId, signal).catch(() => []);
    const question = messages.findLast(({ id }) => id === this.#storedId);
    return messages.find(
      ({ role, content, position }) =>
        question && position > question.position && role === 'assistant' && content === this.#answer.content,
    );
  }

  /** @param {ChatMessage} message */
  #arrived(message) {
    const queued = new QueuedMessage(message, this.conversationId);
    queued.advance('queued', KEEPS_NOTHING);
    queued.advance('synced', { code: '', reason: '' });
    return queued;
  }

  /** @param {unknown} error @returns {unknown} what the caller gets */
  #fail(error) {
    this.#deltas.end();
    if (this.#left) return this.#left;
    const isStopped = this.#signal.aborted;
    const reason = isStopped ? error : this.#reasonOf(error);
    if (isLegacyOff(reason)) return reason;
    const why = isStopped ? STOPPED : describe(reason);
    this.#tell(this.#storedId ? this.#answer.id : this.#message.id, { state: 'failed', ...why });
    return reason;
  }

  /** @param {unknown} error */
  #reasonOf(error) {
    if (!(error instanceof HoldfastError) || error.code !== 'completion-unavailable') return error;
    if (error.cause instanceof ProblemError) return error.cause;
    if (this.#storedId) return error;
    return new HoldfastError(
      'run-unanswered',
      'The backend did not answer; whether it has the message is not known.',
      { cause: error.cause },
    );
  }

  /** @param {string} [delta] */
  #tellAnswer(delta) {
    const { message } = this;
    this.#tell(message.id, { state: 'streaming', message, ...(delta !== undefined && { delta }) });
  }

  /** @param {string} id @param {Omit<import('../types.js').MessageEvent, 'conversationId' | 'id'>} change */
  #tell(id, change) {
    const { conversationId } = this;
    if (conversationId) this.#parts.hub.emit('message', { conversationId, id, ...change });
  }
}

/** Whether the backend has no old endpoint any more. @param {unknown} error */
export function isLegacyOff(error) {
  if (!(error instanceof ProblemError) || error.status !== 410) return false;
  return error.code === 'legacy-run-off' || error.code === 'http-410';
}

/** @param {import('./FirstEvent.js').NamedEvent} event */
function begunBy({ name, data }) {
  try {
    const { conversationId, messageId } = JSON.parse(data);
    if (name === 'conversation' && [conversationId, messageId].every(isName))
      return { conversationId, messageId };
  } catch {
    // It is none, as others.
  }
  throw new HoldfastError(
    'malformed-answer',
    `The answer to ${PATH} must begin with an event \`conversation\` of {conversationId, messageId}.`,
  );
}

/** @param {unknown} value */
const isName = (value) => typeof value === 'string' && value !== '';

/**
 * @param {Promise<unknown> | undefined} promise
 * @param {AbortSignal} signal
 */
async function untilAborted(promise, signal) {
  signal.throwIfAborted();
  const heard = new AbortController();
  const aborted = new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true, signal: heard.signal });
  });
  try {
    await Promise.race([promise, aborted]);
  } finally {
    heard.abort();
  }
}
