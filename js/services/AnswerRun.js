import { HoldfastError } from '../HoldfastError.js';
import { timestamp } from '../driver/clock.js';
import { randomId } from '../driver/random.js';
import { piecesOf, textOf } from './AnswerStream.js';
import { DeltaJoiner } from './DeltaJoiner.js';
import { STOPPED, describe } from './failure.js';
import { isQueued, storedPosition } from './knownMessages.js';
import { jsonSize } from './textSize.js';

/** @typedef {import('../types.js').ChatMessage<any>} ChatMessage */
/** @typedef {import('./QueuedMessage.js').QueuedMessage<any>} QueuedMessage */
/** @typedef {import('./Checkpoint.js').Checkpoint} Checkpoint */
/** @typedef {import('./Checkpoints.js').ClaimedAnswer} ClaimedAnswer */
/** @typedef {import('./AnswerStream.js').AnswerStream<string> | import('./AnswerStream.js').AnswerStream<import('./AnswerStream.js').StreamPiece>} TextStream */

/**
 * @typedef {object} AskedAnswer
 * @property {import('../types.js').ChatConfiguration} [config] of the request
 * @property {boolean} [tellsReasoning] whether its events tell what the model thinks, too
 */

/**
 * @typedef {object} AnswerParts what answers need
 * @property {import('./AnswerStream.js').StreamParts} stream
 * @property {import('./PersistenceService.js').PersistenceService} persistence
 * @property {import('../EventHub.js').EventHub<import('../types.js').HoldfastEvents>} hub
 * @property {import('./Checkpoints.js').Checkpoints | undefined} checkpoints undefined where there is no storage
 * @property {import('./Submissions.js').Submissions} submissions
 * @property {ConstructorParameters<typeof DeltaJoiner>[1]} frames
 * @property {import('./ConversationService.js').ConversationService} conversations
 * @property {number} maxMessageBytes what a message may take as JSON
 */

/** What the members of an answer's message beside its content take at the most. Unit: bytes. */
const HEAD_BYTES = 1024;

/** One answer of a conversation, from the request to the queued message. */
export class AnswerRun {
  #parts;
  #signal;
  #ending = new AbortController();
  /** @type {ChatMessage} */
  #answer;
  #requestId = '';
  /** Bytes of its content as JSON. */
  #size = 0;
  /** @type {TextStream | undefined} */
  #stream;
  /** @type {Checkpoint | undefined} */
  #checkpoint;
  #deltas;
  #asked;
  #reasoning;
  /** Whether its page does. */
  #rests = false;
  /** Why it ends here, and not for good. @type {HoldfastError | undefined} */
  #left;

  /**
   * @param {AnswerParts} parts
   * @param {string} conversationId
   * @param {AbortSignal} [signal] an abort stops the answer; what has arrived of it is kept
   * @param {AskedAnswer} [asked]
   */
  constructor(parts, conversationId, signal, asked = {}) {
    this.#parts = parts;
    this.conversationId = conversationId;
    this.#signal = signal ? AbortSignal.any([signal, this.#ending.signal]) : this.#ending.signal;
    this.#answer = { id: randomId(), role: 'assistant', content: '', createdAt: timestamp() };
    this.#deltas = new DeltaJoiner((delta) => this.#tell({ delta }), parts.frames);
    this.#reasoning = new DeltaJoiner((reasoning) => this.#tell({ reasoning }), parts.frames);
    this.#asked = asked;
  }

  /** The answer as far as it has come. @returns {ChatMessage} */
  get message() {
    return { ...this.#answer };
  }

  /**
   * @param {() => Promise<ChatMessage[]>} ask what is to be answered, its question last
   * @returns {Promise<QueuedMessage>} the answer, queued; rejects where nothing of it was had
   */
  async answer(ask) {
    const { submissions, checkpoints, stream } = this.#parts;
    try {
      const history = await ask();
      const parentId = history.at(-1)?.id;
      this.#answer.parentId = parentId;
      this.#tell();
      const { requestId, failed } = await submissions.next(this.conversationId, parentId);
      this.#requestId = requestId;
      const request = JSON.stringify({
        messages: history.map(forCompletion),
        config: this.#asked.config ?? {},
        requestId,
      });
      const open = this.#asked.tellsReasoning ? piecesOf : textOf;
      this.#stream = open(stream, { body: request }, { signal: this.#signal });
      const { id, createdAt } = this.#answer;
      const begun = { id, conversationId: this.conversationId, parentId, requestId, createdAt };
      this.#checkpoint = checkpoints?.begin(begun, { request, ...this.#watched() }, failed);
      await this.#read(this.#stream);
    } catch (error) {
      return this.#endBroken(error);
    }
    return this.#keep();
  }

  /**
   * Goes on with an answer whose page is gone.
   *
   * @param {ClaimedAnswer} claimed
   * @returns {Promise<QueuedMessage | undefined>} undefined where its message was queued already; rejects where nothing
   *   of it was had
   */
  async goOn(claimed) {
    const { head, request, content } = claimed;
    const { id, parentId, createdAt, lastEventId, requestId } = head;
    this.#answer = { id, role: 'assistant', content, createdAt, parentId };
    this.#requestId = requestId;
    this.#size = jsonSize(content);
    const options = { signal: this.#signal, isPatient: true };
    this.#stream = textOf(this.#parts.stream, { body: request, lastEventId }, options);
    this.#checkpoint = this.#parts.checkpoints?.goOn(claimed, this.#watched());
    try {
      if (await this.#isThere()) {
        void this.#checkpoint?.remove();
        return undefined;
      }
      if (content !== '' && lastEventId === '')
        throw new HoldfastError(
          'stream-interrupted',
          'The page was closed, and the answer cannot be resumed.',
        );
      await this.#read(this.#stream);
    } catch (error) {
      return this.#endBroken(error);
    }
    return this.#keep();
  }

  /** A person stops it; what has arrived is kept. */
  stop() {
    this.#ending.abort(new DOMException('The answer was stopped.', 'AbortError'));
  }

  /** The page is hidden, and may not run again. */
  hide() {
    void this.#checkpoint?.write();
  }

  /** The page goes to rest: another one may go on. */
  async rest() {
    if (!this.#checkpoint || this.#rests) return;
    this.#rests = true;
    this.#stream?.suspend();
    await this.#checkpoint.rest();
  }

  /** The page runs again. */
  async wake() {
    if (!this.#checkpoint || !this.#rests) return;
    this.#rests = false;
    if (await this.#checkpoint.takeBack()) this.#stream?.resume();
    else this.#move();
  }

  /** Ends it here; whoever opens the log goes on. */
  async close() {
    const rested = this.#checkpoint?.rest();
    this.#leave('closed', 'This Holdfast is closed; create a new one.');
    await rested;
  }

  /** @param {string} code @param {string} why */
  #leave(code, why) {
    this.#left = new HoldfastError(code, why);
    this.#ending.abort(this.#left);
  }

  #move() {
    this.#leave('answer-moved', 'Another tab goes on with this answer.');
  }

  /** What the checkpoint looks at. */
  #watched() {
    const progress = () => ({
      content: this.#answer.content,
      lastEventId: this.#stream?.lastEventId ?? '',
    });
    return { progress, onLost: () => this.#move() };
  }

  /** Whether its message was queued before its page died. Shows the part meanwhile. */
  async #isThere() {
    const { persistence, conversations } = this.#parts;
    const { id } = this.#answer;
    if (await isQueued(persistence, this.conversationId, id)) return true;
    this.#tell();
    const position = await storedPosition(conversations, this.conversationId, id, this.#signal);
    if (position === undefined) return false;
    this.#parts.hub.emit('message', { conversationId: this.conversationId, id, state: 'synced', position });
    return true;
  }

  /** @param {TextStream} stream */
  async #read(stream) {
    for await (const piece of stream) {
      const text = typeof piece === 'string' ? piece : this.#textIn(piece);
      if (text === '') continue;
      this.#size += jsonSize(text);
      if (this.#size + HEAD_BYTES > this.#parts.maxMessageBytes)
        throw new HoldfastError('answer-too-large', 'The answer is longer than a message may be.');
      this.#answer.content += text;
      this.#deltas.add(text);
      this.#checkpoint?.changed();
    }
  }

  /** Tells what the model thinks, each thing in its turn. @param {import('./AnswerStream.js').StreamPiece} piece */
  #textIn({ text, parts }) {
    for (const part of parts ?? []) {
      if (part.type !== 'reasoning') continue;
      this.#deltas.end();
      this.#reasoning.add(part.text);
    }
    if (text !== '') this.#reasoning.end();
    return text;
  }

  /**
   * @param {unknown} error
   * @returns {QueuedMessage} what there is of it, queued
   */
  #endBroken(error) {
    this.#reasoning.end();
    this.#deltas.end();
    if (this.#left) throw this.#left;
    const isStopped = this.#signal.aborted;
    const why = isStopped ? STOPPED : describe(error);
    if (this.#answer.content === '') {
      if (this.#requestId) this.#parts.submissions.failed(this.#answer.parentId, this.#requestId);
      void this.#checkpoint?.fail();
      const { conversationId } = this;
      this.#parts.hub.emit('message', { conversationId, id: this.#answer.id, state: 'failed', ...why });
      throw error;
    }
    this.#answer.status = isStopped ? 'aborted' : 'interrupted';
    if (!isStopped) this.#tell(why);
    return this.#keep();
  }

  #keep() {
    this.#reasoning.end();
    this.#deltas.end();
    this.#parts.submissions.kept(this.#answer.parentId);
    const queued = this.#parts.persistence.queueMessage(this.#answer, this.conversationId);
    if (this.#checkpoint) void forgetWhenSafe(this.#checkpoint, queued);
    return queued;
  }

  /** @param {{delta?: string, reasoning?: string, error?: string, code?: string}} [change] */
  #tell(change) {
    const { conversationId, message } = this;
    this.#parts.hub.emit('message', {
      conversationId,
      id: message.id,
      state: 'streaming',
      message,
      ...change,
    });
  }
}

/**
 * What the log or the backend has needs no checkpoint. A page that dies in between doubles nothing: the answer has its
 * message's id.
 *
 * @param {Checkpoint} checkpoint
 * @param {QueuedMessage} queued
 */
async function forgetWhenSafe(checkpoint, queued) {
  try {
    await Promise.any([queued.durable, queued.synced]);
  } catch {
    return;
  }
  await checkpoint.remove();
}

/** @param {ChatMessage} message */
function forCompletion({ id, role, content, createdAt }) {
  return { id, role, content, createdAt };
}
